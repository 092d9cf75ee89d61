"""Exchange rates out of tables: units for one US dollar, or a central bank's list in sums of Uzbekistan."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db
from registry.imports.cells import said
from registry.imports.kinds import Changes, Compared, Kind, NumberedCells, check_unchanged
from registry.imports.readers import day_in, number_in
from registry.imports.states import Verdict
from registry.languages import fold
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.reference.models import ExchangeRate
from registry.refusals import NotFound, Refusal
from registry.spreadsheets.values import is_nothing

#: Headings that central banks and people use.
ALIASES = {
    "currency": (
        "currency",
        "ccy",
        "code",
        "Валюта",
        "Код",
        "Символ",
        "Valyuta",
        "Kod",
        "货币",
        "货币代码",
        "币种",
    ),
    "dated": ("dated", "date", "Дата", "Sana", "Sáne", "日期"),
    "per_usd": ("per_usd", "per usd", "за 1 доллар США"),
    "sums": ("sums", "rate", "Курс", "Kurs", "汇率"),
    "nominal": ("nominal", "Номинал", "单位"),
    "source": ("source", "Источник", "Manba", "Derek", "来源"),
}
LARGEST = Decimal(10) ** 9


class Rates(Kind):
    """Rates by currency and day."""

    name = "rates"
    label: object = _l("Exchange rates")
    permission = Permission.RATES_KEEP

    def headings(self) -> Mapping[str, str]:
        return {
            "currency": _("Currency"),
            "dated": _("Date"),
            "per_usd": _("Units for one US dollar"),
            "sums": _("Rate in sums of Uzbekistan"),
            "nominal": _("For so many units"),
            "source": _("Source"),
        }

    def amounts(self) -> Collection[str]:
        return ()

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        return {"source": {}}

    def known(self) -> Mapping[str, str]:
        aliases = {alias: key for key, listed in ALIASES.items() for alias in listed}
        headings = {heading: key for key, heading in self.headings().items()}
        return {fold(name): key for name, key in (aliases | headings).items()}

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        dollars = _dollars(rows)
        kept = {(rate.currency, rate.dated): rate for rate in db.session.scalars(select(ExchangeRate))}
        for number, cells in rows:
            try:
                currency, day, per_usd, source = _rate(cells, dollars)
            except Refusal as fault:
                yield Compared(number, cells, Verdict.PROBLEM, problems=[(fault.field or "currency", str(fault))])
                continue
            settled = {"currency": currency, "dated": day, "per_usd": per_usd, "source": source}
            present = kept.get((currency, day))
            reference = f"{currency} {day.isoformat()}"
            before = _said(present) if present else {}
            changes = {
                key: (before.get(key, ""), said(settled[key]))
                for key in (("per_usd", "source") if present else settled)
                if before.get(key, "") != said(settled[key])
            }
            verdict = Verdict.CHANGED if present and changes else Verdict.UNCHANGED if present else Verdict.NEW
            yield Compared(number, settled, verdict, reference if present else None, changes)

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        currency, day, per_usd, source = _rate(cells, {})
        if _one(currency, day) is not None:
            raise Refusal(_("The record was changed meanwhile. Check the table again."))
        db.session.add(ExchangeRate(currency=currency, dated=day, per_usd=per_usd, source=source))
        name = f"{currency} {day.isoformat()}"
        record("rate.kept", subject=("rate", name), by=by, changes={"per_usd": [None, str(per_usd)]})
        db.session.flush()
        return name

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        _currency, _day, per_usd, source = _rate(cells, {})
        rate = _named(reference)
        check_unchanged(_said(rate), {key: pair[0] for key, pair in changes.items()})
        earlier = {"per_usd": str(rate.per_usd), "source": rate.source}
        _put(rate, per_usd, source, by=by)
        return earlier

    def remove(self, reference: str, *, by: User) -> None:
        rate = _named(reference)
        changes = {"per_usd": [str(rate.per_usd), None]}
        record("rate.undone", subject=("rate", reference), by=by, changes=changes)
        db.session.delete(rate)
        db.session.flush()

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        rate = _named(reference)
        check_unchanged(_said(rate), {key: pair[1] for key, pair in changes.items()})
        _put(rate, Decimal(earlier["per_usd"]), earlier["source"], by=by)


def _put(rate: ExchangeRate, per_usd: Decimal, source: str, *, by: User) -> None:
    changes = {"per_usd": [str(rate.per_usd), str(per_usd)]}
    rate.per_usd, rate.source = per_usd, source
    record("rate.kept", subject=("rate", f"{rate.currency} {rate.dated.isoformat()}"), by=by, changes=changes)
    db.session.flush()


def _said(rate: ExchangeRate) -> dict[str, str]:
    return {"per_usd": said(rate.per_usd), "source": rate.source}


def _named(reference: str) -> ExchangeRate:
    currency, _space, day = reference.partition(" ")
    rate = _one(currency, date.fromisoformat(day))
    if rate is None:
        raise NotFound
    return rate


def _one(currency: str, day: date) -> ExchangeRate | None:
    return db.session.scalar(
        select(ExchangeRate).where(ExchangeRate.currency == currency, ExchangeRate.dated == day)
    )


def _dollars(rows: Sequence[NumberedCells]) -> dict[date, Decimal]:
    """Day -> sums for one US dollar, where the list names them."""
    found = {}
    for _number, cells in rows:
        if str(cells.get("currency") or "").strip().upper() == "USD" and cells.get("sums") is not None:
            try:
                found[day_in(cells, "dated")] = _amount(cells, "sums") / _amount(cells, "nominal", Decimal(1))
            except Refusal:
                continue
    return found


def _rate(cells: Mapping[str, Any], dollars: Mapping[date, Decimal]) -> tuple[str, date, Decimal, str]:
    currency = str(cells.get("currency") or "").strip().upper()
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise Refusal(_("Write a currency code such as USD."), "currency")
    day = day_in(cells, "dated")
    source = " ".join(str(cells.get("source") or "").split())
    if cells.get("per_usd") is not None:
        per_usd = _amount(cells, "per_usd")
    elif cells.get("sums") is None:
        raise Refusal(_("This cell must be filled in."), "per_usd")
    elif day not in dollars:
        raise Refusal(_("The table has no rate of the US dollar for this day, so it cannot be converted."), "sums")
    else:
        sums = _amount(cells, "sums") / _amount(cells, "nominal", Decimal(1))
        # In a list of sums the dollar's row says how many sums a dollar is: that is the rate of the sum.
        currency, per_usd = ("UZS", sums) if currency == "USD" else (currency, dollars[day] / sums)
        source = source or _("Central bank's list in sums of Uzbekistan")
    if not source:
        raise Refusal(_("Say where the rate comes from."), "source")
    per_usd = per_usd.quantize(Decimal("0.000001"))
    if not Decimal(0) < per_usd < LARGEST:
        raise Refusal(_("Write a number greater than 0."), "per_usd")
    return currency, day, per_usd, source[:500]


def _amount(cells: Mapping[str, Any], key: str, otherwise: Decimal | None = None) -> Decimal:
    value = cells.get(key)
    if value is None or (isinstance(value, str) and is_nothing(value)):
        if otherwise is not None:
            return otherwise
        raise Refusal(_("This cell must be filled in."), key)
    number = number_in(cells, key, places=9)[0]
    if number <= 0:
        raise Refusal(_("Write a number greater than 0."), key)
    return number
