"""The rows of the registry as flat frames, narrowed by criteria: what every report is counted from."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import select

from registry.db import db, now
from registry.languages import pick
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import LeadStatus
from registry.leads.queries import SAMARKAND
from registry.leads.worklist.arrays import cents
from registry.projects.lifecycle import Publication
from registry.projects.models import Project, project_districts
from registry.reference.queries import labels, rates_on
from registry.reports.shelf.criteria import ReportCriteria

#: A pandas.DataFrame of objects; its own types know nothing of decimals and dates in columns.
Frame = Any
#: a select of columns
Query = Any
#: States of cases that led to an agreement.
AGREED = frozenset({LeadStatus.AGREEMENT_SIGNED, LeadStatus.IN_IMPLEMENTATION, LeadStatus.COMPLETED})
PUBLISHED = Publication.PUBLISHED.value


@cache
def library() -> Any:
    """pandas, loaded when the first report is made."""
    return import_module("pandas")


def frame(query: Query) -> Frame:
    """The rows of a query; every value as the database gives it."""
    found = db.session.execute(query)
    return library().DataFrame(found.all(), columns=list(found.keys()), dtype=object)


def _all_cases() -> Query:
    return (
        select(
            Lead.id,
            Lead.status,
            Lead.created_at,
            Lead.first_due_at,
            Lead.answered_at,
            Lead.due_at,
            Lead.officer_id,
            Inquiry.id.label("inquiry_id"),
            Inquiry.country,
            Inquiry.amount,
            Inquiry.currency,
            Project.sector_code.label("sector"),
        )
        .join(Lead.inquiry)
        .join(Lead.project)
        .where(Lead.status != LeadStatus.DRAFT.value)
        .order_by(Lead.id)
    )


def cases(criteria: ReportCriteria) -> Frame:
    """Confirmed cases received in the period, one row each.

    `usd` is in dollars at the rates of today, None where no amount is named or it has no rate; `unpriced` says the
    latter; `month` is that of the receipt in Nukus.
    """
    query = _all_cases()
    if criteria.country:
        query = query.where(Inquiry.country.in_(criteria.country))
    if criteria.officer:
        query = query.where(Lead.officer_id.in_([int(one) for one in criteria.officer]))
    found = frame(_of_projects(query, criteria).where(*within(Lead.created_at, criteria)))
    rates = rates_on(now().date())
    priced = [
        cents(amount, currency, rates) for amount, currency in zip(found.amount, found.currency, strict=True)
    ]
    dollars = [Decimal(value) / 100 if value >= 0 else None for value in priced]
    found["usd"] = library().Series(dollars, dtype=object)
    found["unpriced"] = [value == -2 for value in priced]
    found["month"] = [moment.astimezone(SAMARKAND).strftime("%Y-%m") for moment in found.created_at]
    return found


def projects(criteria: ReportCriteria) -> Frame:
    """Published projects, those published in the period where there is one, one row each."""
    query = select(
        Project.id,
        Project.reference,
        Project.sector_code.label("sector"),
        Project.stage_code.label("stage"),
        Project.funding_status.label("funding"),
        Project.currency,
        Project.sought_usd,
        Project.rate_date,
        Project.published_at,
        Project.verified_on,
        Project.expires_on,
    ).where(Project.publication_status == PUBLISHED)
    return frame(_of_projects(query, criteria).where(*within(Project.published_at, criteria)).order_by(Project.id))


def districts_of_projects() -> Frame:
    """Project id and district code, one row each pair."""
    return frame(select(project_districts.c.project_id, project_districts.c.district_code.label("district")))


def _of_projects(query: Query, criteria: ReportCriteria) -> Query:
    if criteria.sector:
        query = query.where(Project.sector_code.in_(criteria.sector))
    if criteria.district:
        there = select(project_districts.c.project_id).where(
            project_districts.c.district_code.in_(criteria.district)
        )
        query = query.where(Project.id.in_(there))
    return query


def within(column: Any, criteria: ReportCriteria) -> list[Any]:
    """Conditions on a moment; days count as they do in Nukus."""
    bounds = []
    if criteria.since:
        bounds.append(column >= start_of(criteria.since))
    if criteria.until:
        bounds.append(column < start_of(criteria.until + timedelta(days=1)))
    return bounds


def start_of(day: date) -> datetime:
    """When a day begins in Nukus."""
    return datetime.combine(day, time(), SAMARKAND)


def within_days(column: Any, criteria: ReportCriteria) -> list[Any]:
    """Conditions on a day."""
    bounds = []
    if criteria.since:
        bounds.append(column >= criteria.since)
    if criteria.until:
        bounds.append(column <= criteria.until)
    return bounds


def names_of(listing: str) -> dict[str, str]:
    """Code -> name in the present language."""
    return {code: pick(names)[0] for code, names in labels()[listing].items()}


def total(values: Any) -> Decimal:
    """The sum of amounts; what is missing is left out."""
    return sum((value for value in values if value is not None and value == value), Decimal(0))
