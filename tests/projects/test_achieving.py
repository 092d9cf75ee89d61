"""What a project reached is noted with its source, and stands beside what it promised."""

from decimal import Decimal

from flask import Flask
from sqlalchemy import select

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db, now
from registry.projects.parts import Achievement
from registry.projects.records import IndicatorValues
from tests.makers import client_of, make_project, make_staff, token_in

PATH = "/en/staff/projects/ARAL-2026-0001/effects"


def test_what_was_reached_is_noted_shown_and_taken_back(app: Flask) -> None:
    with app.app_context():
        effect = IndicatorValues(target=Decimal(500), year=2028, source="Illustrative source, 2025")
        make_project(indicators={"hectares_restored": effect})
        ids = [make_staff(role).id for role in (Role.EDITOR, Role.DIRECTOR)]
        commit()
    editor, director = (client_of(app, user_id) for user_id in ids)
    token = token_in(editor.get(PATH).text)
    public = "/en/projects/ARAL-2026-0001"
    assert "Reached" not in app.test_client().get(public).text
    good = {
        "indicator": "hectares_restored",
        "value": "120,5",
        "as_of": "2026-06-30",
        "source": "Illustrative report",
    }

    def note(**changes: str) -> tuple[int, str]:
        answer = editor.post(PATH, data={"csrf_token": token} | good | changes, follow_redirects=True)
        return answer.status_code, answer.text

    for changes, sentence in (
        ({"value": "-1"}, "Write a number of 0 or more."),
        ({"value": ""}, "value-error"),
        ({"as_of": f"{now().year + 1}-12-31"}, "This day is still to come."),
        ({"indicator": "jobs_created"}, "indicator-error"),
        ({"source": " "}, "source-error"),
    ):
        code, page = note(**changes)
        assert code == 422, changes
        assert sentence in page, changes
        assert ("Illustrative report" in page) == ("source" not in changes)
    assert note()[0] == 200
    assert note(value="130")[0] == 200  # the same day once more
    assert note(as_of="2026-09-30", value="200")[0] == 200
    with app.app_context():
        found = [one.value for one in db.session.scalars(select(Achievement).order_by(Achievement.as_of))]
        assert found == [Decimal(130), Decimal(200)]
        assert db.session.query(AuditEntry).filter_by(action="project.achieved").count() == 3
    page = app.test_client().get(public).text
    assert "Reached" in page
    assert "30 Sept 2026; Illustrative report" in page
    shown = director.get(PATH)
    assert shown.status_code == 200
    assert "<form" not in shown.text.split('id="main"')[1].split("Noted so far")[1]
    assert (
        director.post(PATH, data={"csrf_token": token_in(director.get("/en/staff/").text)} | good).status_code
        == 403
    )
    removed = editor.post(f"{PATH}/2/remove", data={"csrf_token": token}, follow_redirects=True)
    assert removed.status_code == 200
    assert "30 Jun 2026; Illustrative report" in app.test_client().get(public).text
    assert editor.post(f"{PATH}/99/remove", data={"csrf_token": token}).status_code == 404
