"""Cases know their organisation by a key, too: when two organisations become one, their keys do."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, update

from registry.db import Base, db
from registry.languages import gettext as _
from registry.leads.models import Lead
from registry.leads.pipeline import OPEN, LeadStatus
from registry.leads.queries import open_key
from registry.partners.merging import signals
from registry.partners.merging.journal import Journal
from registry.partners.merging.policies import How, Part, label_of
from registry.partners.merging.queries import rows_of
from registry.refusals import Refusal

CASES: Table = Base.metadata.tables[Lead.__tablename__]


def watch() -> None:
    """Take part in merges of organisations."""
    signals.looked_at.connect(look)
    signals.happening.connect(move)
    signals.undone.connect(settle)


def _cases(partner_id: int) -> list[dict[str, Any]]:
    return rows_of(CASES, "organisation_key", _key(partner_id))


def _key(partner_id: int) -> str:
    return f"partner:{partner_id}"


def _open_key(row: Mapping[str, Any], key: str) -> str | None:
    """What the case must have while it is open, and not when it is closed."""
    return open_key(row["project_id"], key) if LeadStatus(row["status"]) in OPEN else None


def _obstacle(kept_id: int, gone_id: int) -> str | None:
    """Two open cases about one project cannot be one organisation's."""
    ours = {row["project_id"]: row["number"] for row in _cases(kept_id) if row["open_key"]}
    twice = [
        _("%(one)s and %(other)s", one=ours[row["project_id"]], other=row["number"])
        for row in _cases(gone_id)
        if row["open_key"] and row["project_id"] in ours
    ]
    if not twice:
        return None
    return _(
        "Both organisations have an open case about the same project: %(cases)s. Close one of the two first.",
        cases="; ".join(twice),
    )


def look(sender: object, *, kept_id: int, gone_id: int) -> Part:
    """How many cases would move, and what forbids it."""
    return Part(label_of(CASES.name), len(_cases(gone_id)), How.MOVES, _obstacle(kept_id, gone_id))


def move(journal: Journal, *, kept_id: int, gone_id: int) -> None:
    """The cases of the one become cases of the other; raises Refusal."""
    if obstacle := _obstacle(kept_id, gone_id):
        raise Refusal(obstacle)
    key = _key(kept_id)
    for row in _cases(gone_id):
        values = {"organisation_key": key, "open_key": _open_key(row, key)}
        journal.change(CASES, row, values, loose=["open_key"])


def settle(sender: object, *, kept_id: int, gone_id: int) -> None:
    """Cases that were closed or opened meanwhile get the key that fits their state."""
    for partner_id in (kept_id, gone_id):
        for row in _cases(partner_id):
            wanted = _open_key(row, _key(partner_id))
            if row["open_key"] != wanted:
                db.session.execute(update(CASES).where(CASES.c.id == row["id"]).values(open_key=wanted))
    db.session.expire_all()
