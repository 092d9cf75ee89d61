"""Partners with mandates, and what is compared of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from registry.accounts.models import User
from registry.db import commit, db
from registry.partners.mandates.operations import save_mandate
from registry.partners.mandates.queries import find_mandate, record_of
from registry.partners.mandates.records import MandateRecord
from registry.partners.models import Partner
from registry.partners.queries import partner_of
from tests.makers import make_partner_user

#: Fits RECORD of tests.makers in everything but return and horizon, of which that project says nothing.
MANDATE = MandateRecord(
    sectors=("water_saving",),
    districts=("1735240",),
    stages=("idea",),
    instruments=("equity",),
    sdgs=("6",),
    currency="USD",
    ticket_min=Decimal(100_000),
    ticket_max=Decimal(500_000),
    needs={"ru": "Капельное орошение хлопка"},
)


def make_partner(
    name: str = "Illustrative Partner", email: str = "partner@example.org", **mandate: Any
) -> Partner:
    """An organisation with one person and a mandate; `mandate` replaces values of MANDATE."""
    partner = partner_of(make_partner_user(name, email))
    save_mandate(partner, replace(MANDATE, **mandate), by="tests")
    return partner


def change_mandate(partner: Partner, **changes: Any) -> None:
    """Say something else, and commit."""
    save_mandate(partner, replace(record_of(find_mandate(partner)), **changes), by="tests")
    commit()


def person_of(partner: Partner) -> User:
    """The one person of an organisation."""
    db.session.refresh(partner, ["members"])
    return partner.members[0].user
