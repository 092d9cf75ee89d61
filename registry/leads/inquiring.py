"""Registering interest: from the form to stored cases, before the answer is sent."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import User
from registry.accounts.queries import email_key, find_user, staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.documents.queries import documents_of
from registry.languages import fold, ngettext
from registry.languages import gettext as _
from registry.leads import messages, operations
from registry.leads.changes import note_change
from registry.leads.models import Inquiry, Lead, LeadEvent
from registry.leads.pipeline import EventKind, LeadReason, LeadStatus
from registry.leads.queries import find_inquiry, open_lead
from registry.matching.operations import forget_evidence
from registry.matching.statuses import EvidenceKind
from registry.notifications.operations import queue
from registry.partners.merging.domains import PUBLIC
from registry.partners.models import Partner
from registry.partners.queries import partner_of
from registry.projects.models import Project
from registry.reference.models import InterestKind
from registry.reference.operations import next_number
from registry.reference.queries import find_entries
from registry.refusals import NotFound, Refusal

#: Version of the consent text shown beside the box; raised when the text changes.
CONSENT_VERSION = "2026-11"


@dataclass(frozen=True, slots=True)
class Application:
    """What the form says; codes are those of the reference lists."""

    organisation: str
    country: str
    partner_type: str
    contact_name: str
    email: str
    kinds: tuple[str, ...]
    message: str
    language: str
    phone: str | None = None
    website: str | None = None
    role: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    timeframe: str | None = None
    missing_information: str | None = None
    about_organisation: str | None = None
    meeting_wish: str | None = None


def express_interest(
    application: Application, *, projects: Sequence[Project], form_token: str, by: User | None
) -> Inquiry:
    """Store an inquiry and its cases with their events, audit entries and messages, in the present transaction.

    Somebody signed in submits at once; anybody else must confirm the address first. The same form token
    with the same content returns what was stored then. Raises Refusal when a project takes no interest,
    when the organisation has an open case about it, or when the token comes with another content.
    """
    body_hash = _hash(application, projects)
    known = find_inquiry(form_token)
    if known is None:
        try:
            with db.session.begin_nested():
                return _store(application, projects, form_token, body_hash, by)
        except IntegrityError:
            known = find_inquiry(form_token)
            if known is None:
                raise Refusal(_("Your organisation has an open interest in this project already.")) from None
    if known.body_hash != body_hash:
        raise Refusal(_("This form was sent before with another text. Load it anew to send this one."))
    return known


def _hash(application: Application, projects: Sequence[Project]) -> str:
    content = {**asdict(application), "projects": sorted(project.reference for project in projects)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _store(
    application: Application, projects: Sequence[Project], form_token: str, body_hash: str, by: User | None
) -> Inquiry:
    partner = _partner_of(by)
    key = organisation_key(application, partner)
    _check_projects(projects, key if by else None)
    inquiry = _inquiry(application, form_token, body_hash)
    inquiry.partner_id, inquiry.user_id = (partner.id if partner else None), (by.id if by else None)
    inquiry.kinds = find_entries(InterestKind, application.kinds)
    db.session.add(inquiry)
    db.session.flush()
    leads = [_add_lead(inquiry, project, key) for project in projects]
    record("interest.expressed", subject=("inquiry", inquiry.id), by=by or "public")
    if by is not None:
        inquiry.confirmed_at = now()
        readers = staff_who_may(Permission.LEADS_ASSIGN)
        for lead in leads:
            operations.submit(lead, by=by, readers=readers)
    else:
        inquiry.confirm_nonce = secrets.token_urlsafe(24)
        db.session.flush()
        queue(to=inquiry.email, language=inquiry.language, message=messages.please_confirm(inquiry))
    return inquiry


def register_on_behalf(application: Application, *, project: Project, partner: Partner | None, by: User) -> Lead:
    """The staff register what somebody said in person: the case is submitted at once. Raises Refusal."""
    key = organisation_key(application, partner)
    _check_projects([project], key)
    inquiry = _inquiry(application, secrets.token_urlsafe(24), _hash(application, [project]))
    inquiry.partner_id = partner.id if partner else None
    inquiry.kinds = find_entries(InterestKind, application.kinds)
    inquiry.confirmed_at = now()
    db.session.add(inquiry)
    db.session.flush()
    lead = _add_lead(inquiry, project, key)
    record("interest.registered", subject=("inquiry", inquiry.id), by=by)
    operations.submit(lead, by=by, readers=staff_who_may(Permission.LEADS_ASSIGN))
    return lead


def remove_untouched(number: str, *, by: User) -> None:
    """Take a case away that was registered by mistake.

    Raises NotFound, and Refusal once somebody has worked on it or where its inquiry has other cases.
    """
    lead = db.session.scalar(select(Lead).where(Lead.number == number))
    if lead is None:
        raise NotFound
    by_hand = any(event.by_id is not None and event.sort is not EventKind.MOVE for event in lead.events)
    by_hand = by_hand or bool(documents_of("lead", lead.id))
    if lead.state is not LeadStatus.SUBMITTED or by_hand or len(lead.inquiry.leads) > 1:
        raise Refusal(_("Somebody has worked on case %(number)s already; it stays.", number=number))
    inquiry = lead.inquiry
    others = select(Lead.id).where(
        Lead.id != lead.id, Lead.project_id == lead.project_id, Lead.organisation_key == lead.organisation_key
    )
    if inquiry.partner_id is not None and db.session.scalar(others.limit(1)) is None:
        forget_evidence(inquiry.partner_id, lead.project_id, EvidenceKind.INTEREST)
    record("lead.removed", subject=("lead", number), by=by)
    note_change(lead.id)
    db.session.execute(delete(LeadEvent).where(LeadEvent.lead_id == lead.id))
    db.session.expire(lead, ["events"])
    db.session.delete(lead)
    db.session.flush()
    db.session.refresh(inquiry, ["leads"])
    db.session.delete(inquiry)
    db.session.flush()


def _partner_of(by: User | None) -> Partner | None:
    if by is None:
        return None
    try:
        return partner_of(by)
    except NotFound:
        return None


def _check_projects(projects: Sequence[Project], organisation: str | None) -> None:
    """Every project must take interest; a signed-in organisation must not ask twice."""
    if not projects:
        raise Refusal(_("Choose at least one project."), "also")
    for project in projects:
        if not project.takes_interest(now().date()):
            raise Refusal(_("Project %(reference)s takes no new interest.", reference=project.reference), "also")
    if organisation is None:
        return
    twice = [project.reference for project in projects if open_lead(project.id, organisation)]
    if twice:
        raise Refusal(
            ngettext(
                "Your organisation has an open interest in this project already: %(references)s",
                "Your organisation has an open interest in these projects already: %(references)s",
                len(twice),
                references=", ".join(twice),
            ),
            "also",
        )


def organisation_key(application: Application, partner: Partner | None) -> str:
    """Who asks: the registered organisation, else the name with country and the domain or address of the mail.

    A bare name would let a stranger find out, by writing it, what an organisation is interested in.
    """
    if partner is not None:
        return f"partner:{partner.id}"
    address = email_key(application.email)
    domain = address.rpartition("@")[2]
    return f"{fold(application.organisation)}|{application.country}|{address if domain in PUBLIC else domain}"


def _inquiry(application: Application, form_token: str, body_hash: str) -> Inquiry:
    moment = now()
    return Inquiry(
        form_token=form_token,
        body_hash=body_hash,
        created_at=moment,
        consent_at=moment,
        consent_version=CONSENT_VERSION,
        organisation=application.organisation,
        country=application.country,
        partner_type_code=application.partner_type,
        website=application.website,
        contact_name=application.contact_name,
        email=application.email,
        email_key=email_key(application.email),
        phone=application.phone,
        role_code=application.role,
        amount=application.amount,
        currency=application.currency if application.amount is not None else None,
        timeframe_code=application.timeframe,
        message=application.message,
        missing_information=application.missing_information,
        about_organisation=application.about_organisation,
        meeting_wish=application.meeting_wish,
        language=application.language,
        search_text=fold(f"{application.organisation} {application.contact_name}"),
    )


def _add_lead(inquiry: Inquiry, project: Project, key: str) -> Lead:
    moment = now()
    lead = Lead(
        number=f"{moment:%Y}-{next_number(f'lead-{moment:%Y}'):05}",
        inquiry=inquiry,
        project=project,
        organisation_key=key,
        status=LeadStatus.DRAFT.value,
        status_since=moment,
        created_at=moment,
        events=[],
    )
    db.session.add(lead)
    db.session.flush()
    operations.note_arrival(lead)
    return lead


def confirm(inquiry: Inquiry) -> list[Lead]:
    """The address is confirmed: each case is submitted, or closed if its project or another case forbids it.

    Returns the cases that could not be submitted.
    """
    inquiry.confirmed_at = now()
    inquiry.confirm_nonce = None
    user = find_user(inquiry.email)
    partner = _partner_of(user) if user is not None and user.is_active else None
    if partner is not None:
        inquiry.partner_id = partner.id
    readers = staff_who_may(Permission.LEADS_ASSIGN)
    refused = []
    for lead in inquiry.leads:
        if partner is not None:
            lead.organisation_key = f"partner:{partner.id}"
        if lead.state is not LeadStatus.DRAFT:
            continue
        twice = open_lead(lead.project_id, lead.organisation_key) is not None
        if twice or not lead.project.takes_interest(now().date()):
            reason = LeadReason.DUPLICATE if twice else LeadReason.NO_ANSWER
            operations.close_unsubmitted(lead, reason=reason.value)
            refused.append(lead)
        else:
            operations.submit(lead, by=None, readers=readers)
    record("interest.confirmed", subject=("inquiry", inquiry.id), by="public")
    return refused
