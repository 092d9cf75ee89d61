"""Checking organisations, screening their names, deciding about hits."""

from collections.abc import Sequence
from datetime import date

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now, queue_up, reading, release
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.partners.changes import SERIES as PARTNERS
from registry.partners.changes import changed_after, note_change
from registry.partners.checks import messages
from registry.partners.checks.engine import Found, Listed, near
from registry.partners.checks.models import Check, SanctionHit
from registry.partners.checks.outcomes import CheckKind, HitState, Outcome, due_on
from registry.partners.checks.pipeline import find_move
from registry.partners.checks.queries import (
    Named,
    checks_due,
    checks_of,
    datasets_of,
    known_hits,
    list_number,
    listed_names,
    partner_names,
    today,
)
from registry.partners.checks.standing import newest
from registry.partners.models import Partner
from registry.partners.queries import ids_among, one_partner
from registry.reference.operations import raise_counter
from registry.reference.queries import last_numbers
from registry.refusals import Refusal, Stale

#: Hits written at once.
AT_ONCE = 500
#: Organisations compared at a time by the worker, a second or two each where the list is long.
AT_A_TIME = 5
#: Number of the last change of organisations that was compared.
SCREENED = "screened-partners"
#: Hits are written by one process at a time, so that nobody writes one twice.
LOCK = 1_735_408


# --- checks


def note_check(
    partner: Partner, *, kind: CheckKind, outcome: Outcome, checked_on: date | None, note: str | None, by: User
) -> Check:
    """Write down how a check came out; it is due again after twelve months. Raises Refusal naming the field."""
    note = (note or "").strip() or None
    if outcome is Outcome.NOT_REQUIRED:
        checked_on = checked_on or today()
    day = _possible_day(checked_on, outcome)
    if outcome is Outcome.ISSUES and note is None:
        raise Refusal(_("Write what the issues are."), "note")
    before = newest(checks_of(partner)).get(kind)
    check = Check(
        partner_id=partner.id,
        kind=kind.value,
        outcome=outcome.value,
        note=note,
        checked_on=day,
        checked_by_id=by.id,
        due_on=due_on(day, outcome),
    )
    db.session.add(check)
    db.session.flush()
    note_change(partner.id)
    changes = {kind.value: [before.outcome if before else None, outcome.value], "checked_on": [None, day]}
    record("partner.checked", subject=("partner", partner.id), by=by, changes=changes, reason=note)
    return check


def _possible_day(checked_on: date | None, outcome: Outcome) -> date:
    if checked_on is None:
        raise Refusal(_("Name the day of the check."), "checked_on")
    if checked_on > today():
        raise Refusal(_("This day lies in the future."), "checked_on")
    due = due_on(checked_on, outcome)
    if due is not None and due <= today():
        raise Refusal(_("A check older than twelve months does not count any more."), "checked_on")
    return checked_on


def remind_due(day: date) -> int:
    """Tell everybody who may check which checks are due again, each check once; returns how many are."""
    due = [check for check in checks_due(day) if check.reminded_on is None]
    if not due:
        return 0
    for reader in staff_who_may(Permission.PARTNERS_CHECK):
        queue(to=reader.email, language=reader.language, message=messages.checks_are_due(due, reader.language))
    for check in due:
        check.reminded_on = day
    db.session.flush()
    return len(due)


# --- hits


def decide(hit: SanctionHit, *, to: str, by: User, note: str | None = None, seen: str | None = None) -> None:
    """Take a step with a hit; who may decide is told of an escalated one, a confirmed one blocks the organisation.

    Raises Stale if the hit is no longer in the state that was seen, Refusal if this person has no such step.
    """
    if seen is not None and seen != hit.state:
        raise Stale
    note = (note or "").strip() or None
    move = find_move(hit.state, to)
    if move is None or not by.may(move.permission):
        raise Refusal(_("This step is not possible from the present state."), "to")
    if move.needs_note and note is None:
        raise Refusal(_("Write a few words about it."), "note")
    before = hit.hit_state
    hit.state, hit.note = move.to.value, note or hit.note
    hit.decided_by, hit.decided_at = by, now()
    db.session.flush()
    changes = {"state": [before.value, hit.state], "entry": [None, hit.entry_id]}
    record("partner.hit_decided", subject=("partner", hit.partner_id), by=by, changes=changes, reason=note)
    if HitState.CONFIRMED in (before, move.to):
        note_change(hit.partner_id)
    if move.to is HitState.ESCALATED:
        for reader in staff_who_may(Permission.PARTNERS_DECIDE):
            message = messages.hit_escalated(hit, reader.language)
            queue(to=reader.email, language=reader.language, message=message)


# --- screening


def screen(partner: Partner) -> int:
    """Compare an organisation's names with the list; returns how many hits are new."""
    if not list_number():
        return 0
    named = Named(partner.id, partner.names, frozenset({partner.country}))
    everything = listed_names()
    listed = Listed(near(named, everything), total=sum(len(entry.names) for entry in everything))
    new = _keep(listed.find(named))
    if new:
        record("partner.screened", subject=("partner", partner.id), by="system", changes={"hits": [None, new]})
    return new


def screen_changed() -> int:
    """Compare the next few organisations that came or changed since; returns how many were looked at."""
    done, present = last_numbers(SCREENED, PARTNERS)
    if done == present:
        return 0
    if not list_number():  # whoever loads a list screens everybody
        raise_counter(SCREENED, present)
        return 0
    changed = changed_after(done)[:AT_A_TIME]
    for partner_id in ids_among([partner_id for partner_id, _number in changed]):
        screen(one_partner(partner_id))
    raise_counter(SCREENED, changed[-1][1] if changed else present)
    return len(changed)


def screen_all() -> int:
    """Compare every organisation with the list; returns how many hits are new.

    For the command line and the worker, at the start of a transaction: it reads, lets go of the database for the
    minutes that comparing takes, and only then writes.
    """
    with reading():
        number, entries, partners = list_number(), listed_names(), partner_names()
    release()
    listed = Listed(entries)
    found = [hit for partner in partners for hit in listed.find(partner)]
    if number != list_number():
        raise Refusal(_("Another list was loaded meanwhile; screen anew."))
    new = sum(_keep(found[start : start + AT_ONCE]) for start in range(0, len(found), AT_ONCE))
    changes = {"organisations": [None, len(partners)], "hits": [None, new]}
    record("sanctions.screened", subject=("sanctions", "list"), by="system", changes=changes)
    return new


def _keep(found: Sequence[Found]) -> int:
    """Write down hits that are new; those still open follow what was found now, decided ones stay as they are."""
    queue_up(LOCK)
    present = set(ids_among([hit.partner_id for hit in found]))
    known = known_hits({hit.partner_id for hit in found})
    datasets = datasets_of({hit.entry_id for hit in found})
    fresh = []
    for hit in found:
        values = {
            "entry_name": hit.entry_name,
            "dataset": datasets.get(hit.entry_id, ""),
            "partner_name": hit.partner_name,
            "way": hit.way.value,
            "likeness": hit.likeness,
        }
        before = known.get((hit.partner_id, hit.entry_id))
        if before is None and hit.partner_id in present:
            fresh.append(
                SanctionHit(
                    partner_id=hit.partner_id,
                    entry_id=hit.entry_id,
                    state=HitState.OPEN.value,
                    found_at=now(),
                    **values,
                )
            )
        elif before is not None and before.hit_state is HitState.OPEN:
            for name, value in values.items():
                setattr(before, name, value)
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)
