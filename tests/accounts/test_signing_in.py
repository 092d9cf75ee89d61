"""Signing in: the same answer for known and unknown accounts, and sessions that die when they must."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.operations import change_role
from registry.accounts.roles import Role
from registry.db import commit, db
from registry.notifications.models import OutboxMessage
from registry.upkeep.deliveries import work
from tests.conftest import MakeApp
from tests.makers import PASSWORD, client_of, make_staff, token_in

HOME = "/en/staff/"


@pytest.fixture
def manager(app: Flask) -> int:
    with app.app_context():
        number = make_staff(Role.MANAGER).id
        commit()
        return number


def sign_in(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    token = token_in(client.get("/en/sign-in").text)
    return client.post("/en/sign-in", data={"csrf_token": token, "email": email, "password": password, **more})


def without_tokens(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def test_it_works(client: FlaskClient, manager: int) -> None:
    assert client.get(HOME).status_code == 302
    assert sign_in(client, " Manager@Example.org ", PASSWORD).location.endswith(HOME)
    assert client.get(HOME).status_code == 200
    token = token_in(client.get(HOME).text)
    assert client.post("/en/sign-out", data={"csrf_token": token}).status_code == 302
    assert client.get(HOME).status_code == 302


def test_known_and_unknown_accounts_get_the_same_answer(client: FlaskClient, manager: int) -> None:
    known = sign_in(client, "manager@example.org", "a wrong password")
    unknown = sign_in(client, "nobody@example.org", "a wrong password")
    assert known.status_code == unknown.status_code == 422
    assert without_tokens(known.text) == without_tokens(unknown.text)


def test_a_cookie_kept_from_before_the_sign_out_is_worthless(app: Flask, manager: int) -> None:
    client = client_of(app, manager)
    kept = client.get_cookie("registry")
    assert kept is not None
    token = token_in(client.get(HOME).text)
    client.post("/en/sign-out", data={"csrf_token": token})
    thief = app.test_client()
    thief.set_cookie("registry", kept.value)
    assert thief.get(HOME).status_code == 302


def test_a_changed_role_ends_all_sessions(app: Flask, manager: int) -> None:
    client = client_of(app, manager)
    assert client.get(HOME).status_code == 200
    with app.app_context():
        admin = make_staff(Role.ADMIN)
        change_role(db.session.get_one(User, manager), role=Role.EDITOR, by=admin)
        commit()
    assert client.get(HOME).status_code == 302


def test_a_changed_password_ends_all_sessions(app: Flask, manager: int) -> None:
    here, elsewhere = client_of(app, manager), client_of(app, manager)
    form = {
        "csrf_token": token_in(here.get("/en/password/change").text),
        "present": PASSWORD,
        "password": "quite another long phrase",
    }
    assert here.post("/en/password/change", data=form).status_code == 302
    assert elsewhere.get(HOME).status_code == 302
    assert sign_in(app.test_client(), "manager@example.org", PASSWORD).status_code == 422
    assert sign_in(app.test_client(), "manager@example.org", "quite another long phrase").status_code == 302


def test_a_new_password_by_mail_works_once(app: Flask, manager: int) -> None:
    client = app.test_client()
    token = token_in(client.get("/en/password").text)
    for email in ("manager@example.org", "nobody@example.org"):
        answer = client.post("/en/password", data={"csrf_token": token, "email": email})
        assert answer.location.endswith("/en/password/sent")
    with app.app_context():
        (to,) = db.session.scalars(select(OutboxMessage.recipient)).all()
        settings = app.extensions["registry"]
        work(settings, once=True)
        (mail,) = (settings.data_dir / "mail").glob("*.eml")
    assert to == "manager@example.org"
    found = re.search(r"/en/password/(\S+)", mail.read_text().replace("=\n", ""))
    assert found is not None
    path = found.group()
    form = {"csrf_token": token_in(client.get(path).text), "password": "chosen after a letter"}
    assert client.post(path, data=form).status_code == 302
    assert sign_in(app.test_client(), "manager@example.org", "chosen after a letter").status_code == 302
    assert "no longer works" in client.get(path).text


def test_many_wrong_tries_are_slowed_down_before_the_password_is_looked_at(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        make_staff(Role.MANAGER)
        commit()
    client = app.test_client()
    codes = [sign_in(client, "manager@example.org", "wrong").status_code for _try in range(12)]
    assert codes[0] == 422
    assert codes[-1] == 429
    assert sign_in(client, "manager@example.org", PASSWORD).status_code == 429


@pytest.mark.parametrize("target", ["https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org"])
def test_nobody_is_sent_to_another_site(client: FlaskClient, manager: int, target: str) -> None:
    token = token_in(client.get("/en/sign-in").text)
    form = {"csrf_token": token, "email": "manager@example.org", "password": PASSWORD, "next": target}
    answer = client.post(f"/en/sign-in?next={target}", data=form)
    assert answer.status_code == 302
    assert "evil" not in answer.location
