"""The demonstration records: illustrative projects, partners, interests and sign-ins."""

import csv
from collections import deque
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select

from registry.accounts.models import User
from registry.accounts.operations import add_account
from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import LANGUAGES
from registry.leads import inquiring, operations
from registry.leads.clock import due
from registry.leads.inquiring import Application
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import MOVES, Actor, LeadStatus, Move
from registry.leads.queries import SAMARKAND
from registry.notifications.models import OutboxMessage
from registry.partners.mandates import records as mandates
from registry.partners.mandates.operations import save_mandate
from registry.partners.mandates.records import MandateRecord
from registry.partners.models import Partner
from registry.partners.offers import operations as offers
from registry.partners.offers.lifecycle import OfferStatus
from registry.partners.offers.operations import OfferContent
from registry.partners.operations import Organisation, add_member, add_partner
from registry.projects.loading import import_rows
from registry.projects.models import Project
from registry.projects.parsing import ALIASES
from registry.upkeep.demonstration_cooperation import keep_evidence, load_cooperation

#: Demonstration partners who can sign in: e-mail -> key of the organisation's row.
PARTNER_SIGN_INS = ("partner@example.org", "partner2@example.org")
#: What owners of demonstration projects read of partners.
SUMMARY = "Somebody from abroad would like to take part, as the kind of cooperation says."
STAFF_NAMES = {
    Role.EDITOR: "Illustrative Editor",
    Role.REVIEWER: "Illustrative Reviewer",
    Role.MANAGER: "Illustrative Manager",
    Role.DIRECTOR: "Illustrative Director",
    Role.ADMIN: "Illustrative Administrator",
}


def is_loaded() -> bool:
    """True if the demonstration records are there."""
    return db.session.scalar(select(Project.id).where(Project.is_demo).limit(1)) is not None


def load_demonstration(folder: Path, password: str) -> None:
    """Load everything, through the same operations that people use."""
    first = db.session.scalar(select(func.max(OutboxMessage.id))) or 0
    staff = {
        role: _account(f"{role.value}@example.org", name, role, password) for role, name in STAFF_NAMES.items()
    }
    _load_projects(folder / "projects", staff)
    partners = _load_partners(folder / "partners" / "demo.csv", password)
    for row in _rows(folder / "partners" / "demo_offers.csv"):
        _load_offer(row, partners[row["partner"]], staff[Role.REVIEWER])
    for row in _rows(folder / "leads" / "demo.csv"):
        _load_interest(row, partners, staff)
    load_cooperation(folder / "cooperation" / "demo.toml", partners, staff[Role.MANAGER])
    # nobody at these addresses waits for mail
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.id > first))
    record("demonstration.loaded", subject=("demonstration", "all"), by="system")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _account(email: str, name: str, role: Role, password: str) -> User:
    user = find_user(email)
    if user is None:
        user = add_account(email=email, name=name, role=role, language="en", by="system", password=password)
        user.is_demo = True
    return user


def _load_projects(folder: Path, staff: dict[Role, User]) -> None:
    numbered = 1
    for path in sorted(folder.glob("demo*.csv")):
        rows = _rows(path)
        keyed = [{ALIASES.get(name, name): cell for name, cell in row.items()} for row in rows]
        result = import_rows(enumerate(keyed, numbered + 1), by="system")
        if result.problems:
            raise ValueError(f"{path.name}: {result.problems[:5]}")
        numbered += len(rows)
    for project in db.session.scalars(select(Project).where(Project.is_demo).order_by(Project.id)):
        project.contact_officer_id = staff[Role.MANAGER].id
        project.author_id = staff[Role.EDITOR].id
        if project.published_at and project.opened_on:
            project.published_at = datetime.combine(project.opened_on, time(10), SAMARKAND)
    db.session.flush()


def _load_partners(path: Path, password: str) -> dict[str, Partner]:
    partners: dict[str, Partner] = {}
    for position, row in enumerate(_rows(path)):
        organisation = Organisation(
            name=row["name"],
            name_original=row["name_original"] or None,
            country=row["country"],
            type_code=row["type"],
            website=row["website"] or None,
            languages=tuple(_codes(row["languages"])),
            abouts={name[6:]: text for name, text in row.items() if name.startswith("about_") and text},
        )
        partner = add_partner(organisation, by="system", is_demo=True)
        if position < len(PARTNER_SIGN_INS):
            name = f"Illustrative partner {position + 1}"
            add_member(partner, _account(PARTNER_SIGN_INS[position], name, Role.PARTNER, password))
        partners[row["key"]] = partner
    db.session.flush()
    for row in _rows(path.with_name("demo_mandates.csv")):
        save_mandate(partners[row["partner"]], _mandate(row), by="system")
    return partners


def _load_offer(row: dict[str, str], partner: Partner, reviewer: User) -> None:
    content = OfferContent(
        kind=row["kind"],
        titles={code: row[f"title_{code}"] for code in LANGUAGES},
        texts={code: row[f"text_{code}"] for code in LANGUAGES},
        sectors=tuple(_codes(row["sectors"])),
    )
    db.session.refresh(partner, ["members"])
    person = partner.members[0].user
    offer = offers.add_offer(partner, content, by=person)
    offers.submit(offer, by=person)
    offers.review(offer, to=OfferStatus.PUBLISHED.value, by=reviewer)


