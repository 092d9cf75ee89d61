"""Reports about cases: where interest comes from, how it goes on, how soon it is answered, who has how much."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from registry.accounts.queries import staff_members
from registry.db import now
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.models import LeadEvent, inquiry_kinds
from registry.leads.pipeline import ENDED, OPEN, LeadStatus
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.sources import AGREED, Frame, cases, frame, library, names_of, total
from registry.web.formatting import country_name

#: What a case passes on its way, and from which states on it has.
MILESTONES = (
    (LeadStatus.SUBMITTED, _l("Received")),
    (LeadStatus.SCREENING, _l("Looked at")),
    (LeadStatus.ELIGIBLE, _l("Found eligible")),
    (LeadStatus.FORWARDED, _l("Forwarded to the owner")),
    (LeadStatus.INTRODUCED, _l("Contacts exchanged")),
    (LeadStatus.MET, _l("Met")),
    (LeadStatus.NEGOTIATION, _l("In negotiation")),
    (LeadStatus.AGREEMENT_SIGNED, _l("Agreement signed")),
)
_KEYS = ("number", "usd", "unnamed", "unpriced")


def _summed(group: Frame) -> dict[str, Any]:
    return {
        "number": len(group),
        "usd": total(group.usd),
        "unnamed": int(group.amount.isna().sum()),
        "unpriced": int(group.unpriced.sum()),
    }


def _by(found: Frame, key: str, name: Callable[[str], str]) -> Frame:
    """Cases counted by a column, most first."""
    rows = [{key: code, "name": name(code), **_summed(group)} for code, group in found.groupby(key, sort=True)]
    counted = library().DataFrame(rows, columns=[key, "name", *_KEYS], dtype=object)
    return counted.sort_values("number", ascending=False, kind="stable", ignore_index=True)


def by_country(criteria: ReportCriteria) -> Frame:
    """Cases by the partner's country."""
    return _by(cases(criteria), "country", country_name)


def by_sector(criteria: ReportCriteria) -> Frame:
    """Cases by the project's sector."""
    return _by(cases(criteria), "sector", names_of("sectors").__getitem__)


def by_kind(criteria: ReportCriteria) -> Frame:
    """Cases by kind of cooperation; a case of several kinds counts in each."""
    kinds = frame(select(inquiry_kinds.c.inquiry_id, inquiry_kinds.c.kind_code.label("kind")))
    return _by(cases(criteria).merge(kinds, on="inquiry_id"), "kind", names_of("interest_kinds").__getitem__)


def by_month(criteria: ReportCriteria) -> Frame:
    """Cases by the month of their receipt, months without any among them."""
    found = cases(criteria)
    counted = _by(found, "month", str).set_index("month")
    months = library().period_range(found.month.min(), found.month.max(), freq="M") if len(found) else []
    empty = {"name": "", "number": 0, "usd": 0, "unnamed": 0, "unpriced": 0}
    rows = [
        {**empty, **(counted.loc[month].to_dict() if month in counted.index else {}), "name": month}
        for month in map(str, months)
    ]
    return library().DataFrame(rows, columns=["name", *_KEYS], dtype=object)


def all_once(criteria: ReportCriteria, _rows: Frame) -> dict[str, Any]:
    """The totals where a case may count in several rows."""
    return _summed(cases(criteria))


def pipeline(criteria: ReportCriteria) -> Frame:
    """Cases by their present state, in the order of the way."""
    groups = dict(iter(cases(criteria).groupby("status")))
    rows = [
        {"status": state.value, "name": str(state.label), **_summed(groups[state.value])}
        for state in LeadStatus
        if state.value in groups
    ]
    return library().DataFrame(rows, columns=["status", "name", *_KEYS], dtype=object)


