"""Recording agreements, signing them with their evidence, following what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.accounts.models import User
from registry.audit.operations import record
from registry.cooperation.agreements.models import Agreement, AgreementParty, Obligation
from registry.cooperation.agreements.states import NEXT, AgreementState
from registry.cooperation.visits.models import Visit
from registry.db import db, now
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach
from registry.languages import gettext as _
from registry.leads import operations as lead_operations
from registry.leads.models import Lead
from registry.leads.operations import Step
from registry.leads.pipeline import LeadStatus
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.reference.operations import next_number
from registry.refusals import Refusal

#: Sides of one agreement, and what they owe, at most.
MOST_PARTIES, MOST_OBLIGATIONS = 20, 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says."""

    kind: str
    title: str
    country: str
    ends_on: date | None = None
    value: Decimal | None = None
    currency: str | None = None
    note: str | None = None


def add_agreement(
    terms: Terms,
    *,
    parties: Sequence[tuple[str, Partner | None]],
    by: User | None,
    project: Project | None = None,
    lead: Lead | None = None,
    visit: Visit | None = None,
) -> Agreement:
    """A draft with a number; parties are names, with their organisation where it is registered. Raises Refusal."""
    if len(parties) < 2:
        raise Refusal(_("Name at least two parties, one a line."), "parties")
    if len(parties) > MOST_PARTIES:
        raise Refusal(_("Name at most %(most)s parties.", most=MOST_PARTIES), "parties")
    if terms.value is not None and terms.currency is None:
        raise Refusal(_("Choose the currency of the amount."), "currency")
    year = now().year
    agreement = Agreement(
        number=f"A-{year}-{next_number(f'agreement-{year}'):04}",
        kind=terms.kind,
        title=terms.title,
        country=terms.country,
        state=AgreementState.DRAFT.value,
        ends_on=terms.ends_on,
        value=terms.value,
        currency=terms.currency if terms.value is not None else None,
        note=terms.note,
        project=project or (lead.project if lead else None),
        lead=lead,
        visit=visit,
        created_by_id=by.id if by else None,
        created_at=now(),
        parties=[AgreementParty(name=name, partner=partner) for name, partner in parties],
    )
    db.session.add(agreement)
    db.session.flush()
    record("agreement.added", subject=("agreement", agreement.number), by=by or "system")
    return agreement


def sign(agreement: Agreement, evidence: Upload, *, signed_on: date, by: User) -> None:
    """The agreement is signed: its evidence is kept with it and with its case, which moves on where it can.

    Raises Refusal.
    """
    if agreement.standing is not AgreementState.DRAFT:
        raise Refusal(_("This agreement was signed already."))
    if signed_on > now().date():
        raise Refusal(_("The day of the signature is in the future."), "signed_on")
    if agreement.ends_on is not None and agreement.ends_on < signed_on:
        raise Refusal(_("The agreement would end before it was signed."), "signed_on")
    attach(evidence, to=("agreement", agreement.id), tag=Tag.AGREEMENT, level=Level.STAFF, by=by)
    agreement.state, agreement.signed_on = AgreementState.SIGNED.value, signed_on
    lead = agreement.lead
    if lead is not None:
        attach(evidence, to=("lead", lead.id), tag=Tag.AGREEMENT, level=Level.STAFF, by=by)
        if lead.state is LeadStatus.NEGOTIATION:
            step = Step(note=f"{agreement.number} · {agreement.title}")
            lead_operations.take(lead, to=LeadStatus.AGREEMENT_SIGNED, by=by, step=step)
    db.session.flush()
    record("agreement.signed", subject=("agreement", agreement.number), by=by)


def advance(agreement: Agreement, *, to: str, by: User) -> None:
    """End or cancel an agreement. Raises Refusal."""
    if to not in NEXT[agreement.standing]:
        raise Refusal(_("This step is not possible from the present state."))
    changes = {"state": [agreement.state, to]}
    record("agreement.moved", subject=("agreement", agreement.number), by=by, changes=changes)
    agreement.state = to


def publish(agreement: Agreement, *, is_public: bool, by: User) -> None:
    """Show a signed agreement on the page of its country, or no longer. Raises Refusal."""
    if is_public and agreement.standing not in (AgreementState.SIGNED, AgreementState.ENDED):
        raise Refusal(_("Only a signed agreement can be made public."))
    agreement.published_at = now() if is_public else None
    action = "agreement.published" if is_public else "agreement.unpublished"
    record(action, subject=("agreement", agreement.number), by=by)


def add_obligation(agreement: Agreement, *, text: str, due_on: date, owed_by: str | None, by: User) -> Obligation:
    """What one side owes until when. Raises Refusal."""
    if len(agreement.obligations) >= MOST_OBLIGATIONS:
        raise Refusal(_("An agreement has at most %(most)s obligations.", most=MOST_OBLIGATIONS), "text")
    obligation = Obligation(text=text, due_on=due_on, owed_by=owed_by)
    agreement.obligations.append(obligation)
    db.session.flush()
    record("agreement.obligation_added", subject=("agreement", agreement.number), by=by)
    return obligation


def mark_obligation(agreement: Agreement, obligation: Obligation, *, is_done: bool, by: User) -> None:
    """It is done, or not after all."""
    obligation.done_at = now() if is_done else None
    record("agreement.obligation_marked", subject=("agreement", agreement.number), by=by)
