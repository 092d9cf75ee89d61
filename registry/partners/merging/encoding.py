"""Values of columns as they are kept in JSON, and back, exactly."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, null

from registry.db import Scaled, UtcDateTime

#: Types whose values JSON holds as they are.
PLAIN = (Boolean, Integer, String, JSON)


def encode(row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row, to be kept."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # moments, too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def decode(table: Table, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row as they were; raises TypeError for a type that nobody taught us."""
    return {name: _valued(table.c[name], value) for name, value in kept.items()}


def _valued(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if value is None:
        # None in a column of JSON would be written as JSON's own null.
        return null() if isinstance(kind, JSON) and column.nullable else None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Scaled):
        return Decimal(value)
    if isinstance(kind, PLAIN):
        return value
    raise TypeError(f"{column}: values of {kind!r} cannot be kept")
