"""The list and the board of the staff: what plain SQL finds, kept up to date, changed many at once."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import event, func, select
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.db import commit, db, now
from registry.leads import operations
from registry.leads.changes import note_change
from registry.leads.criteria import CLOCKS, FACETS, LeadCriteria
from registry.leads.models import Inquiry, Lead, inquiry_kinds
from registry.leads.pipeline import LeadStatus
from registry.leads.queries import all_leads, conditions
from registry.leads.worklist.engine import board, first_leads, page_of_leads
from registry.projects.models import Project
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project, make_staff, token_in

Db = scoped_session[Session]


def make_cases(session: Db, number: int = 40) -> list[Lead]:
    """Cases in many states, of several countries, sectors and officers."""
    dice = random.Random(11)
    officers = [make_staff(Role.REVIEWER), make_staff(Role.MANAGER), None]
    projects = [make_project(sector_code=code) for code in ("water_saving", "research", "training")]
    leads = []
    for place in range(number):
        amount, currency = dice.choice([(None, None), (1000, "USD"), (5000, "EUR"), (700, "XXX")])
        inquiry = make_inquiry(
            dice.choice(projects),
            organisation=f"Illustrative House {place}",
            email=f"person@house{place}.example.org",
            country=dice.choice(["CN", "DE", "UZ"]),
            kinds=tuple(dice.sample(["supply_technology", "joint_research", "invest"], 2)),
            amount=amount,
            currency=currency,
        )
        lead = inquiry.leads[0]
        lead.status = dice.choice(list(LeadStatus)).value
        lead.officer = dice.choice(officers)
        lead.due_at = dice.choice(
            [None, now() - timedelta(days=1), now() + timedelta(days=1), now() + timedelta(9)]
        )
        leads.append(lead)
    session.flush()
    for lead in leads:
        note_change(lead.id)
    return leads


def random_criteria(dice: random.Random, leads: list[Lead]) -> LeadCriteria:
    values = {
        "status": [status.value for status in LeadStatus],
        "clock": list(CLOCKS),
        "sector": ["water_saving", "research", "training"],
        "country": ["CN", "DE", "UZ"],
        "kind": ["supply_technology", "joint_research", "invest"],
        "officer": ["none", *{str(lead.officer_id) for lead in leads if lead.officer_id}],
    }
    chosen = {facet: tuple(dice.sample(values[facet], dice.choice([0, 0, 1, 2]))) for facet in FACETS}
    words = dice.choice(["", "", "house 1", leads[0].number])
    sort = dice.choice(["newest", "oldest", "waiting", "due"])
    return LeadCriteria(q=words, sort=sort, **chosen)  # type: ignore[arg-type]


def count_in_sql(criteria: LeadCriteria, facet: str) -> dict[str, int]:
    """Counts of a facet by straight SQL, its own choice left out."""
    columns = {
        "status": Lead.status,
        "sector": Project.sector_code,
        "country": Inquiry.country,
        "kind": inquiry_kinds.c.kind_code,
        "officer": Lead.officer_id,
    }
    clauses = conditions(replace(criteria, **{facet: ()}))  # type: ignore[arg-type]
    if facet == "status":
        clauses = clauses[1:]
    query = select(columns[facet], func.count(Lead.id)).select_from(Lead).join(Lead.inquiry).join(Lead.project)
    if facet == "kind":
        query = query.join(inquiry_kinds, inquiry_kinds.c.inquiry_id == Inquiry.id)
    rows = db.session.execute(query.where(*clauses).group_by(columns[facet]))
    return {"none" if code is None else str(code): number for code, number in rows}


def test_it_finds_what_sql_finds(session: Db) -> None:
    leads = make_cases(session)
    dice = random.Random(5)
    for _round in range(60):
        criteria = random_criteria(dice, leads)
        found = page_of_leads(criteria, per_page=100)
        expected = [lead.id for lead in session.scalars(all_leads(criteria))]
        assert [lead.id for lead in found.leads] == expected, criteria
        assert found.total == len(expected)
        for facet in FACETS:
            if facet != "clock":
                assert found.counts[facet] == count_in_sql(criteria, facet), (criteria, facet)


def test_the_list_follows_every_change(session: Db) -> None:
    lead = make_cases(session, 3)[0]
    lead.status = "submitted"
    note_change(lead.id)
    assert lead.id in {one.id for one in page_of_leads(LeadCriteria(status=("submitted",))).leads}
    operations.advance(lead, to="screening", by=session.scalars(select(User).where(User.role == "manager")).one())
    assert lead.id not in {one.id for one in page_of_leads(LeadCriteria(status=("submitted",))).leads}


def test_the_board_counts_cases_and_money(session: Db) -> None:
    make_cases(session)
    columns = {column.state.value: column for column in board(LeadCriteria())}
    for status, column in columns.items():
        leads = session.scalars(select(Lead).where(Lead.status == status)).all()
        assert column.total == len(leads)
        amounts = [(lead.inquiry.amount, lead.inquiry.currency) for lead in leads]
        assert column.unnamed == sum(1 for amount, _currency in amounts if amount is None)
        assert column.unpriced == sum(1 for _amount, currency in amounts if currency == "XXX")
        dollars = sum(100 * amount for amount, currency in amounts if currency == "USD" and amount)
        assert column.usd >= dollars
    assert "declined" not in columns


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        project = make_project()
        make_inquiry(project, by=db.session.get_one(User, cast.partner))
        make_inquiry(project, by=db.session.get_one(User, cast.other_partner))
        commit()
        return cast


def test_many_are_changed_at_once_after_a_look_ahead(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast.staff[Role.MANAGER])
    with app.app_context():
        one, other = db.session.scalars(select(Lead).order_by(Lead.id)).all()
        operations.advance(other, to="screening", by=db.session.get_one(User, cast.staff[Role.MANAGER]))
        numbers = [one.number, other.number]
        commit()
    form = {"csrf_token": token_in(client.get("/en/staff/leads/").text), "number": numbers, "to": "screening"}
    ahead = client.post("/en/staff/leads/bulk", data=form)
    assert "1 case of 2 can be changed" in ahead.text
    assert "This step is not possible" in ahead.text
    with app.app_context():
        assert db.session.scalars(select(Lead.status).order_by(Lead.id)).all() == ["submitted", "screening"]
    assert client.post("/en/staff/leads/bulk", data=form | {"sure": "1"}).status_code == 302
    with app.app_context():
        assert set(db.session.scalars(select(Lead.status))) == {"screening"}


def test_a_card_moves_by_its_form(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast.staff[Role.REVIEWER])
    page = client.get("/en/staff/leads/board")
    with app.app_context():
        lead = db.session.scalars(select(Lead).order_by(Lead.id)).first()
        assert lead is not None
        number, version = lead.number, lead.version
    form = {
        "csrf_token": token_in(page.text),
        "to": "screening",
        "version": version,
        "back": "/en/staff/leads/board",
    }
    answer = client.post(f"/en/staff/leads/{number}/move", data=form)
    assert answer.location == "/en/staff/leads/board"
    again = client.post(f"/en/staff/leads/{number}/move", data=form)
    assert again.status_code == 409


def test_views_are_kept_shared_and_removed(app: Flask, cast: Cast) -> None:
    mine, other = client_of(app, cast.staff[Role.REVIEWER]), client_of(app, cast.staff[Role.DIRECTOR])
    token = token_in(mine.get("/en/staff/leads/?country=CN").text)
    for name, shared in (("Only mine", ""), ("For all", "y")):
        form = {"csrf_token": token, "name": name, **({"is_shared": shared} if shared else {})}
        assert mine.post("/en/staff/leads/views?country=CN", data=form).status_code == 302
    assert "Only mine" in mine.get("/en/staff/leads/").text
    assert "For all" in other.get("/en/staff/leads/").text
    assert "Only mine" not in other.get("/en/staff/leads/").text
    empty = mine.post("/en/staff/leads/views?country=CN", data={"csrf_token": token, "name": " "})
    assert empty.status_code == 422
    stranger = {"csrf_token": token_in(other.get("/en/staff/leads/?country=CN").text)}
    assert other.post("/en/staff/leads/views/1/remove", data=stranger).status_code == 404
    assert mine.post("/en/staff/leads/views/1/remove", data={"csrf_token": token}).status_code == 302


@pytest.mark.parametrize("path", ["", "?country=CN&status=submitted&sector=water_saving", "board"])
def test_pages_ask_few_questions(app: Flask, cast: Cast, path: str) -> None:
    client = client_of(app, cast.staff[Role.MANAGER])
    client.get(f"/en/staff/leads/{path}")
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    client.get(f"/en/staff/leads/{path}")
    event.remove(engine, "before_cursor_execute", listener)
    assert len([text for text in asked if text.lstrip().upper().startswith("SELECT")]) <= 15


def test_several_lists_at_once_are_the_lists_alone(session: Db) -> None:
    make_cases(session)
    asked = (
        LeadCriteria(sort="due", clock=("overdue", "soon")),
        LeadCriteria(country=("CN",), sort="waiting"),
        LeadCriteria(status=("submitted",), sort="oldest"),
    )
    for criteria, together in zip(asked, first_leads(*asked, most=5), strict=True):
        alone = page_of_leads(criteria, per_page=5)
        assert alone.total
        assert [lead.id for lead in together.leads] == [lead.id for lead in alone.leads]
        assert together.total == alone.total
