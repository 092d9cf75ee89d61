"""The standing cast, and records to play with; made through the same operations that people use."""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from registry.accounts.models import User
from registry.accounts.operations import add_account, begin_sign_in
from registry.accounts.roles import Role
from registry.db import commit, db
from registry.leads.inquiring import Application, confirm, express_interest
from registry.leads.models import Inquiry
from registry.partners.operations import Organisation, add_member, add_partner
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.projects.operations import add_project, place
from registry.projects.records import FundingValues, IndicatorValues, ProjectRecord

PASSWORD = "a long password for tests"
_numbers = count(1)

RECORD = ProjectRecord(
    type_code="investment_project",
    sector_code="water_saving",
    stage_code="idea",
    source_language="en",
    currency="USD",
    price_year=2026,
    total_cost=Decimal(600000),
    initiator="Illustrative water users association",
    districts=("1735240",),
    sdgs=("2", "6"),
    partner_types=("technology_provider",),
    texts={
        "en": {"title": "Drip irrigation for cotton", "summary": "Less water on 500 hectares."},
        "ru": {"title": "Капельное орошение хлопка", "summary": "Меньше воды на 500 гектарах."},
    },
    funding={"equity": FundingValues(sought=Decimal(400000))},
    indicators={"hectares_restored": IndicatorValues(target=Decimal(500), year=2028)},
)

APPLICATION = Application(
    organisation="Illustrative Drip Company",
    country="CN",
    partner_type="technology_provider",
    contact_name="Illustrative Person",
    email="person@drip.example.org",
    kinds=("supply_technology",),
    message="We would like to supply drip lines.",
    language="zh",
)


def make_staff(role: Role, *, email: str | None = None) -> User:
    """A member of staff; `ROLE@example.org` unless another address is given."""
    return add_account(
        email=email or f"{role.value}@example.org",
        name=f"Test {role.value.title()}",
        role=role,
        language="en",
        by="tests",
        password=PASSWORD,
    )


def make_partner_user(name: str = "Illustrative Partner", email: str = "partner@example.org") -> User:
    """A person of a new organisation in Germany."""
    partner = add_partner(Organisation(name, "DE", "corporate_investor"), by="tests")
    user = add_account(
        email=email, name=f"{name} person", role=Role.PARTNER, language="en", by="tests", password=PASSWORD
    )
    add_member(partner, user)
    return user


def make_project(publication: Publication = Publication.PUBLISHED, **changes: Any) -> Project:
    """A project in a publication state; `changes` replace values of RECORD."""
    project = add_project(replace(RECORD, **changes), by="tests")
    place(project, publication, by="tests")
    db.session.flush()
    return project


def make_inquiry(*projects: Project, by: User | None = None, confirmed: bool = True, **changes: Any) -> Inquiry:
    """An inquiry with one case for each project, by a partner or by somebody not signed in."""
    application = replace(APPLICATION, **changes)
    inquiry = express_interest(application, projects=projects, form_token=f"test-{next(_numbers)}", by=by)
    if by is None and confirmed:
        confirm(inquiry)
    return inquiry


@dataclass
class Cast:
    """Ids of the standing cast: nobody, two partners, staff of each role."""

    partner: int
    other_partner: int
    staff: dict[Role, int]


def make_cast() -> Cast:
    """Everybody; to be called inside an application context, and committed by the caller."""
    staff = {role: make_staff(role).id for role in Role if role.is_staff}
    partner = make_partner_user().id
    other = make_partner_user("Illustrative Rival", "partner2@example.org").id
    return Cast(partner, other, staff)


def client_of(app: Flask, user_id: int) -> FlaskClient:
    """A client in which an account is signed in."""
    with app.app_context():
        user = db.session.get_one(User, user_id)
        token = begin_sign_in(user)
        commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


def token_in(page: str) -> str:
    """The forgery token of a page's first form."""
    _before, found, rest = page.partition('name="csrf_token"')
    assert found, "there is no form on this page"
    return rest.partition('value="')[2].partition('"')[0]
