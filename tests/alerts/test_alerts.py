"""A saved search tells what is new and what changed, once, and can be stopped from the message."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.alerts.models import SavedSearch
from registry.alerts.operations import MOST_SEARCHES, save_search, tell_news
from registry.alerts.pace import Pace
from registry.config import Settings
from registry.db import commit, db, now
from registry.languages import LANGUAGES
from registry.notifications.models import OutboxMessage
from registry.projects.contents import content_of
from registry.projects.criteria import ProjectCriteria
from registry.projects.operations import edit_project
from registry.projects.queries import one_project
from registry.projects.records import FundingValues
from registry.refusals import Refusal
from registry.upkeep.deliveries import compose
from tests.makers import client_of, make_partner_user, make_project, make_staff, token_in

TOMORROW, NEXT_WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def partner(app: Flask) -> int:
    """A partner beside one published project."""
    with app.app_context():
        user_id = make_partner_user().id
        make_project()
        commit()
    return user_id


def messages() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def keep(user_id: int, *searches: ProjectCriteria, pace: Pace = Pace.DAILY) -> None:
    for criteria in searches:
        save_search(criteria, pace=pace, by=db.session.get_one(User, user_id))
    commit()


def test_it_works(app: Flask, partner: int) -> None:
    with app.app_context():
        keep(partner, ProjectCriteria(sector=("water_saving",)), ProjectCriteria(q="cotton"))
        assert tell_news(now() + TOMORROW) == 0  # nothing is new
        first = one_project("ARAL-2026-0001")
        changed = {"equity": FundingValues(sought=Decimal(450_000))}
        edit_project(first, replace(content_of(first), funding=changed), by="tests")
        make_project()
        commit()
        assert tell_news(now() + 2 * TOMORROW) == 1  # one message for both searches
        commit()
        text = "\n".join(messages()[-1].paragraphs)
        assert "New: ARAL-2026-0002 Drip irrigation for cotton" in text
        assert "Amount sought: US$400,000 → US$450,000" in text
        assert messages()[-1].subject == "2 projects are new or have changed"
        assert tell_news(now() + 3 * TOMORROW) == 0  # told once


def test_a_week_is_waited_for(app: Flask, partner: int) -> None:
    with app.app_context():
        keep(partner, ProjectCriteria(), pace=Pace.WEEKLY)
        make_project()
        commit()
        assert tell_news(now() + TOMORROW) == 0
        assert tell_news(now() + NEXT_WEEK) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language(app: Flask, partner: int, language: str) -> None:
    with app.app_context():
        db.session.get_one(User, partner).language = language
        keep(partner, ProjectCriteria())
        first = one_project("ARAL-2026-0001")
        edit_project(first, replace(content_of(first), stage_code="pre_feasibility"), by="tests")
        commit()
        tell_news(now() + TOMORROW)
        row = messages()[-1]
        assert row.language == language
        assert " → " in row.paragraphs[-1].replace("：", ": ")
        assert "%(" not in "".join(row.paragraphs)


def test_one_press_stops_all(app: Flask, partner: int) -> None:
    with app.app_context():
        keep(partner, ProjectCriteria(), ProjectCriteria(q="cotton"))
        make_project()
        commit()
        tell_news(now() + TOMORROW)
        commit()
        settings: Settings = app.extensions["registry"]
        mail = compose(messages()[-1], settings)
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(settings.base_url)
    stranger = app.test_client()
    assert "Stop all messages" in stranger.get(address).text
    assert stranger.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with app.app_context():
        make_project()
        commit()
        assert tell_news(now() + 2 * NEXT_WEEK) == 0
        assert {saved.pace for saved in db.session.scalars(select(SavedSearch))} == {"never"}
    assert stranger.get(re.sub(r"stop/.*", "stop/nonsense", address)).status_code == 404


def test_it_is_kept_from_the_catalogue(app: Flask, partner: int) -> None:
    client = client_of(app, partner)
    assert "/en/partner/searches?sector=water_saving" in client.get("/en/projects/?sector=water_saving").text
    page = client.get("/en/partner/searches?sector=water_saving&q=cotton").text
    data = {"csrf_token": token_in(page), "sector": "water_saving", "q": "cotton", "pace": "daily"}
    assert client.post("/en/partner/searches", data=data).status_code == 302
    page = client.get("/en/partner/searches").text
    assert "“cotton”, Water saving and irrigation" in page
    with app.app_context():
        saved = db.session.scalars(select(SavedSearch)).one()
        assert (saved.pace, saved.parameters) == ("daily", "q=cotton&sector=water_saving")
        search_id = saved.id
    data = {"csrf_token": token_in(page), "do": "remove"}
    assert client.post(f"/en/partner/searches/{search_id}", data=data).status_code == 302
    assert "You keep no searches yet" in client.get("/en/partner/searches").text


def test_the_staff_is_not_offered_it(app: Flask, partner: int) -> None:
    """Saved searches are pages of partners: to the staff they do not exist."""
    with app.app_context():
        editor = make_staff(Role.EDITOR).id
        commit()
    page = client_of(app, editor).get("/en/projects/?sector=water_saving")
    assert page.status_code == 200
    assert "/en/partner/searches" not in page.text


def test_nobody_changes_anothers_search(app: Flask, partner: int) -> None:
    with app.app_context():
        keep(partner, ProjectCriteria())
        search_id = db.session.scalars(select(SavedSearch.id)).one()
        other = make_partner_user("Illustrative Rival", "partner2@example.org").id
        commit()
    client = client_of(app, other)
    token = token_in(client.get("/en/partner/searches?q=cotton").text)
    answer = client.post(f"/en/partner/searches/{search_id}", data={"csrf_token": token, "do": "remove"})
    assert answer.status_code == 404


def test_there_is_a_limit(app: Flask, partner: int) -> None:
    with app.app_context():
        keep(partner, *(ProjectCriteria(q=f"word{number}") for number in range(MOST_SEARCHES)))
        keep(partner, ProjectCriteria(q="word0"), pace=Pace.NEVER)  # the same again is no new one
        with pytest.raises(Refusal):
            keep(partner, ProjectCriteria(q="one too many"))
