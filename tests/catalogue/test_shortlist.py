"""A shortlist is kept without an account, shared by its address, printed and exported."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from registry.db import commit
from registry.projects.lifecycle import Publication
from tests.makers import PASSWORD, make_partner_user, make_project, token_in


@pytest.fixture
def references(app: Flask) -> list[str]:
    """Two published projects and a draft."""
    with app.app_context():
        make_partner_user()
        made = [make_project(), make_project(), make_project(Publication.DRAFT)]
        found = [project.reference for project in made]
        commit()
    return found


def keep(client: FlaskClient, *references: str, **more: str) -> None:
    """Press the button of the list in the address."""
    page = client.get("/en/shortlist?" + "&".join(f"ref={reference}" for reference in references)).text
    data = {"csrf_token": token_in(page), "ref": list(references), **more}
    assert client.post("/en/shortlist", data=data).status_code == 302


def test_it_works(client: FlaskClient, references: list[str]) -> None:
    assert "Nothing is on your list yet" in client.get("/en/shortlist").text
    keep(client, references[0])
    keep(client, references[1])
    page = client.get("/en/shortlist").text
    assert all(reference in page for reference in references[:2])
    assert "My shortlist" in client.get("/en/contact").text


def test_a_shared_list_is_not_the_readers_own(client: FlaskClient, references: list[str]) -> None:
    page = client.get(f"/en/shortlist?ref={references[0]}&ref={references[2]}&ref=nonsense").text
    assert "A shared shortlist" in page
    assert f"Not open to partners at present: {references[2]}, nonsense" in page
    assert "Nothing is on your list yet" in client.get("/en/shortlist").text


def test_projects_are_taken_off(client: FlaskClient, references: list[str]) -> None:
    keep(client, *references[:2])
    keep(client, references[0], do="drop")
    page = client.get("/en/shortlist").text
    assert f"/projects/{references[0]}" not in page
    assert f"/projects/{references[1]}" in page


def test_it_is_carried_over_at_sign_in(client: FlaskClient, references: list[str]) -> None:
    keep(client, references[0])
    page = client.get("/en/sign-in").text
    data = {"csrf_token": token_in(page), "email": "partner@example.org", "password": PASSWORD}
    assert client.post("/en/sign-in", data=data).status_code == 302
    assert references[0] in client.get("/en/shortlist").text


def test_one_interest_for_all(client: FlaskClient, references: list[str]) -> None:
    page = client.get(f"/en/shortlist?ref={references[0]}&ref={references[1]}").text
    assert f'href="/en/projects/{references[0]}/interest?also={references[1]}"' in page


def test_nothing_is_kept_without_the_token(app: Flask, references: list[str]) -> None:
    assert app.test_client().post("/en/shortlist", data={"ref": references[0]}).status_code == 400


@pytest.mark.parametrize("language", ["en", "zh", "kaa"])
def test_the_dossier_has_every_passport(client: FlaskClient, references: list[str], language: str) -> None:
    answer = client.get(f"/{language}/dossier.pdf?ref={references[0]}&ref={references[1]}&ref={references[2]}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert references[0] in text
    assert references[1] in text
    assert references[2] not in text
    assert client.get(f"/{language}/dossier.pdf?ref={references[2]}").status_code == 404


def test_it_is_exported(client: FlaskClient, references: list[str]) -> None:
    text = client.get(f"/en/shortlist.csv?ref={references[1]}&ref={references[2]}").text
    assert references[1] in text
    assert references[0] not in text
    assert references[2] not in text
