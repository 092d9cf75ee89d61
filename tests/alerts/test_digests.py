"""New matches are told once, in the reader's language, with their reasons, and stopped with one press."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.accounts.models import User
from registry.alerts.digests import choose_digest, tell_matches
from registry.alerts.pace import Pace
from registry.db import commit, db, now
from registry.notifications.models import OutboxMessage
from registry.upkeep.deliveries import compose, follow_matches
from tests.makers import client_of, make_project, token_in
from tests.matching.makers import make_partner, person_of

NEXT_WEEK = timedelta(days=7)


@pytest.fixture
def user_id(app: Flask) -> int:
    """A Russian reader of an organisation with a mandate, who wants to be told every week."""
    with app.app_context():
        user = person_of(make_partner())
        user.language = "ru"
        choose_digest(Pace.WEEKLY, by=user)
        commit()
        return user.id


def messages() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "alerts.matches").order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def test_it_works_and_each_match_is_told_once(app: Flask, user_id: int) -> None:
    with app.app_context():
        project = make_project()
        commit()
        follow_matches()
        assert tell_matches(now() + NEXT_WEEK) == 1
        assert tell_matches(now() + 2 * NEXT_WEEK) == 0
        commit()
        (message,) = messages()
        assert (message.recipient, message.language) == ("partner@example.org", "ru")
        assert project.reference in message.paragraphs[0]
        assert "Капельное орошение" in message.paragraphs[0]
        assert message.link_path == "/ru/partner/matches"


def test_nobody_is_told_who_did_not_ask(app: Flask) -> None:
    with app.app_context():
        make_partner()
        make_project()
        commit()
        follow_matches()
        assert tell_matches(now() + NEXT_WEEK) == 0


def test_it_is_stopped_with_one_press(app: Flask, user_id: int, client: FlaskClient) -> None:
    with app.app_context():
        make_project()
        commit()
        follow_matches()
        tell_matches(now() + NEXT_WEEK)
        commit()
        mail = compose(messages()[0], app.extensions["registry"])
        header = re.sub(r"\s", "", str(mail["List-Unsubscribe"]))
        path = re.search(r"/ru/alerts/stop-matches/[\w.\-]+", header)
        assert path is not None
    assert client.get(path[0]).status_code == 200
    assert client.post(path[0]).status_code == 200
    with app.app_context():
        make_project()
        commit()
        follow_matches()
        assert tell_matches(now() + 3 * NEXT_WEEK) == 0
    assert client.get("/ru/alerts/stop-matches/nonsense").status_code == 404


def test_a_person_chooses_how_often(app: Flask, user_id: int) -> None:
    partner = client_of(app, user_id)
    token = token_in(partner.get("/en/partner/searches").text)
    assert (
        partner.post("/en/partner/searches/matches", data={"csrf_token": token, "pace": "daily"}).status_code
        == 302
    )
    with app.app_context():
        from registry.alerts.queries import digest_of

        digest = digest_of(db.session.get_one(User, user_id))
        assert digest is not None
        assert digest.pace == "daily"
