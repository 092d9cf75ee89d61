"""Partners offer, the Center reviews; nobody learns what another organisation offers."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db, now
from registry.notifications.models import OutboxMessage
from registry.partners.offers.lifecycle import OfferStatus
from registry.partners.offers.models import Offer
from registry.partners.offers.queries import offers_for_sector
from registry.partners.standing import MemberRole
from tests.makers import Cast, client_of, make_cast
from tests.partners.offering import FORM, colleague, made, send, state

S = OfferStatus
LIST, NEW = "/en/partner/offers/", "/en/partner/offers/new"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


def test_it_works(app: Flask, cast: Cast) -> None:
    partner, staff = client_of(app, cast.partner), client_of(app, cast.staff[Role.REVIEWER])
    page = send(partner, NEW, FORM).location
    offer_id = int(page.rpartition("/")[2])
    assert (
        send(partner, page, FORM | {"title_zh": "工程师名额", "text_zh": "四周。", "then": "submit"}).location
        == page
    )
    assert state(app, offer_id) == "submitted"
    assert "Places for engineers" in staff.get("/en/staff/offers/?status=submitted&kind=training").text
    assert "工程师名额" in staff.get(f"/zh/staff/offers/{offer_id}").text
    assert send(staff, f"/en/staff/offers/{offer_id}/review", {"to": "published"}).status_code == 302
    assert "Published" in partner.get(LIST).text
    with app.app_context():
        assert [offer.title for offer in offers_for_sector("water_saving", now().date())] == [
            "Places for engineers"
        ]
        assert not offers_for_sector("water_supply", now().date())
        actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_type == "offer"))
        assert list(actions) == ["offer.added", "offer.changed", "offer.submitted", "offer.published"]


def test_another_organisation_is_not_told_that_it_exists(app: Flask, cast: Cast) -> None:
    offer_id = made(app, cast, S.PUBLISHED)
    other = client_of(app, cast.other_partner)
    page = f"/en/partner/offers/{offer_id}"
    assert other.get(page).status_code == 404
    assert "Drip lines" not in other.get(LIST).text
    for path in (page, f"{page}/withdraw", f"{page}/copy"):
        assert send(other, path, FORM).status_code == 404
    assert state(app, offer_id) == "published"


def test_readers_look_and_change_nothing(app: Flask, cast: Cast) -> None:
    draft, published = made(app, cast), made(app, cast, S.PUBLISHED)
    reader = client_of(app, colleague(app, cast, MemberRole.READER))
    assert "Drip lines" in reader.get(LIST).text
    assert 'name="title_en"' not in reader.get(f"{LIST}{draft}").text
    assert reader.get(NEW).status_code == 403
    for path in (NEW, f"{LIST}{draft}", f"{LIST}{published}/withdraw", f"{LIST}{published}/copy"):
        assert send(reader, path, FORM | {"then": "submit"}).status_code == 403
    assert (state(app, draft), state(app, published)) == ("draft", "published")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_en": " "},
        {"text_en": ""},
        {"title_ru": "Места"},
        {"kind": "weapons"},
        {"sectors": []},
        {"sectors": ["no_such_sector"]},
        {"valid_until": "2020-01-01"},
        {"valid_until": "soon"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app: Flask, cast: Cast, wrong: dict[str, Any]) -> None:
    partner = client_of(app, cast.partner)
    answer = send(partner, NEW, FORM | {"text_kaa": "", "text_uz": "Matn", "title_uz": "Sarlavha"} | wrong)
    assert answer.status_code == 422
    assert "Sarlavha" in answer.text
    assert 'id="error-summary"' in answer.text
    with app.app_context():
        assert not db.session.scalars(select(Offer)).all()


def test_one_language_is_needed(app: Flask, cast: Cast) -> None:
    answer = send(
        client_of(app, cast.partner), "/ru/partner/offers/new", {"kind": "finance", "sectors": "water_saving"}
    )
    assert answer.status_code == 422
    assert 'href="#title_ru"' in answer.text


def test_the_later_of_two_is_told_and_keeps_the_text(app: Flask, cast: Cast) -> None:
    offer_id = made(app, cast)
    partner, page = client_of(app, cast.partner), f"{LIST}{offer_id}"
    assert send(partner, page, FORM | {"version": "1"}).status_code == 302
    late = send(partner, page, FORM | {"version": "1", "title_en": "Typed by the later one"})
    assert late.status_code == 409
    assert "Typed by the later one" in late.text
    assert send(partner, f"{page}/withdraw", {"version": "1"}).status_code == 409
    staff = client_of(app, cast.staff[Role.MANAGER])
    assert send(partner, page, FORM | {"then": "submit"}).status_code == 302
    answer = send(staff, f"/en/staff/offers/{offer_id}/review", {"to": "returned", "note": "More", "version": "1"})
    assert (answer.status_code, "More" in answer.text) == (409, True)
    assert state(app, offer_id) == "submitted"


def test_a_published_offer_is_copied_not_changed(app: Flask, cast: Cast) -> None:
    offer_id = made(app, cast, S.PUBLISHED)
    partner, page = client_of(app, cast.partner), f"{LIST}{offer_id}"
    assert 'name="title_en"' not in partner.get(page).text
    refused = send(partner, page, FORM)
    assert (refused.status_code, "Places for engineers" in refused.text) == (422, True)
    copied = send(partner, f"{page}/copy").location
    assert 'value="Drip lines"' in partner.get(copied).text
    assert send(partner, f"{copied}/copy").status_code == 409
    assert send(partner, f"{page}/withdraw").status_code == 302
    with app.app_context():
        assert {offer.status for offer in db.session.scalars(select(Offer))} == {"draft", "withdrawn"}


def test_everybody_is_told_in_their_own_language(app: Flask, cast: Cast) -> None:
    colleague(app, cast, MemberRole.READER, "ru")
    colleague(app, cast, MemberRole.EDITOR, "zh", active=False)
    with app.app_context():
        db.session.get_one(User, cast.staff[Role.REVIEWER]).language = "uz"
        commit()
    offer_id = made(app, cast, S.SUBMITTED)
    staff = client_of(app, cast.staff[Role.REVIEWER])
    review = f"/en/staff/offers/{offer_id}/review"
    assert send(staff, review, {"to": "returned", "note": " "}).status_code == 422
    assert send(staff, review, {"to": "returned", "note": "Name a price."}).status_code == 302
    assert "Name a price." in client_of(app, cast.partner).get(f"{LIST}{offer_id}").text
    with app.app_context():
        messages = {(m.kind, m.recipient): m for m in db.session.scalars(select(OutboxMessage))}
        asked = {to: m.language for (kind, to), m in messages.items() if kind == "offer.submitted"}
        assert asked == {"reviewer@example.org": "uz", "manager@example.org": "en", "admin@example.org": "en"}
        told = {to: m for (kind, to), m in messages.items() if kind == "offer.returned"}
        assert set(told) == {"partner@example.org", "reader-ru@example.org"}
        russian = told["reader-ru@example.org"]
        assert "Капельные линии" in russian.subject
        assert (russian.language, russian.link_path) == ("ru", f"/ru/partner/offers/{offer_id}")
        assert "Drip lines" in told["partner@example.org"].subject


@pytest.mark.parametrize("role", [role for role in Role if role.is_staff])
def test_staff_review_only_where_their_role_allows(app: Flask, cast: Cast, role: Role) -> None:
    offer_id = made(app, cast, S.SUBMITTED)
    client, page = client_of(app, cast.staff[role]), f"/en/staff/offers/{offer_id}"
    seen = client.get(page)
    may_read, may_review = role is not Role.EDITOR, role in (Role.REVIEWER, Role.MANAGER, Role.ADMIN)
    assert (seen.status_code, client.get("/en/staff/offers/").status_code == 200) == (
        200 if may_read else 403,
        may_read,
    )
    assert (f"{page}/review" in seen.text) is may_review
    assert send(client, f"{page}/review", {"to": "published"}).status_code == (302 if may_review else 403)
    assert state(app, offer_id) == ("published" if may_review else "submitted")


def test_drafts_are_the_partners_own(app: Flask, cast: Cast) -> None:
    draft = made(app, cast)
    staff = client_of(app, cast.staff[Role.ADMIN])
    assert staff.get(f"/en/staff/offers/{draft}").status_code == 404
    assert send(staff, f"/en/staff/offers/{draft}/review", {"to": "published"}).status_code == 404
    page = staff.get("/en/staff/offers/?status=draft&kind=x&page=9").text
    assert "Drip lines" not in page
    assert "not known and were left out" in page
