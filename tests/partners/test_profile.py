"""An organisation keeps its own profile, says what it seeks, and looks after its people."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db, now
from registry.notifications.models import OutboxMessage
from registry.partners.mandates.queries import find_mandate
from registry.partners.models import Invitation, Member, Partner
from registry.partners.operations import nudge_stale
from registry.partners.queries import partner_of
from registry.partners.standing import MemberRole
from registry.upkeep.deliveries import compose
from tests.makers import PASSWORD, client_of, make_partner_user, make_staff, token_in

PROFILE: dict[str, object] = {
    "organisation": "Illustrative Institute",
    "organisation_original": "示例研究所",
    "other_names": "II\nИллюстративный институт",
    "country": "CN",
    "partner_type": "research_institute",
    "website": "https://example.org",
    "languages": ["zh", "ru"],
    "about_zh": "研究盐碱地。",
}
MANDATE: dict[str, object] = {
    "sectors": ["water_saving", "research"],
    "districts": ["1735240"],
    "open_to": ["stage"],
    "conditions": ["sector"],
    "currency": "CNY",
    "ticket_min": "100 000",
    "ticket_max": "2,500,000",
    "return_from": "4,5",
    "return_below": "9",
    "exchange_places": "5",
    "needs_zh": "滴灌试验田",
}


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    with app.app_context():
        user_id = make_partner_user().id
        commit()
    return client_of(app, user_id)


def only_partner() -> Partner:
    return db.session.scalars(select(Partner).order_by(Partner.id)).first() or pytest.fail("nobody")


def send(client: FlaskClient, page: str, form: Mapping[str, object], to: str | None = None) -> tuple[int, str]:
    """Fill the form of a page and send it, with its token and version."""
    text = client.get(page).text
    version = re.search(r'name="version"[^>]*value="(\d*)"', text)
    data = {"csrf_token": token_in(text), "version": version[1] if version else ""} | dict(form)
    answer = client.post(to or page, data=data)
    return answer.status_code, answer.text


def test_it_works(app: Flask, owner: FlaskClient) -> None:
    assert send(owner, "/en/partner/profile", PROFILE)[0] == 302
    with app.app_context():
        partner = only_partner()
        assert partner.names == ("Illustrative Institute", "示例研究所", "II", "Иллюстративный институт")
        assert partner.languages == ["zh", "ru"]
        assert partner.abouts == {"zh": "研究盐碱地。"}
        assert partner.confirmed_on == now().date()
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "partner.changed")).one()
        assert entry.changes["country"] == ["DE", "CN"]
    page = owner.get("/en/partner/profile").text
    assert "研究盐碱地。" in page


def test_what_it_seeks_is_kept(app: Flask, owner: FlaskClient) -> None:
    assert send(owner, "/en/partner/profile/mandate", MANDATE)[0] == 302
    with app.app_context():
        mandate = find_mandate(only_partner())
        assert mandate is not None
        assert mandate.sectors == ["water_saving", "research"]
        assert (mandate.ticket_min, mandate.ticket_max) == (Decimal(100_000), Decimal(2_500_000))
        assert (mandate.return_from, mandate.return_below) == (Decimal("4.5"), Decimal(9))
        assert (mandate.open_to, mandate.conditions) == (["stage"], ["sector"])
    page = owner.get("/zh/partner/profile/mandate").text
    assert "滴灌试验田" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ticket_max": "5"}, "The largest amount is smaller than the smallest."),
        ({"currency": ""}, "Choose the currency of the amounts."),
        ({"return_below": "4"}, "The return must reach from the smaller number to the greater."),
        ({"conditions": ["place", "sector"], "districts": []}, "is a condition only where you say what would"),
        ({"ticket_min": "much"}, "Write a number such as"),
        ({"exchange_places": "-1"}, "Write a whole number from 0 to 10000."),
        ({"sectors": ["no_such_sector"]}, "is not a valid choice"),
    ],
)
def test_what_contradicts_itself_is_refused_and_kept(
    app: Flask, owner: FlaskClient, change: dict[str, object], sentence: str
) -> None:
    status, page = send(owner, "/en/partner/profile/mandate", MANDATE | change)
    assert status == 422
    assert sentence in page
    assert "滴灌试验田" in page
    with app.app_context():
        assert find_mandate(only_partner()) is None


def test_the_later_of_two_loses_nothing(app: Flask, owner: FlaskClient) -> None:
    page = "/en/partner/profile"
    stale = {"version": "1"}
    assert send(owner, page, PROFILE)[0] == 302
    status, text = send(owner, page, PROFILE | {"organisation": "Another Name"} | stale)
    assert status == 409
    assert "Another Name" in text
    assert send(owner, "/en/partner/profile/mandate", MANDATE)[0] == 302
    assert send(owner, "/en/partner/profile/mandate", MANDATE)[0] == 302


def test_completeness_names_what_is_missing(owner: FlaskClient) -> None:
    before = owner.get("/en/partner/profile").text
    assert "Missing: website, working languages, description" in before
    send(owner, "/en/partner/profile", PROFILE)
    assert "Missing: website" not in owner.get("/en/partner/profile").text


def test_somebody_is_invited_and_joins(app: Flask, owner: FlaskClient, client: FlaskClient) -> None:
    form = {"name": "Second Person", "email": "second@example.org", "role": "editor", "language": "ru"}
    people = "/en/partner/profile/people"
    assert send(owner, people, form, f"{people}/invite")[0] == 302
    with app.app_context():
        message = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == "partners.invitation")
        ).one()
        assert (message.recipient, message.language) == ("second@example.org", "ru")
        body = compose(message, app.extensions["registry"]).get_body(("plain",))
        assert body is not None
        link = re.search(r"/ru/join/[\w.\-]+", body.get_content())
        assert link is not None
    page = client.get(link[0])
    assert "Second Person" in page.text
    answer = client.post(link[0], data={"csrf_token": token_in(page.text), "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(link[0]).status_code == 404
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == "second@example.org")).one()
        assert partner_of(user).id == only_partner().id
        assert (
            db.session.scalars(select(Member).where(Member.user_id == user.id)).one().standing is MemberRole.EDITOR
        )


def test_an_invitation_says_nothing_of_accounts_elsewhere(app: Flask, owner: FlaskClient) -> None:
    with app.app_context():
        make_partner_user("Secret Rival", "rival@example.org")
        commit()
    form = {"name": "Rival", "email": "rival@example.org", "role": "editor", "language": "en"}
    people = "/en/partner/profile/people"
    status, _page = send(owner, people, form, f"{people}/invite")
    assert status == 302
    assert "Secret Rival" not in owner.get(people).text


def test_a_weak_password_leaves_the_invitation_good(app: Flask, owner: FlaskClient, client: FlaskClient) -> None:
    people = "/en/partner/profile/people"
    form = {"name": "Second Person", "email": "second@example.org", "role": "reader", "language": "en"}
    send(owner, people, form, f"{people}/invite")
    with app.app_context():
        message = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == "partners.invitation")
        ).one()
        mail = compose(message, app.extensions["registry"]).as_string().replace("=\n", "")
    found = re.search(r"/en/join/[\w.\-]+", mail)
    assert found is not None
    token = token_in(client.get(found[0]).text)
    assert client.post(found[0], data={"csrf_token": token, "password": "short"}).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Invitation)).one().nonce is not None


def test_the_last_owner_stays(app: Flask, owner: FlaskClient) -> None:
    people = "/en/partner/profile/people"
    assert send(owner, people, {}, f"{people}/1/remove")[0] == 302
    assert send(owner, people, {"role": "reader"}, f"{people}/1")[0] == 302
    assert "Somebody must stay the owner" in owner.get(people).text
    with app.app_context():
        assert len(only_partner().members) == 1


def test_a_reader_looks_and_changes_nothing(app: Flask, owner: FlaskClient) -> None:
    with app.app_context():
        db.session.scalars(select(Member)).one().role = MemberRole.READER.value
        commit()
    assert owner.get("/en/partner/profile").status_code == 200
    assert send(owner, "/en/partner/profile", PROFILE)[0] == 403
    assert send(owner, "/en/partner/profile/mandate", MANDATE)[0] == 403
    form = {"name": "X", "email": "x@example.org", "role": "owner", "language": "en"}
    assert send(owner, "/en/partner/profile", form, "/en/partner/profile/people/invite")[0] == 403


def test_a_person_of_another_organisation_is_not_there(app: Flask, owner: FlaskClient) -> None:
    with app.app_context():
        other = make_partner_user("Secret Rival", "rival@example.org")
        member = db.session.scalars(select(Member).where(Member.user_id == other.id)).one().id
        commit()
    people = "/en/partner/profile/people"
    assert send(owner, people, {}, f"{people}/{member}/remove")[0] == 404


def test_owners_are_asked_once_a_year(app: Flask, owner: FlaskClient) -> None:
    with app.app_context():
        today = now().date()
        assert nudge_stale(today) == 0
        next_year = today + timedelta(days=366)
        assert nudge_stale(next_year) == 1
        assert nudge_stale(next_year + timedelta(days=1)) == 0
        commit()
        message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "partners.stale")).one()
        assert message.link_path == "/en/partner/profile"


def test_the_staff_edits_an_organisation(app: Flask, owner: FlaskClient) -> None:
    from registry.accounts.roles import Role
    from tests.makers import make_staff

    with app.app_context():
        reviewer, editor = make_staff(Role.REVIEWER).id, make_staff(Role.EDITOR).id
        commit()
    assert send(client_of(app, reviewer), "/en/staff/partners/1/edit", PROFILE)[0] == 302
    assert send(client_of(app, reviewer), "/en/staff/partners/1/mandate", MANDATE)[0] == 302
    assert client_of(app, editor).get("/en/staff/partners/1/edit").status_code == 403
    with app.app_context():
        assert only_partner().name == "Illustrative Institute"
        assert only_partner().confirmed_on is None


def test_staff_name_what_an_organisation_belongs_to(app: Flask) -> None:
    with app.app_context():
        above = partner_of(make_partner_user("Illustrative Ministry", "ministry@example.org")).id
        below = partner_of(make_partner_user("Illustrative Station", "station@example.org")).id
        reviewer_id = make_staff(Role.REVIEWER).id
        names = [db.session.get_one(Partner, id_).name for id_ in (above, below)]
        commit()
    reviewer = client_of(app, reviewer_id)
    path = f"/en/staff/partners/{below}"
    token = token_in(reviewer.get(path).text)

    def name(parent: str, of: int = below) -> tuple[int, str]:
        answer = reviewer.post(
            f"/en/staff/partners/{of}/parent", data={"csrf_token": token, "parent": parent}, follow_redirects=True
        )
        return answer.status_code, answer.text

    code, page = name("Nobody at all")
    assert code == 422
    assert "There is no organisation of exactly this name" in page
    assert 'value="Nobody at all"' in page
    code, page = name(names[0].upper())
    assert code == 200
    assert f'href="/en/staff/partners/{above}"' in page
    assert names[1] in reviewer.get(f"/en/staff/partners/{above}").text
    code, page = name(names[1], of=above)
    assert code == 422
    assert "cannot belong to itself" in page
    assert name("")[0] == 200
    with app.app_context():
        assert db.session.get_one(Partner, below).parent_id is None
        assert db.session.query(AuditEntry).filter_by(action="partner.parent_named").count() == 2
