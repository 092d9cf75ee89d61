"""Cells of a table as JSON keeps them, and back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from registry.projects.sheets import plain


def kept(value: Any) -> Any:
    """A cell as JSON holds it without losing what it is."""
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def cell_of(value: Any) -> Any:
    """What `kept` kept."""
    if isinstance(value, dict):
        (kind, text), *_rest = value.items()
        if kind == "n":
            return Decimal(text)
        return datetime.fromisoformat(text) if kind == "m" else date.fromisoformat(text)
    return value


def said(value: Any) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)
