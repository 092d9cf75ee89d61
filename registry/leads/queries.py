"""Finding leads, each within what the reader may see."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from registry.accounts.models import User
from registry.db import db
from registry.languages import fold
from registry.leads.criteria import FACETS, LeadCriteria
from registry.leads.models import Inquiry, Lead, LeadEvent, inquiry_kinds
from registry.leads.pipeline import OPEN, LeadStatus
from registry.partners.models import Member
from registry.projects.models import Project
from registry.refusals import NotFound

SAMARKAND = ZoneInfo("Asia/Samarkand")


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of a list, its total, and for each facet how many there are of each value."""

    leads: list[Lead]
    total: int
    counts: dict[str, dict[str, int]]


def one_lead(number: str) -> Lead:
    """The case with this number, for staff; raises NotFound."""
    return _one(select(Lead).where(Lead.number == number))


def one_lead_of(user: User, number: str) -> Lead:
    """The case with this number if it is the person's organisation's; raises NotFound."""
    return _one(select(Lead).where(Lead.number == number, _is_of(user)))


def leads_of(user: User) -> list[Lead]:
    """All cases of a person's organisation, newest first."""
    query = select(Lead).join(Lead.inquiry).where(_is_of(user)).order_by(Lead.id.desc())
    return list(db.session.scalars(query.options(contains_eager(Lead.inquiry), *_project_titles())))


def _one(query: Select[Lead]) -> Lead:
    lead = db.session.scalar(
        query.join(Lead.inquiry).options(
            contains_eager(Lead.inquiry).options(
                selectinload(Inquiry.kinds), joinedload(Inquiry.role), joinedload(Inquiry.timeframe)
            ),
            joinedload(Lead.officer),
            selectinload(Lead.events),
            *_project_titles(),
        )
    )
    if lead is None:
        raise NotFound
    return lead


def _project_titles() -> tuple[Any, ...]:
    return (joinedload(Lead.project).selectinload(Project.texts),)


def _is_of(user: User) -> ColumnElement[bool]:
    """Sent by the person's organisation, or confirmed from the person's own address before the account was."""
    own = select(Member.partner_id).where(Member.user_id == user.id)
    return or_(
        Inquiry.partner_id.in_(own),
        and_(Inquiry.email_key == user.email_key, Inquiry.confirmed_at.is_not(None)),
    )


def find_inquiry(form_token: str) -> Inquiry | None:
    """The inquiry sent with this form token."""
    return db.session.scalar(select(Inquiry).where(Inquiry.form_token == form_token))


def find_unconfirmed(inquiry_id: int, nonce: str) -> Inquiry | None:
    """The inquiry that a confirmation link stands for, unless it is confirmed already."""
    return db.session.scalar(
        select(Inquiry)
        .where(Inquiry.id == inquiry_id, Inquiry.confirm_nonce == nonce, Inquiry.confirmed_at.is_(None))
        .options(selectinload(Inquiry.leads).joinedload(Lead.project).selectinload(Project.texts))
    )


def open_lead(project_id: int, organisation_key: str) -> Lead | None:
    """The open case of an organisation about a project."""
    return db.session.scalar(select(Lead).where(Lead.open_key == open_key(project_id, organisation_key)))


def open_key(project_id: int, organisation_key: str) -> str:
    """What is unique among open cases."""
    return f"{project_id}:{organisation_key}"


