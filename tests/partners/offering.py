"""Offers to play with, made through the same operations that people use."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.operations import add_account
from registry.accounts.roles import Role
from registry.db import commit, db
from registry.partners.offers import operations
from registry.partners.offers.lifecycle import OfferStatus
from registry.partners.offers.models import Offer
from registry.partners.offers.operations import OfferContent
from registry.partners.operations import add_member
from registry.partners.queries import partner_of
from registry.partners.standing import MemberRole
from tests.makers import PASSWORD, Cast, token_in

CONTENT = OfferContent(
    kind="technology",
    titles={"en": "Drip lines", "ru": "Капельные линии"},
    texts={"en": "For saline soils.", "ru": "Для засолённых почв."},
    sectors=("water_saving",),
)
#: What a partner types into the form.
FORM = {
    "kind": "training",
    "sectors": ["water_saving"],
    "title_en": "Places for engineers",
    "text_en": "Four weeks in a laboratory.",
}


def make_offer(user: User, status: OfferStatus = OfferStatus.DRAFT, **changes: Any) -> Offer:
    """An offer of the person's organisation in a state, taken there as people would."""
    content = OfferContent(**{name: getattr(CONTENT, name) for name in OfferContent.__slots__} | changes)
    offer = operations.add_offer(partner_of(user), content, by=user)
    if status is not OfferStatus.DRAFT:
        operations.submit(offer, by=user)
    if status in (OfferStatus.PUBLISHED, OfferStatus.RETURNED):
        reviewer = db.session.scalars(select(User).where(User.role == Role.MANAGER.value)).one()
        operations.review(offer, to=status, by=reviewer, note="Say more.")
    if status is OfferStatus.WITHDRAWN:
        operations.withdraw(offer, by=user)
    return offer


def made(app: Flask, cast: Cast, status: OfferStatus = OfferStatus.DRAFT, **changes: Any) -> int:
    """The id of an offer of the first partner."""
    with app.app_context():
        offer_id = make_offer(db.session.get_one(User, cast.partner), status, **changes).id
        commit()
        return offer_id


def colleague(app: Flask, cast: Cast, standing: MemberRole, language: str = "ru", active: bool = True) -> int:
    """Somebody else of the first partner's organisation."""
    with app.app_context():
        email = f"{standing.value}-{language}@example.org"
        name = {"name": "Illustrative Colleague", "role": Role.PARTNER, "by": "tests", "password": PASSWORD}
        user = add_account(email=email, language=language, **name)  # type: ignore[arg-type]
        user.is_active = active
        add_member(partner_of(db.session.get_one(User, cast.partner)), user, standing)
        commit()
        return user.id


def send(client: FlaskClient, path: str, form: dict[str, Any] | None = None) -> TestResponse:
    token = token_in(client.get("/en/password/change").text)
    return client.post(path, data={"csrf_token": token} | (form or {}))


def state(app: Flask, offer_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Offer, offer_id).status
