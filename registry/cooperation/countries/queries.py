"""Cooperation with one country: what is public, and what the staff see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from registry.cooperation.activities.models import Activity
from registry.cooperation.activities.queries import activities_of
from registry.cooperation.agreements.models import Agreement
from registry.cooperation.agreements.queries import agreements_of
from registry.cooperation.visits.models import Visit
from registry.cooperation.visits.queries import visits_of
from registry.db import db
from registry.leads.criteria import LeadCriteria
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import LeadStatus
from registry.leads.worklist.engine import LeadPage, MoneyByState, money_by_state, page_of_leads
from registry.partners.models import Partner
from registry.projects.models import Project

#: Fewer interests than these in a sector could tell whose they are.
FEWEST_TOLD = 3
#: Cases and partners that a page shows.
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PublicCountry:
    """What anybody may read."""

    agreements: Sequence[Agreement]
    activities: Sequence[Activity]
    visits: Sequence[Visit]
    #: codes of sectors in which at least FEWEST_TOLD interests were registered, the most wanted first
    sectors: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not (self.agreements or self.activities or self.visits or self.sectors)


def public_country(code: str) -> PublicCountry:
    """The public part of a country's page."""
    return PublicCountry(
        agreements=agreements_of(code, public_only=True),
        activities=activities_of(code, public_only=True),
        visits=visits_of(code, public_only=True),
        sectors=_sectors_of_interest(code),
    )


def _sectors_of_interest(code: str) -> list[str]:
    number = func.count(func.distinct(Inquiry.id))
    query = (
        select(Project.sector_code, number)
        .select_from(Lead)
        .join(Lead.inquiry)
        .join(Lead.project)
        .where(Inquiry.country == code, Lead.status != LeadStatus.DRAFT.value)
        .group_by(Project.sector_code)
        .having(number >= FEWEST_TOLD)
        .order_by(number.desc(), Project.sector_code)
    )
    return [sector for sector, _number in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class StaffCountry:
    """What the staff see besides."""

    partners: Sequence[Partner]
    partner_count: int
    cases: LeadPage
    money: Sequence[MoneyByState]
    agreements: Sequence[Agreement]
    activities: Sequence[Activity]
    visits: Sequence[Visit]
    #: (day, what, endpoint, number), the next first
    dates: Sequence[tuple[date, str, str, str]]


def staff_country(code: str, today: date) -> StaffCountry:
    """The staff's part of a country's page."""
    criteria = LeadCriteria(country=(code,))
    agreements = agreements_of(code, public_only=False)
    visits = visits_of(code, public_only=False)
    cases = page_of_leads(criteria, per_page=MOST_SHOWN)
    partners = select(Partner).where(Partner.country == code)
    return StaffCountry(
        partners=db.session.scalars(partners.order_by(Partner.name, Partner.id).limit(MOST_SHOWN)).all(),
        partner_count=db.session.scalar(select(func.count(Partner.id)).where(Partner.country == code)) or 0,
        cases=cases,
        money=money_by_state(criteria),
        agreements=agreements,
        activities=activities_of(code, public_only=False),
        visits=visits,
        dates=_dates(visits, agreements, cases, today),
    )


def _dates(
    visits: Sequence[Visit], agreements: Sequence[Agreement], cases: LeadPage, today: date
) -> list[tuple[date, str, str, str]]:
    found = [
        (visit.first_day, visit.purpose, "staff_visits.show", visit.number)
        for visit in visits
        if visit.last_day >= today and visit.state in ("planned", "confirmed")
    ]
    found += [
        (agreement.ends_on, agreement.title, "staff_agreements.show", agreement.number)
        for agreement in agreements
        if agreement.ends_on is not None and agreement.ends_on >= today
    ]
    found += [
        (lead.next_step_on, lead.next_step, "staff_leads.show", lead.number)
        for lead in cases.leads
        if lead.open_key and lead.next_step and lead.next_step_on is not None and lead.next_step_on >= today
    ]
    return sorted(found)[:MOST_SHOWN]


def countries_with_cooperation() -> list[str]:
    """Countries with anything public."""
    found: set[str] = set()
    for column, published in (
        (Agreement.country, Agreement.published_at),
        (Activity.country, Activity.published_at),
        (Visit.country, Visit.published_at),
    ):
        found.update(db.session.scalars(select(column).where(published.is_not(None)).distinct()))
    return sorted(found)
