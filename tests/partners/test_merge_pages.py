"""Merging and undoing through the pages of the staff."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import User
from registry.db import commit, db
from registry.partners.models import Partner
from registry.partners.queries import one_partner
from registry.refusals import NotFound
from tests.makers import client_of, make_inquiry, make_project
from tests.partners.doubles import dump, make_doubles
from tests.partners.offering import send

MERGES = "/en/staff/partners/merges"


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """The two organisations, a person of the one that goes, and a manager."""
    with app.app_context():
        two = make_doubles()
        user = db.session.scalars(select(User).where(User.email == "two@cau.example.org")).one()
        found = {"kept": two.kept.id, "gone": two.gone.id, "person": user.id, "manager": two.manager.id}
        commit()
        return found


def page_of(ids: dict[str, int]) -> str:
    return f"/en/staff/partners/{ids['kept']}/merge/{ids['gone']}"


def test_it_works(app: Flask, ids: dict[str, int]) -> None:
    with app.app_context():
        before = dump()
    person, staff, page = client_of(app, ids["person"]), client_of(app, ids["manager"]), page_of(ids)
    shown = staff.get(page).text
    assert all(text in shown for text in ("中国农业大学", "Water saving", "Cases", "Checks"))
    answer = send(staff, page, {"name": "gone", "website": "gone"})
    assert answer.location.endswith(f"/en/staff/partners/{ids['kept']}")
    assert "is part of" in staff.get(answer.location).text
    with app.app_context():
        assert db.session.get_one(Partner, ids["kept"]).name == "CAU"
        with pytest.raises(NotFound):
            one_partner(ids["gone"])
    profile = person.get("/en/partner/profile")
    assert (profile.status_code, "CAU" in profile.text) == (200, True)
    assert len(person.get("/en/partner/interests/").text.split("/en/partner/interests/20")) > 3
    assert staff.get(page).status_code == 404
    assert "CAU" in staff.get(MERGES).text
    assert send(staff, f"{MERGES}/1/undo").location == MERGES
    assert "undone on" in staff.get(MERGES).text
    with app.app_context():
        after = dump()
        assert {name for name in after if after[name] != before[name]} <= {"sign_ins"}
    assert person.get("/en/partner/profile").status_code == 200
    assert send(staff, f"{MERGES}/1/undo").status_code == 409
    assert send(staff, f"{MERGES}/2/undo").status_code == 404


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"name": "neither"}, 422),
        ({"mandate": "both"}, 422),
        ({"kept_version": "99"}, 409),
        ({"gone_version": "99"}, 409),
    ],
)
def test_what_is_wrong_changes_nothing(app: Flask, ids: dict[str, int], form: dict[str, str], status: int) -> None:
    staff = client_of(app, ids["manager"])
    with app.app_context():
        before = dump()
    answer = send(staff, page_of(ids), {"website": "gone"} | form)
    assert answer.status_code == status
    assert 'id="error-summary"' in answer.text
    assert re.search(r'id="website-1"[^>]*\schecked', answer.text), "what was chosen is kept"
    with app.app_context():
        assert dump() == before


def test_an_obstacle_is_named_before_anybody_presses(app: Flask, ids: dict[str, int]) -> None:
    with app.app_context():
        project = make_project()
        for email in ("one@cau.example.org", "two@cau.example.org"):
            make_inquiry(project, by=db.session.scalars(select(User).where(User.email == email)).one())
        commit()
        before = dump()
    staff, page = client_of(app, ids["manager"]), page_of(ids)
    shown = staff.get(page).text
    assert "open case about the same project" in shown
    assert ">Merge</button>" not in shown
    answer = send(staff, page)
    assert (answer.status_code, answer.text.count("open case about the same project")) == (422, 1)
    with app.app_context():
        assert {name for name, rows in dump().items() if rows != before[name]} <= {"sign_ins"}


def test_a_refused_undoing_says_why(app: Flask, ids: dict[str, int]) -> None:
    staff = client_of(app, ids["manager"])
    assert send(staff, page_of(ids), {"website": "gone"}).status_code == 302
    with app.app_context():
        db.session.get_one(Partner, ids["kept"]).website = "https://example.org"
        commit()
        before = dump()
    answer = send(staff, f"{MERGES}/1/undo")
    assert (answer.status_code, "can no longer be undone" in answer.text) == (409, True)
    with app.app_context():
        assert dump() == before