def funnel(criteria: ReportCriteria) -> Frame:
    """How many of the cases received came how far, whatever became of them later."""
    ids = set(cases(criteria).id)
    moves = frame(select(LeadEvent.lead_id, LeadEvent.to_status).where(LeadEvent.to_status.is_not(None)))
    moves = moves[moves.lead_id.isin(ids)]
    # A case that skipped a station has passed it, too.
    furthest = moves.assign(place=moves.to_status.map({s.value: at for at, (s, _label) in enumerate(MILESTONES)}))
    best = furthest.groupby("lead_id")["place"].max()
    numbers = [len(ids), *(int((best >= at).sum()) for at in range(1, len(MILESTONES)))]
    rows = [
        {"name": str(label), "number": number, "share": round(100 * number / len(ids), 1) if ids else None}
        for (_state, label), number in zip(MILESTONES, numbers, strict=True)
    ]
    return library().DataFrame(rows, columns=["name", "number", "share"], dtype=object)


def _first_moves(state: LeadStatus) -> dict[int, datetime]:
    query = select(LeadEvent.lead_id, func.min(LeadEvent.at)).where(LeadEvent.to_status == state.value)
    return {row[0]: row[1] for row in frame(query.group_by(LeadEvent.lead_id)).itertuples(index=False)}


def response_times(criteria: ReportCriteria) -> Frame:
    """By month of receipt: how many were answered, how many in time, and how long the stations took."""
    found = cases(criteria)
    introduced, agreed = _first_moves(LeadStatus.INTRODUCED), _first_moves(LeadStatus.AGREEMENT_SIGNED)
    found["hours"] = _all_hours(found)
    found["to_introduction"] = [_days(row.created_at, introduced.get(row.id)) for row in found.itertuples()]
    found["to_agreement"] = [_days(row.created_at, agreed.get(row.id)) for row in found.itertuples()]
    found["in_time"] = [
        row.answered_at is not None and row.first_due_at is not None and row.answered_at <= row.first_due_at
        for row in found.itertuples()
    ]
    rows = []
    for month, group in found.groupby("month", sort=True):
        answered = int(group.hours.notna().sum())
        rows.append(
            {
                "month": month,
                "number": len(group),
                "answered": answered,
                "in_time": int(group.in_time.sum()),
                "share": round(100 * int(group.in_time.sum()) / answered, 1) if answered else None,
                **{key: _median(group[key]) for key in ("hours", "to_introduction", "to_agreement")},
            }
        )
    keys = ["month", "number", "answered", "in_time", "share", "hours", "to_introduction", "to_agreement"]
    return library().DataFrame(rows, columns=keys, dtype=object)


def _all_hours(found: Frame) -> Frame:
    """Hours from each receipt to the first answer; None where there is none yet."""
    hours = [
        None if end is None else (end - start).total_seconds() / 3600
        for start, end in zip(found.created_at, found.answered_at, strict=True)
    ]
    return library().Series(hours, dtype=object)


def _days(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 86_400


def _median(values: Frame) -> float | None:
    known = values.dropna()
    return round(float(known.astype(float).median()), 1) if len(known) else None


def workload(criteria: ReportCriteria) -> Frame:
    """Cases by officer: how many are open, overdue, ended well and otherwise."""
    found, moment = cases(criteria), now()
    people = {user.id: user.name for user in staff_members()}
    found["officer"] = [0 if one is None or one != one else int(one) for one in found.officer_id]
    found["hours"] = _all_hours(found)
    states = {"open": OPEN, "ended": ENDED, "agreed": AGREED}
    rows = []
    for officer, group in found.groupby("officer", sort=False):
        overdue = [due is not None and due == due and due <= moment for due in group.due_at]
        rows.append(
            {
                "officer": officer or "none",
                "name": people.get(officer, _("Nobody")),
                "number": len(group),
                "overdue": sum(overdue),
                **{key: int(group.status.isin([s.value for s in some]).sum()) for key, some in states.items()},
                "hours": _median(group.hours),
            }
        )
    keys = ["officer", "name", "number", "open", "overdue", "agreed", "ended", "hours"]
    table = library().DataFrame(rows, columns=keys, dtype=object)
    return table.sort_values("number", ascending=False, kind="stable", ignore_index=True)
