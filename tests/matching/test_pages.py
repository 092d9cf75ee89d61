"""Pages of matches: a partner sees the own, the staff sees all, invites with one press, and sets the weights."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.accounts.roles import Role
from registry.db import commit, db
from registry.languages import LANGUAGES
from registry.matching.models import Evidence, Invited, Match, WeightSet
from registry.matching.queries import present_weights
from registry.matching.scoring import Criterion
from registry.notifications.models import OutboxMessage
from registry.partners.standing import MemberRole
from tests.makers import client_of, make_project, make_staff, token_in
from tests.matching.makers import make_partner, person_of

REFERENCE = "ARAL-2026-0001"


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """A partner and a rival, staff, and one project; ids by name."""
    with app.app_context():
        partner, rival = make_partner(), make_partner("Secret Rival", "partner2@example.org")
        found = {"partner": person_of(partner).id, "rival": person_of(rival).id, "partner_id": partner.id}
        found |= {
            role.value: make_staff(role).id for role in (Role.REVIEWER, Role.MANAGER, Role.DIRECTOR, Role.EDITOR)
        }
        make_project()
        commit()
    return found


@pytest.fixture
def partner(app: Flask, people: dict[str, int]) -> FlaskClient:
    return client_of(app, people["partner"])


def post(client: FlaskClient, path: str, **form: str) -> int:
    token = token_in(client.get("/en/password/change").text)
    return client.post(path, data=form | {"csrf_token": token}).status_code


def test_it_works(partner: FlaskClient) -> None:
    for language in LANGUAGES:
        page = partner.get(f"/{language}/partner/matches")
        assert page.status_code == 200
        assert REFERENCE in page.text
        assert partner.get(f"/{language}/partner/matches/{REFERENCE}").status_code == 200


def test_a_partner_never_learns_of_another(partner: FlaskClient) -> None:
    for path in ("/en/partner/matches", f"/en/partner/matches/{REFERENCE}", f"/en/projects/{REFERENCE}"):
        assert "Secret Rival" not in partner.get(path).text
    for path in (
        f"/en/staff/projects/{REFERENCE}/partners",
        "/en/staff/partners/1/matches",
        "/en/staff/matching/weights",
    ):
        assert partner.get(path).status_code == 404


def test_a_match_is_pinned_and_put_aside_with_a_reason(app: Flask, partner: FlaskClient) -> None:
    path = f"/en/partner/matches/{REFERENCE}"
    assert post(partner, path, status="pinned") == 302
    assert REFERENCE in partner.get("/en/partner/matches?show=pinned").text
    assert post(partner, path, status="dismissed") == 422
    assert post(partner, path, status="introduced") == 422
    assert post(partner, path, status="dismissed", reason="place", note="Too far north") == 302
    assert REFERENCE not in partner.get("/en/partner/matches").text
    assert REFERENCE in partner.get("/en/partner/matches?show=dismissed").text
    with app.app_context():
        (match,) = db.session.scalars(select(Match)).all()
        assert (match.status, match.reason, match.note) == ("dismissed", "place", "Too far north")
        assert [found.kind for found in db.session.scalars(select(Evidence))] == ["dismissed"]


def test_a_project_that_is_not_public_is_not_there(partner: FlaskClient) -> None:
    assert partner.get("/en/partner/matches/ARAL-2026-9999").status_code == 404


def test_the_staff_sees_partners_and_invites_once(app: Flask, people: dict[str, int]) -> None:
    reviewer = client_of(app, people["reviewer"])
    path = f"/en/staff/projects/{REFERENCE}/partners"
    page = reviewer.get(path).text
    assert "Illustrative Partner" in page
    assert "Secret Rival" in page
    invite = f"{path}/{people['partner_id']}/invite"
    assert post(reviewer, invite) == 302
    assert post(reviewer, invite) == 302
    assert "was invited to look at this project already" in reviewer.get(path).text
    with app.app_context():
        assert len(db.session.scalars(select(Invited)).all()) == 1
        (message,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "matching.invitation"))
        assert (message.recipient, message.link_path) == (
            "partner@example.org",
            f"/en/partner/matches/{REFERENCE}",
        )


def test_invitations_are_limited(app: Flask, people: dict[str, int]) -> None:
    reviewer = client_of(app, people["reviewer"])
    with app.app_context():
        references = [make_project().reference for _turn in range(6)]
        commit()
    for reference in references:
        post(reviewer, f"/en/staff/projects/{reference}/partners/{people['partner_id']}/invite")
    with app.app_context():
        assert len(db.session.scalars(select(Invited)).all()) == 5


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 403), ("director", 403), ("reviewer", 302), ("manager", 302)]
)
def test_who_may_invite(app: Flask, people: dict[str, int], role: str, status: int) -> None:
    path = f"/en/staff/projects/{REFERENCE}/partners/{people['partner_id']}/invite"
    assert post(client_of(app, people[role]), path) == status


def weights(**changes: str) -> dict[str, str]:
    points = {
        "sector": "18",
        "place": "8",
        "stage": "8",
        "instrument": "13",
        "amount": "12",
        "return": "4",
        "horizon": "3",
        "partner_type": "8",
        "sdg": "4",
        "words": "12",
        "history": "10",
    }
    return points | {"note": "More weight on words"} | changes


def test_a_manager_previews_and_saves_weights(app: Flask, people: dict[str, int]) -> None:
    manager = client_of(app, people["manager"])
    path = "/en/staff/matching/weights"
    token = token_in(manager.get(path).text)
    changed = weights(sector="8", words="22")
    page = manager.post(path, data=changed | {"csrf_token": token, "do": "preview"})
    assert "What would change" in page.text
    assert "Illustrative Partner" in page.text
    with app.app_context():
        assert present_weights().version == 1
    assert manager.post(path, data=changed | {"csrf_token": token, "do": "save"}).status_code == 302
    with app.app_context():
        assert present_weights().version == 2
        assert present_weights().tenths[Criterion.WORDS] == 220
        assert db.session.get_one(WeightSet, 2).note == "More weight on words"


def test_weights_that_are_not_a_hundred_points_are_refused(app: Flask, people: dict[str, int]) -> None:
    manager = client_of(app, people["manager"])
    path = "/en/staff/matching/weights"
    token = token_in(manager.get(path).text)
    page = manager.post(path, data=weights(sector="20") | {"csrf_token": token, "do": "save"})
    assert page.status_code == 422
    assert "these are 102.0" in page.text
    assert 'value="20"' in page.text


def test_others_see_the_weights_and_change_nothing(app: Flask, people: dict[str, int]) -> None:
    director = client_of(app, people["director"])
    path = "/en/staff/matching/weights"
    token = token_in(director.get(path).text)
    director.post(path, data=weights(sector="8", words="22") | {"csrf_token": token, "do": "save"})
    with app.app_context():
        assert present_weights().version == 1


def test_a_reader_of_an_organisation_may_not_decide(
    app: Flask, people: dict[str, int], partner: FlaskClient
) -> None:
    with app.app_context():
        from registry.partners.models import Member

        member = db.session.scalars(select(Member).where(Member.user_id == people["partner"])).one()
        member.role = MemberRole.READER.value
        commit()
    assert post(partner, f"/en/partner/matches/{REFERENCE}", status="pinned") == 403
