"""Reports about partners, matches, visits, agreements, and the cooperation with each country."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from registry.accounts.models import User
from registry.accounts.queries import staff_members
from registry.audit.models import AuditEntry
from registry.audit.wording import ACTIONS
from registry.cooperation.activities.models import Activity
from registry.cooperation.agreements.models import Agreement, Obligation
from registry.cooperation.visits.models import Visit, VisitMember, visit_leads
from registry.db import db, now
from registry.documents.models import Document, DocumentOpening
from registry.languages import gettext as _
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import OPEN
from registry.matching.models import Match
from registry.matching.statuses import MatchStatus
from registry.partners.checks.queries import standings_of
from registry.partners.checks.standing import Standing
from registry.partners.mandates.models import Mandate
from registry.partners.models import Partner
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.sources import AGREED, Frame, cases, frame, library, total, within, within_days
from registry.web.formatting import country_name


def _table(rows: list[dict[str, Any]], keys: list[str]) -> Frame:
    return library().DataFrame(rows, columns=keys, dtype=object)


def partners(criteria: ReportCriteria) -> Frame:
    """Organisations by country: how many are checked, and how many say what they seek."""
    query = select(Partner.id, Partner.country).where(*within(Partner.created_at, criteria)).order_by(Partner.id)
    found = frame(query.where(Partner.country.in_(criteria.country)) if criteria.country else query)
    standings = standings_of(int(one) for one in found.id)
    mandates = set(frame(select(Mandate.partner_id)).partner_id)
    keys = {
        "cleared": Standing.CLEARED,
        "stale": Standing.STALE,
        "issues": Standing.ISSUES,
        "progress": Standing.IN_PROGRESS,
        "unchecked": Standing.NOT_CHECKED,
    }
    rows = [
        {
            "country": code,
            "name": country_name(code),
            "number": len(group),
            "with_mandate": int(group.id.isin(mandates).sum()),
            **{
                key: sum(standings.get(id_, Standing.NOT_CHECKED) is state for id_ in group.id)
                for key, state in keys.items()
            },
        }
        for code, group in found.groupby("country")
    ]
    table = _table(rows, ["country", "name", "number", "with_mandate", *keys])
    return table.sort_values("number", ascending=False, kind="stable", ignore_index=True)


def matches(criteria: ReportCriteria) -> Frame:
    """Matches by what became of them; interest says how many of the pairs registered it."""
    found = frame(
        select(Match.partner_id, Match.project_id, Match.status, Match.tenths, Match.ruled_out).where(
            *within(Match.found_at, criteria)
        )
    )
    found = found[found.ruled_out.map(len) == 0]
    asked = frame(select(Inquiry.partner_id, Lead.project_id).join(Lead.inquiry).distinct())
    joined = set(zip(asked.partner_id, asked.project_id, strict=True))
    pairs = zip(found.partner_id, found.project_id, strict=True)
    found["interest"] = [pair in joined for pair in pairs]
    rows = []
    for state in MatchStatus:
        group = found[found.status == state.value]
        if len(group):
            rows.append(
                {
                    "name": str(state.label),
                    "number": len(group),
                    "score": round(float(group.tenths.astype(float).median()) / 10, 1),
                    "interest": int(group.interest.sum()),
                }
            )
    return _table(rows, ["name", "number", "score", "interest"])


def visits(criteria: ReportCriteria) -> Frame:
    """Visits, newest first, with what came of them."""
    query = select(Visit).where(*within_days(Visit.first_day, criteria)).order_by(Visit.first_day.desc(), Visit.id)
    chosen = [Visit.country.in_(criteria.country)] if criteria.country else []
    found = frame(
        query.where(*chosen).with_only_columns(
            Visit.id, Visit.number, Visit.first_day, Visit.last_day, Visit.country, Visit.purpose, Visit.outcome
        )
    )
    people = _counts(select(VisitMember.visit_id, func.count()).group_by(VisitMember.visit_id))
    leads = _counts(select(visit_leads.c.visit_id, func.count()).group_by(visit_leads.c.visit_id))
    signed = _counts(select(Agreement.visit_id, func.count()).group_by(Agreement.visit_id))
    found["name"] = [country_name(code) for code in found.country]
    for key, counted in (("people", people), ("cases", leads), ("agreements", signed)):
        found[key] = [counted.get(id_, 0) for id_ in found.id]
    return found


def _counts(query: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in frame(query).itertuples(index=False)}


def agreements(criteria: ReportCriteria) -> Frame:
    """What is owed under agreements, next due first."""
    query = (
        select(
            Agreement.number,
            Agreement.title,
            Agreement.country,
            Obligation.text,
            Obligation.owed_by,
            Obligation.due_on,
            Obligation.done_at,
        )
        .join(Obligation.agreement)
        .where(*within_days(Obligation.due_on, criteria))
        .order_by(Obligation.due_on, Obligation.id)
    )
    found = frame(query.where(Agreement.country.in_(criteria.country)) if criteria.country else query)
    today = now().date()
    found["name"] = [country_name(code) for code in found.country]
    found["standing"] = [_standing(row.due_on, row.done_at is not None, today) for row in found.itertuples()]
    return found


def _standing(due_on: Any, is_done: bool, today: Any) -> str:
    if is_done:
        return _("Done")
    if due_on < today:
        return _("Overdue")
    return _("Due within 30 days") if due_on <= today + timedelta(days=30) else _("Later")


def bilateral(criteria: ReportCriteria) -> Frame:
    """Country by country: organisations, cases, visits, agreements, what is done together."""
    found = cases(criteria)
    found["is_open"] = found.status.isin([state.value for state in OPEN])
    found["is_agreed"] = found.status.isin([state.value for state in AGREED])
    others = {
        "partners": (Partner.country, within(Partner.created_at, criteria)),
        "visits": (Visit.country, within_days(Visit.first_day, criteria)),
        "agreements": (Agreement.country, within_days(Agreement.signed_on, criteria)),
        "activities": (Activity.country, within(Activity.created_at, criteria)),
    }
    counted = {
        key: {row[0]: row[1] for row in frame(select(column, func.count()).where(*bounds).group_by(column)).values}
        for key, (column, bounds) in others.items()
    }
    codes = set(found.country).union(*counted.values())
    if criteria.country:
        codes &= set(criteria.country)
    rows = []
    for code in sorted(codes, key=country_name):
        here = found[found.country == code]
        rows.append(
            {
                "country": code,
                "name": country_name(code),
                "cases": len(here),
                "open": int(here.is_open.sum()),
                "agreed": int(here.is_agreed.sum()),
                "usd": total(here.usd),
                **{key: int(numbers.get(code, 0)) for key, numbers in counted.items()},
            }
        )
    return _table(rows, ["country", "name", "partners", "cases", "open", "agreed", "usd", *list(counted)[1:]])


def access_log(criteria: ReportCriteria) -> Frame:
    """Files that were made and documents that were opened, newest first."""
    rows = [*_exports(criteria), *_openings(criteria)]
    newest_first = sorted(rows, key=lambda row: row["at"], reverse=True)
    return _table(newest_first, ["at", "by", "action", "subject", "rows", "filter"])


def _exports(criteria: ReportCriteria) -> list[dict[str, Any]]:
    of_entries = (AuditEntry.at, AuditEntry.actor_id, AuditEntry.actor_label, AuditEntry.action)
    query = select(*of_entries, AuditEntry.subject_id, AuditEntry.changes)
    query = query.where(AuditEntry.action.like("%.exported"), *within(AuditEntry.at, criteria))
    people = {user.id: user.name for user in staff_members()}
    return [
        {
            "at": row.at,
            "by": people.get(row.actor_id, row.actor_label),
            "action": str(ACTIONS[row.action]),
            "subject": row.subject_id,
            "rows": (row.changes.get("rows") or [None, None])[1],
            "filter": _filter_in(row.changes),
        }
        for row in db.session.execute(query)
    ]


def _openings(criteria: ReportCriteria) -> list[dict[str, Any]]:
    query = (
        select(DocumentOpening.at, User.name, Document.title)
        .join(Document, Document.id == DocumentOpening.document_id)
        .outerjoin(User, User.id == DocumentOpening.user_id)
        .where(*within(DocumentOpening.at, criteria))
    )
    opened = _("Document opened")
    return [
        {"at": row.at, "by": row.name or _("Everybody"), "action": opened, "subject": row.title, "filter": ""}
        for row in db.session.execute(query)
    ]


def _filter_in(changes: Mapping[str, Any]) -> str:
    pairs = (changes.get("filter") or [None, []])[1] or []
    return "; ".join(f"{heading}: {value}" for heading, value in pairs)
