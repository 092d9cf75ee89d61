"""Documents of visits and agreements are the staff's alone."""

from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.cooperation.agreements.models import Agreement
from registry.cooperation.visits.models import Visit
from registry.db import db
from registry.documents.doors import DOORS, Door
from registry.documents.levels import Level
from registry.refusals import NotFound


def watch() -> None:
    """Say what documents must know of visits and agreements."""
    for kind, model, page in (
        ("visit", Visit, "staff_visits.show"),
        ("agreement", Agreement, "staff_agreements.show"),
    ):
        DOORS[kind] = _door(model, page)


def _door(model: Any, page: str) -> Door:
    def find(number: str) -> int:
        found: int | None = db.session.scalar(select(model.id).where(model.number == number))
        if found is None:
            raise NotFound
        return found

    def number_of(record_id: int) -> str:
        return str(db.session.get_one(model, record_id).number)

    return Door(find=find, number=number_of, standing=_standing, page=(page, "number"))


def _standing(_record_id: int, user: User | None) -> Level | None:
    return Level.STAFF if user is not None and user.is_staff else None
