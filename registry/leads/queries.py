"""Finding leads, each within what the reader may see."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from registry.accounts.models import User
from registry.db import db, now
from registry.languages import fold
from registry.leads.criteria import LeadCriteria
from registry.leads.models import Inquiry, Lead, LeadEvent, LeadPresence, inquiry_kinds
from registry.leads.pipeline import OPEN, SHARED, LeadStatus
from registry.partners.models import Member
from registry.projects.models import Project
from registry.refusals import NotFound

SAMARKAND = ZoneInfo("Asia/Samarkand")
#: An answer that is due within this time is due soon.
SOON = timedelta(days=2)


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
    if criteria.clock:
        clauses.append(or_(*(_clock(code) for code in criteria.clock)))
    return clauses + _with_words(criteria.q)


def _clock(code: str) -> ColumnElement[bool]:
    moment = now()
    soon = moment + SOON
    within = {
        "overdue": Lead.due_at <= moment,
        "soon": and_(Lead.due_at > moment, Lead.due_at <= soon),
        "later": Lead.due_at > soon,
    }
    return within[code]


def _with_words(words: str) -> list[ColumnElement[bool]]:
    return [
        or_(
            Lead.number.icontains(word, autoescape=True),
            Inquiry.search_text.contains(fold(word), autoescape=True),
            Project.reference.icontains(word, autoescape=True),
        )
        for word in words.split()
    ]


def _joined(what: Any) -> Select[Any]:
    return select(what).select_from(Lead).join(Lead.inquiry).join(Lead.project)


def all_leads(criteria: LeadCriteria) -> Select[Lead]:
    """Every case that meets the criteria, in their order."""
    orders = {
        "newest": (Lead.id.desc(),),
        "oldest": (Lead.id,),
        "waiting": (Lead.status_since, Lead.id),
        "due": (Lead.due_at.asc().nulls_last(), Lead.id),
    }
    return _joined(Lead).where(*conditions(criteria)).order_by(*orders[criteria.sort])


def ids_with_words(words: str) -> set[int]:
    """Ids of the cases in whose number, names or project reference all the words stand."""
    clauses = _with_words(words)
    return set(db.session.scalars(_joined(Lead.id).where(*clauses))) if clauses else set()


def leads_in_order(ids: Sequence[int]) -> list[Lead]:
    """These cases as lists show them, in this order."""
    query = _joined(Lead).where(Lead.id.in_(ids))
    options = (contains_eager(Lead.inquiry), joinedload(Lead.officer), *_project_titles())
    found = {lead.id: lead for lead in db.session.scalars(query.options(*options))}
    return [found[lead_id] for lead_id in ids if lead_id in found]


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


def leads_numbered(numbers: Sequence[str]) -> list[Lead]:
    """The cases with these numbers, in the order of their receipt."""
    ids = db.session.scalars(select(Lead.id).where(Lead.number.in_(numbers)).order_by(Lead.id)).all()
    return leads_in_order(ids)


def due_before(moment: datetime) -> list[Lead]:
    """Cases whose next answer is due before a moment, the first due first."""
    query = select(Lead).where(Lead.due_at <= moment).order_by(Lead.due_at, Lead.id)
    return list(db.session.scalars(query.options(joinedload(Lead.officer), joinedload(Lead.project))))


def find_owner_question(lead_id: int, nonce: str) -> Lead | None:
    """The case that a link sent to a project's owner stands for."""
    return db.session.scalar(select(Lead).where(Lead.id == lead_id, Lead.owner_nonce == nonce))


def presences(lead: Lead, since: datetime, *, but: int) -> list[User]:
    """Who else had the case open since a moment."""
    query = select(LeadPresence).where(
        LeadPresence.lead_id == lead.id, LeadPresence.seen_at >= since, LeadPresence.user_id != but
    )
    return [found.user for found in db.session.scalars(query.order_by(LeadPresence.user_id))]


def last_events(lead: Lead, *, most: int | None) -> list[LeadEvent]:
    """The history of a case in its order; at most so many of the last entries."""
    query = select(LeadEvent).where(LeadEvent.lead_id == lead.id).order_by(LeadEvent.id.desc()).limit(most)
    return list(db.session.scalars(query))[::-1]


def count_events(lead: Lead) -> int:
    """How many entries the history has."""
    return db.session.scalar(select(func.count(LeadEvent.id)).where(LeadEvent.lead_id == lead.id)) or 0


def shared_events(lead: Lead) -> list[LeadEvent]:
    """What staff and partner wrote to each other, in its order."""
    kinds = [kind.value for kind in SHARED]
    query = select(LeadEvent).where(LeadEvent.lead_id == lead.id, LeadEvent.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(LeadEvent.id)))


def other_cases(lead: Lead, *, most: int = 8) -> list[Lead]:
    """Other cases of the same organisation, newest first."""
    query = select(Lead).where(
        Lead.organisation_key == lead.organisation_key,
        Lead.id != lead.id,
        Lead.status != LeadStatus.DRAFT.value,
    )
    return list(db.session.scalars(query.order_by(Lead.id.desc()).limit(most)))


def leads_about(project_id: int) -> list[Lead]:
    """All cases about one project, newest first."""
    return list(
        db.session.scalars(
            select(Lead)
            .where(Lead.project_id == project_id, Lead.status != LeadStatus.DRAFT.value)
            .order_by(Lead.id.desc())
        )
    )
