"""Merging two organisations into one, undoing it, and saying that two are different."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import Base, db, now
from registry.languages import gettext as _
from registry.partners.changes import note_change
from registry.partners.merging import signals
from registry.partners.merging.journal import Journal, Row, put_back
from registry.partners.merging.models import DifferentPair, Merge
from registry.partners.merging.moving import Moving
from registry.partners.merging.policies import (
    CHOSEN,
    MANDATE,
    POLICIES,
    Side,
    without_policy,
)
from registry.partners.merging.queries import (
    are_different,
    counts_of,
    find_row,
    hold,
    one_merge,
    ordered,
    parents,
    pointing,
)
from registry.partners.models import Partner
from registry.partners.naming import name_key
from registry.refusals import NotFound, Refusal

PARTNERS: Table = Base.metadata.tables[Partner.__tablename__]

Choices = Mapping[str, Side]


def mark_different(one: Partner, other: Partner, *, by: User) -> None:
    """Two organisations that look alike are not the same; they are never proposed again."""
    first, second = ordered(one.id, other.id)
    if are_different(first, second):
        return
    try:
        with db.session.begin_nested():
            db.session.add(DifferentPair(first_id=first, second_id=second, by_id=by.id, at=now()))
    except IntegrityError:  # somebody else said so in the same moment
        return
    record("partner.found_different", subject=("partner", first), by=by, changes={"other": [None, second]})


def merge(
    kept: Partner,
    gone: Partner,
    *,
    choices: Choices,
    by: User,
    seen: tuple[int | None, int | None] = (None, None),
) -> Merge:
    """Make one organisation of two: everything that points to the one points to the other afterwards.

    `choices` says for a field whose value stays, the kept one's unless said otherwise; `seen` are the versions of
    both that the page showed. Raises Stale, or Refusal where something forbids it; then nothing has changed.
    """
    kept_id, gone_id, gone_name = kept.id, gone.id, gone.name
    with db.session.begin_nested():
        held = hold(kept_id, gone_id)
        if len(held) < 2:
            raise NotFound
        kept.check_version(seen[0])
        gone.check_version(seen[1])
        if missing := without_policy(pointing()):
            raise Refusal(
                _(
                    "Organisations cannot be merged at present: nothing says what becomes of %(places)s.",
                    places=", ".join(missing),
                )
            )
        journal = Journal()
        changes = _join(journal, kept, gone, choices)
        merged = Merge(kept_id=kept_id, gone_id=gone_id, gone_name=gone_name, at=now(), by_id=by.id)
        merged.steps = journal.steps
        db.session.add(merged)
        db.session.flush()
    _forget(gone)
    for id_ in (kept_id, gone_id):
        note_change(id_)
    record("partner.merged", subject=("partner", kept_id), by=by, changes=changes | {"taken_in": [None, gone_id]})
    went = {"name": [gone_name, None], "went_into": [None, kept_id]}
    record("partner.merged", subject=("partner", gone_id), by=by, changes=went)
    return merged


def _join(journal: Journal, kept: Partner, gone: Partner, choices: Choices) -> dict[str, list[Any]]:
    """Change every row; returns what became of the kept one's fields."""
    names = (*kept.names, *gone.names)
    kept_row, gone_row = (find_row(PARTNERS, {"id": partner.id}) or {} for partner in (kept, gone))
    values = _values(kept, gone, kept_row, gone_row, choices)
    first = (values["name"], values["name_original"])
    values["name_key"] = name_key(dict.fromkeys(name for name in (*first, *names) if name))
    journal.change(PARTNERS, kept_row, values, loose=["name_key"])
    moving = Moving(journal, kept.id, gone.id, is_mandate_of_gone=choices.get(MANDATE) is Side.GONE)
    moving.drop_names(first)
    for (table, column), policy in POLICIES.items():
        moving.rows(Base.metadata.tables[table], column, policy)
    moving.add_names([name for name in names if name not in first])
    signals.happening.send(journal, kept_id=kept.id, gone_id=gone.id)
    if any(counts_of(gone.id).values()):
        raise Refusal(_("Something would be left behind. Nothing was merged."))
    journal.delete(PARTNERS, gone_row)
    return {name: [kept_row[name], values[name]] for name in CHOSEN if kept_row[name] != values[name]}


def _values(kept: Partner, gone: Partner, kept_row: Row, gone_row: Row, choices: Choices) -> dict[str, Any]:
    """The columns of the organisation that stays."""
    values = {name: (gone_row if choices.get(name) is Side.GONE else kept_row)[name] for name in CHOSEN}
    parent = parents(kept, gone)[choices.get("parent_id", Side.KEPT)]
    notes = dict.fromkeys(note for note in (kept.note, gone.note) if note)
    return values | {
        "parent_id": parent.id if parent else None,
        "note": "\n\n".join(notes) or None,
        # What is real must outlive the demonstration.
        "is_demo": kept.is_demo and gone.is_demo,
    }


def _forget(gone: Partner) -> None:
    """Rows were changed behind the session's back: let it look anew."""
    db.session.expunge(gone)
    db.session.expire_all()


def undo(merged: Merge, *, by: User) -> None:
    """Make two organisations out of the one again: every row is as it was; what came since stays where it is.

    Raises Refusal where something that was moved has changed since; then nothing has changed.
    """
    kept_id, gone_id = merged.kept_id, merged.gone_id
    with db.session.begin_nested():
        merged = one_merge(merged.id)
        if merged.undone_at is not None:
            raise Refusal(_("This merge is undone already."))
        if kept_id not in hold(kept_id):
            raise Refusal(
                _("The organisation that stayed was itself merged or removed since. Undo that merge first.")
            )
        left = put_back(merged.steps)
        merged.undone_at = now()
        db.session.flush()
    db.session.expire_all()
    if (PARTNERS.name, "name_key") in left:
        kept = db.session.get_one(Partner, kept_id)
        kept.name_key = name_key(kept.names)
    db.session.flush()
    signals.undone.send(merged, kept_id=kept_id, gone_id=gone_id)
    for id_ in (kept_id, gone_id):
        note_change(id_)
    record("partner.merge_undone", subject=("partner", kept_id), by=by, changes={"taken_in": [gone_id, None]})
    record("partner.merge_undone", subject=("partner", gone_id), by=by, changes={"went_into": [kept_id, None]})
