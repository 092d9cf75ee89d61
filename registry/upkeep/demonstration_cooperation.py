"""Demonstration visits, agreements and activities, out of seed_data/cooperation/demo.toml."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.config import RESOURCES
from registry.cooperation.activities import operations as activities
from registry.cooperation.agreements import operations as agreements
from registry.cooperation.visits import operations as visits
from registry.cooperation.visits.models import Visit
from registry.cooperation.visits.operations import VisitPlan
from registry.cooperation.visits.states import StopKind, VisitState
from registry.db import db, now
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach
from registry.leads.models import Inquiry, Lead
from registry.leads.queries import SAMARKAND
from registry.partners.models import Partner
from registry.projects.models import Project

#: A finished file of ours.
EVIDENCE = RESOURCES / "seed_data" / "cooperation" / "illustrative-agreement.pdf"


def evidence() -> Upload:
    """A page that stands for a signed agreement; ready-made, because who prints cannot start web processes."""
    return Upload(EVIDENCE.name, EVIDENCE.read_bytes())


def keep_evidence(lead: Lead, by: User) -> None:
    """Put a signed agreement among the documents of a demonstration case."""
    attach(evidence(), to=("lead", lead.id), tag=Tag.AGREEMENT, level=Level.STAFF, by=by)


def load_cooperation(path: Path, partners: dict[str, Partner], by: User) -> None:
    """Load everything that the file has."""
    with path.open("rb") as file:
        found = tomllib.load(file)
    for values in found["visits"]:
        _load_visit(values, partners, by)
    for values in found["agreements"]:
        _load_agreement(values, by)
    for values in found["activities"]:
        _load_activity(values, by)


def _load_visit(values: dict[str, Any], partners: dict[str, Partner], by: User) -> None:
    first = now().date() + timedelta(days=values["starts_in"])
    plan = VisitPlan(
        purpose=values["purpose"],
        country=values["country"],
        first_day=first,
        last_day=first + timedelta(days=values["days"] - 1),
        is_official=values["is_official"],
        head=values.get("head"),
        languages=tuple(values["languages"]),
        interpreter=values.get("interpreter"),
        hosts=values.get("hosts"),
    )
    visit = visits.add_visit(plan, by=by)
    visit.is_demo = True
    for member in values["members"]:
        named = {name: member[name] for name in ("name", "position", "organisation", "language")}
        visits.add_member(visit, by=by, partner=partners.get(member.get("partner", "")), **named)
    for stop in values["stops"]:
        _add_stop(visit, stop, by)
    visits.advance(visit, to=VisitState.CONFIRMED.value, outcome=None, by=by)
    if values["state"] == VisitState.HELD:
        for member in visit.members:
            member.is_present = True
        visits.advance(visit, to=VisitState.HELD.value, outcome=values["outcome"], by=by)
        visits.publish_news(visit, values["news"], by=by)


def _add_stop(visit: Visit, values: dict[str, Any], by: User) -> None:
    day = visit.first_day + timedelta(days=values["day"])
    reference = values.get("project")
    visits.add_stop(
        visit,
        starts_at=datetime.combine(day, time(values["hour"]), SAMARKAND),
        kind=StopKind(values["kind"]),
        place=values["place"],
        project=db.session.scalar(select(Project).where(Project.reference == reference)) if reference else None,
        by=by,
    )


def _load_agreement(values: dict[str, Any], by: User) -> None:
    token = f"demo-{values['lead']}"
    lead = db.session.scalars(select(Lead).join(Lead.inquiry).where(Inquiry.form_token == token)).one()
    inquiry = lead.inquiry
    terms = agreements.Terms(
        kind=values["kind"],
        title=values["title"],
        country=inquiry.country,
        value=inquiry.amount,
        currency=inquiry.currency,
    )
    parties = [(lead.project.initiator or "Illustrative owner", None), (inquiry.organisation, inquiry.partner)]
    agreement = agreements.add_agreement(terms, parties=parties, lead=lead, by=by)
    agreement.is_demo = True
    signed_on = now().date() - timedelta(days=values["signed_ago"])
    agreements.sign(agreement, evidence(), signed_on=signed_on, by=by)
    for one in values["obligations"]:
        due_on = now().date() + timedelta(days=one["due_in"])
        agreements.add_obligation(agreement, text=one["text"], due_on=due_on, owed_by=one["owed_by"], by=by)
    if values["is_public"]:
        agreements.publish(agreement, is_public=True, by=by)


def _load_activity(values: dict[str, Any], by: User) -> None:
    plan = activities.ActivityPlan(
        kind=values["kind"],
        title=values["title"],
        country=values["country"],
        description=values["description"],
        places=values.get("places"),
    )
    activity = activities.add_activity(plan, by=by)
    activity.is_demo = True
    for name in values["applicants"]:
        activities.add_applicant(activity, name=name, organisation=None, email=None, note=None, by=by)
    for state in ("approved", "running"):
        activities.advance(activity, to=state, by=by)
        if state == values["state"]:
            break
    if values["is_public"]:
        activities.publish(activity, is_public=True, by=by)
