"""An organisation registers itself, without learning who has an account already."""

import email
import re
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.db import commit, db
from registry.notifications.models import OutboxMessage
from registry.partners.models import Partner
from registry.upkeep.deliveries import work
from tests.makers import make_partner_user, token_in

FORM = {
    "organisation": "Illustrative Saline Seeds",
    "organisation_original": "示例盐土种业",
    "country": "CN",
    "partner_type": "technology_provider",
    "name": "示例联系人",
    "email": "Person@Seeds.example.org",
    "consent": "y",
}


def register(client: FlaskClient, language: str = "zh", **changes: str) -> TestResponse:
    path = f"/{language}/register"
    token = token_in(client.get(path).text)
    return client.post(path, data=FORM | {"csrf_token": token} | changes)


def test_it_works(app: Flask, client: FlaskClient) -> None:
    assert register(client).location.endswith("/zh/password/sent")
    with app.app_context():
        (partner,) = db.session.scalars(select(Partner)).all()
        assert (partner.name, partner.name_original, partner.country) == (
            "Illustrative Saline Seeds",
            "示例盐土种业",
            "CN",
        )
        (message,) = db.session.scalars(select(OutboxMessage)).all()
        assert message.language == "zh"
        settings = app.extensions["registry"]
        work(settings, once=True)
        (mail,) = (settings.data_dir / "mail").glob("*.eml")
    body = email.message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    found = re.search(r"/zh/password/(\S+)", body.get_content())
    assert found is not None
    form = {"csrf_token": token_in(client.get(found.group()).text), "password": "a long phrase of one's own"}
    assert client.post(found.group(), data=form).status_code == 302
    token = token_in(client.get("/zh/sign-in").text)
    entry = {"csrf_token": token, "email": "person@seeds.example.org", "password": "a long phrase of one's own"}
    assert "/zh/partner/" in client.post("/zh/sign-in", data=entry).location
    assert client.get("/zh/partner/interests/").status_code == 200


def test_a_known_address_gets_the_same_answer_and_no_second_account(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_partner_user("Illustrative First", "person@seeds.example.org")
        commit()
    new = register(client, email="new@seeds.example.org")
    known = register(client)
    assert (new.status_code, new.location) == (known.status_code, known.location)
    with app.app_context():
        emails = list(db.session.scalars(select(User.email).order_by(User.email)))
        assert emails == ["new@seeds.example.org", "person@seeds.example.org"]
        assert len(db.session.scalars(select(Partner)).all()) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"consent": ""}, {"country": "XX"}, {"email": "no address"}, {"organisation": " "}, {"partner_type": "spy"}],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    app: Flask, client: FlaskClient, wrong: dict[str, str]
) -> None:
    answer = register(client, "en", **wrong)
    assert answer.status_code == 422
    assert "示例盐土种业" in answer.text
    with app.app_context():
        assert not db.session.scalars(select(Partner)).all()
