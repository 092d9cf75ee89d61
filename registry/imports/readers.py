"""Numbers and days out of cells as people write them; each raises Refusal beside its column."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.spreadsheets.values import Ambiguous, date_of, number_of, plain_day

#: Larger numbers are no amounts and no effects; the database holds 64 bits.
GREATEST = Decimal(10) ** 13


def number_in(cells: Mapping[str, Any], key: str, *, places: int) -> tuple[Decimal, str | None]:
    """The number in a cell, to so many places, and the currency named beside it."""
    value = cells.get(key)
    if value is None or value == "":
        raise Refusal(_("This cell must be filled in."), key)
    try:
        number, currency = number_of(value) if isinstance(value, str) else (Decimal(str(value)), None)
    except (Ambiguous, InvalidOperation):
        raise Refusal(_("Write a number such as 1250000 or 1250000.50."), key) from None
    if not number.is_finite() or abs(number) >= GREATEST:
        raise Refusal(_("Write a number such as 1250000 or 1250000.50."), key)
    return number.quantize(Decimal(1).scaleb(-places)), currency


def day_in(cells: Mapping[str, Any], key: str) -> date:
    """The day in a cell."""
    value = cells.get(key)
    if isinstance(value, date):
        return plain_day(value)
    try:
        return date_of(str(value or ""))
    except Ambiguous:
        raise Refusal(_("Write a date such as 2026-11-24."), key) from None
