"""Finding agreements."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from registry.cooperation.agreements.models import Agreement, AgreementParty, Obligation
from registry.db import db
from registry.leads.models import Lead
from registry.refusals import NotFound


def one_agreement(number: str) -> Agreement:
    """The agreement with this number; raises NotFound."""
    agreement = db.session.scalar(
        select(Agreement)
        .where(Agreement.number == number)
        .options(
            selectinload(Agreement.parties).joinedload(AgreementParty.partner),
            selectinload(Agreement.obligations),
            joinedload(Agreement.lead).joinedload(Lead.project),
            joinedload(Agreement.visit),
        )
    )
    if agreement is None:
        raise NotFound
    return agreement


def page_of_agreements(
    *, country: str | None, state: str | None, page: int, per_page: int
) -> tuple[Sequence[Agreement], int]:
    """One page of agreements, the newest first, and how many there are."""
    clauses: list[ColumnElement[bool]] = []
    if country:
        clauses.append(Agreement.country == country)
    if state:
        clauses.append(Agreement.state == state)
    total = db.session.scalar(select(func.count(Agreement.id)).where(*clauses)) or 0
    query = select(Agreement).where(*clauses).order_by(Agreement.id.desc())
    rows = db.session.scalars(
        query.options(selectinload(Agreement.parties)).limit(per_page).offset((page - 1) * per_page)
    )
    return rows.all(), total


def agreements_of(country: str, *, public_only: bool) -> Sequence[Agreement]:
    """Agreements with a country, the latest signed first; only signed ones made public, or all."""
    query = select(Agreement).where(Agreement.country == country).options(selectinload(Agreement.parties))
    if public_only:
        query = query.where(Agreement.published_at.is_not(None), Agreement.state.in_(["signed", "ended"]))
    return db.session.scalars(query.order_by(Agreement.signed_on.desc(), Agreement.id.desc()).limit(100)).all()


def obligations_due(until: date, *, most: int) -> Sequence[Obligation]:
    """What is owed until a day and not done, the first due first."""
    query = (
        select(Obligation)
        .join(Obligation.agreement)
        .where(Obligation.due_on <= until, Obligation.done_at.is_(None), Agreement.state == "signed")
        .options(joinedload(Obligation.agreement))
    )
    return db.session.scalars(query.order_by(Obligation.due_on, Obligation.id).limit(most)).all()


def one_obligation(agreement: Agreement, obligation_id: int) -> Obligation:
    """What one side owes by this agreement; raises NotFound."""
    found = next((one for one in agreement.obligations if one.id == obligation_id), None)
    if found is None:
        raise NotFound
    return found


def countries_of_agreements() -> list[str]:
    """Countries that there are agreements with."""
    return list(db.session.scalars(select(Agreement.country).distinct().order_by(Agreement.country)))
