"""Reading the lists."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from sqlalchemy import select

from registry.db import db, now
from registry.reference.models import LISTS, Counter, Entry, ExchangeRate

EntryType = TypeVar("EntryType", bound=Entry)


def entries(kind: type[EntryType], *, retired: bool = False) -> list[EntryType]:
    """All entries of a list in their order, without the retired ones unless asked for."""
    model: Any = kind
    query = select(model).order_by(model.position, model.code)
    if not retired:
        query = query.where(model.retired_on.is_(None) | (model.retired_on > now().date()))
    return list(db.session.scalars(query))


def codes(kind: type[Entry]) -> set[str]:
    """Every code of a list, retired ones too."""
    model: Any = kind
    return set(db.session.scalars(select(model.code)))


def find_entries(kind: type[EntryType], wanted: Iterable[str]) -> list[EntryType]:
    """The entries with these codes, in the order of the list."""
    model: Any = kind
    return list(
        db.session.scalars(select(model).where(model.code.in_(list(wanted))).order_by(model.position, model.code))
    )


def by_code(kind: type[EntryType]) -> dict[str, EntryType]:
    """The whole list by code, retired entries too."""
    return {entry.code: entry for entry in entries(kind, retired=True)}


def last_numbers(*series: str) -> list[int]:
    """The last number given out in each of these series; 0 where none was."""
    rows = db.session.execute(select(Counter.name, Counter.value).where(Counter.name.in_(series)))
    found = dict(rows.all())
    return [found.get(name, 0) for name in series]


def labels() -> dict[str, dict[str, dict[str, str]]]:
    """Names of all lists: list -> code -> language -> name."""
    return {
        name: {entry.code: entry.names for entry in entries(kind, retired=True)} for name, kind in LISTS.items()
    }


def rate_on(currency: str, day: date) -> ExchangeRate | None:
    """The newest rate of a currency not later than the day; None if there is none."""
    return db.session.scalar(
        select(ExchangeRate)
        .where(ExchangeRate.currency == currency, ExchangeRate.dated <= day)
        .order_by(ExchangeRate.dated.desc(), ExchangeRate.id)
        .limit(1)
    )


def rates_on(day: date) -> dict[str, Decimal]:
    """Currency -> units of it for one US dollar, by the newest rate not later than the day."""
    query = select(ExchangeRate.currency, ExchangeRate.per_usd).where(ExchangeRate.dated <= day)
    return dict(db.session.execute(query.order_by(ExchangeRate.dated, ExchangeRate.id.desc())).all())


def to_usd(amount: Decimal | None, currency: str | None, day: date) -> tuple[Decimal, date] | None:
    """An amount in US dollars (to the cent) and the date of the rate; None where it cannot be priced."""
    return None if currency is None else priced(amount, rate_on(currency, day))


def priced(amount: Decimal | None, rate: ExchangeRate | None) -> tuple[Decimal, date] | None:
    """The same at a rate that was looked up."""
    if amount is None or rate is None:
        return None
    return (amount / rate.per_usd).quantize(Decimal("0.01"), ROUND_HALF_UP), rate.dated
