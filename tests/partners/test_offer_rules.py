"""Where an offer may go, which ones count as valid, and what lists ask the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy import event, select
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.db import commit, db, now
from registry.partners.changes import PartnerChange
from registry.partners.models import Partner
from registry.partners.offers import operations
from registry.partners.offers.criteria import OfferCriteria
from registry.partners.offers.lifecycle import BY_PARTNER, BY_STAFF, EDITABLE, OfferStatus
from registry.partners.offers.queries import offers_for_sector, page_of_offers, published_offers
from registry.refusals import Refusal
from tests.makers import client_of, make_cast, make_partner_user, make_staff
from tests.partners.offering import CONTENT, made, make_offer

Db = scoped_session[Session]
S = OfferStatus


@pytest.mark.parametrize("status", list(S))
def test_moves_outside_the_tables_are_refused(session: Db, status: OfferStatus) -> None:
    manager, user = make_staff(Role.MANAGER), make_partner_user()
    for to in S:
        offer = make_offer(user, status)
        steps = {
            S.SUBMITTED: (lambda o: operations.submit(o, by=user), BY_PARTNER[status]),
            S.WITHDRAWN: (lambda o: operations.withdraw(o, by=user), BY_PARTNER[status]),
        }
        review = (lambda o, to=to: operations.review(o, to=to, by=manager, note="Why."), BY_STAFF.get(status, ()))
        step, allowed = steps.get(to, review)
        if to in allowed:
            step(offer)
            assert offer.state is to
        else:
            with pytest.raises(Refusal):
                step(offer)
            assert offer.state is status
    if status not in EDITABLE:
        with pytest.raises(Refusal):
            operations.edit_offer(make_offer(user, status), CONTENT, by=user, seen=None)


def test_an_offer_past_its_day_is_valid_nowhere(session: Db) -> None:
    make_staff(Role.MANAGER)
    user, today = make_partner_user(), now().date()
    lasting = make_offer(user, S.PUBLISHED)
    over = make_offer(user, S.PUBLISHED, valid_until=today)
    make_offer(user, S.SUBMITTED)
    make_offer(user, S.WITHDRAWN)
    assert offers_for_sector("water_saving", today) == [over, lasting]
    assert offers_for_sector("water_saving", today + timedelta(days=1)) == [lasting]
    over.valid_until = today - timedelta(days=1)
    session.flush()
    assert published_offers(None) == published_offers({"water_saving"}) == [lasting]
    assert published_offers([]) == published_offers({"water"}) == published_offers({"water%saving"}) == []
    found = page_of_offers(OfferCriteria(status=("expired",)), today=today)
    assert (found.offers, found.counts["status"]) == (
        [over],
        {"submitted": 1, "published": 1, "expired": 1, "withdrawn": 1},
    )
    assert (found.counts["kind"], found.counts["sector"]["water_saving"]) == ({"technology": 1}, 1)
    assert operations.copy_offer(over, by=user).valid_until is None


def test_what_is_over_is_not_published(session: Db) -> None:
    manager, offer = make_staff(Role.MANAGER), make_offer(make_partner_user(), S.SUBMITTED)
    offer.valid_until = date(2020, 1, 1)
    with pytest.raises(Refusal):
        operations.review(offer, to="published", by=manager)
    with pytest.raises(Refusal):
        operations.review(offer, to="returned", by=make_staff(Role.DIRECTOR), note="The day has passed.")
    operations.review(offer, to="returned", by=manager, note="The day has passed.")


def test_matching_hears_of_publishing_and_withdrawing(session: Db) -> None:
    make_staff(Role.MANAGER)
    user = make_partner_user()

    def number() -> int:
        partner_id = session.scalars(select(Partner.id)).one()
        return session.scalars(select(PartnerChange.number).where(PartnerChange.partner_id == partner_id)).one()

    before = number()
    make_offer(user, S.RETURNED)
    assert number() == before
    offer = make_offer(user, S.PUBLISHED)
    assert number() > before
    before = number()
    operations.withdraw(offer, by=user)
    assert number() > before


def test_an_organisation_has_no_end_of_offers(session: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_OPEN", 1)
    user = make_partner_user()
    offer = make_offer(user)
    with pytest.raises(Refusal):
        make_offer(user)
    operations.withdraw(offer, by=user)
    make_offer(user)


def test_lists_ask_a_fixed_number_of_times(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        commit()
    clients = {
        "/en/partner/offers/": client_of(app, cast.partner),
        "/en/staff/offers/": client_of(app, cast.staff[Role.ADMIN]),
    }
    asked: dict[str, list[int]] = {path: [] for path in clients}
    for more in (1, 4):
        for number in range(more):
            made(app, cast, S.PUBLISHED)
            with app.app_context():
                make_offer(
                    make_partner_user(f"Organisation {more}.{number}", f"{more}.{number}@example.org"), S.SUBMITTED
                )
                commit()
        for path, client in clients.items():
            asked[path].append(queries_of(app, client, path))
    assert all(few == many for few, many in asked.values())


def queries_of(app: Flask, client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)
