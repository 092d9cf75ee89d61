"""A project's record as plain values that JSON can hold, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

from cattrs import Converter

from registry.projects.records import ProjectRecord

_converter = Converter()
_converter.register_unstructure_hook(Decimal, str)
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(Decimal, lambda value, _kind: Decimal(value))
_converter.register_structure_hook(date, lambda value, _kind: date.fromisoformat(value))

_KINDS = get_type_hints(ProjectRecord)


def differing_values(before: ProjectRecord, after: ProjectRecord) -> dict[str, Any]:
    """The fields in which `after` differs, with its values as plain ones."""
    return {
        name: _converter.unstructure(getattr(after, name), unstructure_as=kind)
        for name, kind in _KINDS.items()
        if getattr(after, name) != getattr(before, name)
    }


def values_of(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What `differing_values` made, as values of the record."""
    return {name: _converter.structure(value, _KINDS[name]) for name, value in plain.items()}