def _mandate(row: dict[str, str]) -> MandateRecord:
    values: dict[str, Any] = {name: tuple(_codes(row[name])) for name in mandates.LISTS}
    values |= {name: Decimal(row[name]) if row[name] else None for name in mandates.VALUES if name != "currency"}
    values |= {"currency": row["currency"] or None}
    values |= {name: {code: row[f"{name}_{code}"] for code in LANGUAGES} for name in ("needs", "offers")}
    places = values["exchange_places"]
    return MandateRecord(**values | {"exchange_places": None if places is None else int(places)})


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(";") if code.strip()]


def _load_interest(row: dict[str, str], partners: dict[str, Partner], staff: dict[Role, User]) -> None:
    project = db.session.scalar(select(Project).where(Project.reference == row["project"]))
    assert project is not None, row["project"]
    inquiry = inquiring.express_interest(
        _application(row), projects=[project], form_token=f"demo-{row['key']}", by=None
    )
    partner = partners.get(row["partner"])
    lead = inquiry.leads[0]
    lead.is_demo = True
    if partner is not None:
        inquiry.partner_id = partner.id
        lead.organisation_key = f"partner:{partner.id}"
    target = LeadStatus(row["status"])
    if target is not LeadStatus.DRAFT:
        inquiry.confirmed_at = now()
        inquiry.confirm_nonce = None
        operations.submit(lead, by=None, readers=[])
        _walk(lead, target, row, staff)
    _date_back(inquiry, lead, int(row["days_ago"]))


def _application(row: dict[str, str]) -> Application:
    return Application(
        organisation=row["organisation"],
        country=row["country"],
        partner_type=row["partner_type"],
        contact_name=row["contact_name"],
        email=row["email"],
        phone=row["phone"] or None,
        kinds=tuple(code.strip() for code in row["kinds"].split(";")),
        role=row["role"] or None,
        amount=Decimal(row["amount"]) if row["amount"] else None,
        currency=row["currency"] or None,
        timeframe=row["timeframe"] or None,
        message=row["message"],
        language=row["language"],
    )


def _walk(lead: Lead, target: LeadStatus, row: dict[str, str], staff: dict[Role, User]) -> None:
    """Take the shortest way through the table to the state that the file names."""
    reviewer = staff[Role.REVIEWER]
    for move in way_to(target):
        if move.to is LeadStatus.ELIGIBLE:
            operations.assign(lead, officer=reviewer, by=staff[Role.MANAGER])
        if move.actor is Actor.PARTNER:
            operations.withdraw(lead, by=reviewer)
            continue
        if move.needs_evidence:
            keep_evidence(lead, reviewer)
        operations.advance(
            lead,
            to=move.to,
            by=reviewer,
            reason=row["reason"] if move.reasons else None,
            note=row["note"] or "Illustrative step" if move.needs_note or move.to is target else None,
            next_step=("Illustrative next step", now().date() + timedelta(days=14))
            if move.needs_next_step
            else None,
            summary=SUMMARY if move.needs_summary else None,
        )


def way_to(target: LeadStatus) -> list[Move]:
    """The shortest way from a new case to a state, reopening nothing."""
    ways: deque[tuple[LeadStatus, list[Move]]] = deque([(LeadStatus.SUBMITTED, [])])
    seen = {LeadStatus.SUBMITTED}
    while ways:
        status, way = ways.popleft()
        if status is target:
            return way
        for move in MOVES[status]:
            if move.to not in seen:
                seen.add(move.to)
                ways.append((move.to, [*way, move]))
    raise ValueError(f"no way leads to {target}")


def _date_back(inquiry: Inquiry, lead: Lead, days: int) -> None:
    """Spread the history over the time since the interest came in."""
    db.session.flush()
    db.session.refresh(lead, ["events"])
    arrived = now() - timedelta(days=days)
    step = timedelta(days=days) / max(len(lead.events), 1)
    inquiry.created_at = inquiry.consent_at = lead.created_at = arrived
    inquiry.confirmed_at = arrived if inquiry.confirmed_at else None
    for position, event in enumerate(lead.events):
        event.at = arrived + step * position
        if event.kind == "move":
            lead.status_since = event.at
    if lead.clock_from is not None:
        _set_clock_back(lead, arrived)
    db.session.flush()


def _set_clock_back(lead: Lead, arrived: datetime) -> None:
    """What was due when, for an interest that came in on an earlier day."""
    lead.clock_from, country = arrived, lead.inquiry.country
    never = timedelta()
    new = LeadStatus.SUBMITTED
    lead.first_due_at = due(new, country=country, received=arrived, since=arrived, paused=never)
    lead.due_at = due(lead.state, country=country, received=arrived, since=lead.status_since, paused=never)
    if lead.answered_at is not None:
        lead.answered_at = min(lead.answered_at, arrived + timedelta(days=2))