def conditions(criteria: LeadCriteria) -> list[ColumnElement[bool]]:
    """The criteria over Lead joined with Inquiry and Project; drafts only when asked for by status."""
    clauses: list[ColumnElement[bool]] = []
    if criteria.status:
        clauses.append(Lead.status.in_(criteria.status))
    else:
        clauses.append(Lead.status != LeadStatus.DRAFT.value)
    if criteria.sector:
        clauses.append(Project.sector_code.in_(criteria.sector))
    if criteria.country:
        clauses.append(Inquiry.country.in_(criteria.country))
    if criteria.kind:
        of_kind = select(inquiry_kinds.c.inquiry_id).where(inquiry_kinds.c.kind_code.in_(criteria.kind))
        clauses.append(Inquiry.id.in_(of_kind))
    if criteria.officer:
        ids = [int(officer) for officer in criteria.officer if officer != "none"]
        nobody = Lead.officer_id.is_(None) if "none" in criteria.officer else Lead.officer_id.in_([])
        clauses.append(or_(Lead.officer_id.in_(ids), nobody))
    if criteria.since:
        clauses.append(Lead.created_at >= datetime.combine(criteria.since, time(), SAMARKAND))
    if criteria.until:
        clauses.append(Lead.created_at < datetime.combine(criteria.until + timedelta(days=1), time(), SAMARKAND))
    for word in criteria.q.split():
        clauses.append(
            or_(
                Lead.number.icontains(word, autoescape=True),
                Inquiry.search_text.contains(fold(word), autoescape=True),
                Project.reference.icontains(word, autoescape=True),
            )
        )
    return clauses


def _joined(what: Any) -> Select[Any]:
    return select(what).select_from(Lead).join(Lead.inquiry).join(Lead.project)


def all_leads(criteria: LeadCriteria) -> Select[Lead]:
    """Every case that meets the criteria, in their order."""
    orders = {
        "newest": (Lead.id.desc(),),
        "oldest": (Lead.id,),
        "waiting": (Lead.status_since, Lead.id),
    }
    return _joined(Lead).where(*conditions(criteria)).order_by(*orders[criteria.sort])


def page_of_leads(criteria: LeadCriteria, *, page: int = 1, per_page: int = 50) -> LeadPage:
    """One page of cases with the counts of every facet; a facet's counts leave out its own choice."""
    total = db.session.scalar(_joined(func.count(Lead.id)).where(*conditions(criteria))) or 0
    rows = db.session.scalars(
        all_leads(criteria)
        .options(contains_eager(Lead.inquiry), joinedload(Lead.officer), *_project_titles())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return LeadPage(list(rows), total, {facet: _counts(criteria, facet) for facet in FACETS})


def _counts(criteria: LeadCriteria, facet: str) -> dict[str, int]:
    columns: dict[str, Any] = {
        "status": Lead.status,
        "sector": Project.sector_code,
        "country": Inquiry.country,
        "kind": inquiry_kinds.c.kind_code,
        "officer": Lead.officer_id,
    }
    column = columns[facet]
    query = (
        select(column, func.count(Lead.id))
        .select_from(Lead)
        .join(Lead.inquiry)
        .join(Lead.project)
        .group_by(column)
    )
    if facet == "kind":
        query = query.join(inquiry_kinds, inquiry_kinds.c.inquiry_id == Inquiry.id)
    open_criteria = replace(criteria, **{facet: ()})  # type: ignore[arg-type]
    clauses = conditions(open_criteria)[1:] if facet == "status" else conditions(open_criteria)
    return {"none" if code is None else str(code): n for code, n in db.session.execute(query.where(*clauses))}


def open_counts() -> Counter[str]:
    """How many open cases stand in each state."""
    rows = db.session.execute(
        select(Lead.status, func.count()).where(Lead.status.in_([s.value for s in OPEN])).group_by(Lead.status)
    )
    return Counter(dict(rows.all()))


def unanswered_since(moment: datetime) -> list[Lead]:
    """Cases whose partner has not answered a question, or not confirmed the address, since before a moment."""
    waiting = (LeadStatus.INFO_REQUESTED.value, LeadStatus.DRAFT.value)
    query = select(Lead).where(Lead.status.in_(waiting), Lead.status_since < moment).order_by(Lead.id)
    return list(db.session.scalars(query))


def countries() -> list[str]:
    """Countries that interest came from."""
    return list(db.session.scalars(select(Inquiry.country).distinct().order_by(Inquiry.country)))


def leads_about(project_id: int) -> list[Lead]:
    """All cases about one project, newest first."""
    return list(
        db.session.scalars(
            select(Lead)
            .where(Lead.project_id == project_id, Lead.status != LeadStatus.DRAFT.value)
            .order_by(Lead.id.desc())
        )
    )


def questions_and_answers(lead: Lead) -> list[LeadEvent]:
    """What staff asked the partner and the partner answered."""
    return [event for event in lead.events if event.is_shared]
