"""What the staff's lists need of every case, as arrays; kept by each process and brought up to the last change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import Any

import numpy as np
from flask import has_request_context, request
from numpy.typing import NDArray
from sqlalchemy import select

from registry.db import db, is_reading, now
from registry.leads.changes import SERIES, changed_after
from registry.leads.models import Inquiry, Lead, inquiry_kinds
from registry.leads.pipeline import LeadStatus
from registry.projects import changes as project_changes
from registry.projects.models import Project
from registry.reference.models import InterestKind
from registry.reference.queries import entries, last_numbers, rates_on

#: Changes beyond these are taken in by reading everything anew.
MOST_CHANGES = 2000
#: Place of each state in the column of states.
STATUS_PLACES = {status.value: place for place, status in enumerate(LeadStatus)}
NEVER = np.iinfo(np.int64).max
#: Where a request keeps what it has asked for.
KEPT_IN = "registry.cases"

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Cases:
    """Every case, ordered by id; all columns have one element a case.

    `usd` is in cents, -1 where no amount is named and -2 where it has no rate; times are seconds since 1970, NEVER
    where nothing is due; `kinds` has one bit for each place in `kind_codes`. `codes` gives each text its number.
    """

    #: the last changes of cases and of projects that are in here
    number: int
    projects: int
    rates: tuple[tuple[str, Decimal], ...]
    kind_codes: tuple[str, ...]
    codes: dict[str, int]
    columns: dict[str, Column]

    @property
    def ids(self) -> Column:
        return self.columns["id"]

    def code(self, text: str) -> int:
        """The number of a text; one that no case has if it is not known."""
        return self.codes.get(text, -1)


TYPES: dict[str, type] = {
    "id": np.int64,
    "status": np.int8,
    "sector": np.int32,
    "country": np.int32,
    "officer": np.int64,
    "kind": np.int64,
    "received": np.int64,
    "since": np.int64,
    "due": np.int64,
    "usd": np.int64,
}


def _rows(ids: Sequence[int] | None) -> Iterable[Any]:
    query = (
        select(
            Lead.id,
            Lead.status,
            Project.sector_code,
            Inquiry.country,
            Lead.officer_id,
            Lead.inquiry_id,
            Lead.created_at,
            Lead.status_since,
            Lead.due_at,
            Inquiry.amount,
            Inquiry.currency,
        )
        .join(Lead.inquiry)
        .join(Lead.project)
        .order_by(Lead.id)
    )
    if ids is not None:
        query = query.where(Lead.id.in_(ids))
    return db.session.execute(query).all()


def _kinds(inquiries: set[int] | None, places: dict[str, int]) -> dict[int, int]:
    """inquiry id -> bits of its kinds"""
    query = select(inquiry_kinds.c.inquiry_id, inquiry_kinds.c.kind_code)
    if inquiries is not None:
        query = query.where(inquiry_kinds.c.inquiry_id.in_(inquiries))
    found: dict[int, int] = {}
    for inquiry, code in db.session.execute(query):
        found[inquiry] = found.get(inquiry, 0) | 1 << places[code]
    return found


def _read(ids: Sequence[int] | None, codes: dict[str, int], base: "Cases") -> dict[str, Column]:
    rows = list(_rows(ids))
    places = {code: place for place, code in enumerate(base.kind_codes)}
    kinds = _kinds(None if ids is None else {row.inquiry_id for row in rows}, places)
    rates = dict(base.rates)
    values: dict[str, list[int]] = {name: [] for name in TYPES}
    for row in rows:
        values["id"].append(row.id)
        values["status"].append(STATUS_PLACES[row.status])
        values["sector"].append(codes.setdefault(row.sector_code, len(codes)))
        values["country"].append(codes.setdefault(row.country, len(codes)))
        values["officer"].append(row.officer_id or 0)
        values["kind"].append(kinds.get(row.inquiry_id, 0))
        values["received"].append(_seconds(row.created_at))
        values["since"].append(_seconds(row.status_since))
        values["due"].append(_seconds(row.due_at) if row.due_at else NEVER)
        values["usd"].append(cents(row.amount, row.currency, rates))
    return {name: np.array(values[name], dtype=kind) for name, kind in TYPES.items()}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def cents(amount: Decimal | None, currency: str | None, rates: dict[str, Decimal]) -> int:
    if amount is None:
        return -1
    if currency == "USD":
        return int(amount * 100)
    rate = rates.get(currency or "")
    return -2 if rate is None else int(amount / rate * 100)


_kept: dict[str, Cases] = {}
_lock = Lock()


def present_cases() -> Cases:
    """All cases as of now in this transaction; a page that is only looked at asks once."""
    if not (has_request_context() and is_reading()):
        return _present_cases()
    if KEPT_IN not in request.environ:
        request.environ[KEPT_IN] = _present_cases()
    found: Cases = request.environ[KEPT_IN]
    return found


def _present_cases() -> Cases:
    address = str(db.engine.url)
    number, projects = last_numbers(SERIES, project_changes.SERIES)
    rates = tuple(sorted(rates_on(now().date()).items()))
    with _lock:
        kept = _kept.get(address)
        if kept is None or kept.rates != rates or kept.number > number or kept.projects > projects:
            kept = _all(number, projects, rates)
        elif (kept.number, kept.projects) != (number, projects):
            kept = _following(kept, number, projects)
        _kept.clear()
        _kept[address] = kept
    return kept


def _all(number: int, projects: int, rates: tuple[tuple[str, Decimal], ...]) -> Cases:
    kinds = tuple(entry.code for entry in entries(InterestKind, retired=True))
    codes: dict[str, int] = {}
    empty = Cases(number, projects, rates, kinds, codes, {})
    return Cases(number, projects, rates, kinds, codes, _read(None, codes, empty))


def _following(kept: Cases, number: int, projects: int) -> Cases:
    ids = [lead_id for lead_id, _number in changed_after(kept.number, most=MOST_CHANGES + 1)]
    if projects != kept.projects:
        changed = [one for one, _number in project_changes.changed_after(kept.projects, most=MOST_CHANGES + 1)]
        ids += db.session.scalars(select(Lead.id).where(Lead.project_id.in_(changed))).all()
    if len(ids) > MOST_CHANGES:
        return _all(number, projects, kept.rates)
    codes = dict(kept.codes)
    fresh = _read(sorted(set(ids)), codes, kept)
    stale = np.isin(kept.ids, ids)
    order = np.argsort(np.concatenate([kept.ids[~stale], fresh["id"]]), kind="stable")
    columns = {name: np.concatenate([column[~stale], fresh[name]])[order] for name, column in kept.columns.items()}
    return Cases(number, projects, kept.rates, kept.kind_codes, codes, columns)
