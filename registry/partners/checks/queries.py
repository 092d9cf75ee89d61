"""Finding checks, and names that stand on sanctions lists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, raiseload

from registry.db import db, now
from registry.partners.checks.models import Check, SanctionEntry, SanctionHit
from registry.partners.checks.outcomes import HitState, Outcome
from registry.partners.checks.standing import Standing, standing
from registry.partners.models import OtherName, Partner
from registry.reference.queries import last_numbers
from registry.refusals import NotFound

#: Goes up with each list that is loaded.
LIST_SERIES = "sanctions-list"
SAMARKAND = ZoneInfo("Asia/Samarkand")
#: Ids in one statement; SQLite takes no more than 32,766 values.
AT_ONCE = 5000


def today() -> date:
    """The day it is for the staff, which a date that they type must not be after."""
    return now().astimezone(SAMARKAND).date()


# --- checks


def checks_of(partner: Partner) -> list[Check]:
    """Every check of an organisation, newest first."""
    query = select(Check).where(Check.partner_id == partner.id).options(joinedload(Check.checked_by))
    return list(db.session.scalars(query.order_by(Check.checked_on.desc(), Check.id.desc())))


def standing_of(partner: Partner) -> Standing:
    """Where an organisation stands after all its checks."""
    return standings_of([partner.id])[partner.id]


def standings_of(partner_ids: Iterable[int]) -> dict[int, Standing]:
    """Where each of these organisations stands."""
    wanted, day = list(dict.fromkeys(partner_ids)), today()
    checks: defaultdict[int, list[Check]] = defaultdict(list)
    hits: defaultdict[int, list[HitState]] = defaultdict(list)
    for some in _parts(wanted):
        for check in db.session.scalars(
            select(Check).where(Check.partner_id.in_(some)).options(raiseload("*")).order_by(Check.id)
        ):
            checks[check.partner_id].append(check)
        states = select(SanctionHit.partner_id, SanctionHit.state).where(SanctionHit.partner_id.in_(some))
        for partner_id, state in db.session.execute(states.order_by(SanctionHit.id)):
            hits[partner_id].append(HitState(state))
    return {partner_id: standing(checks[partner_id], hits[partner_id], day) for partner_id in wanted}


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _counting(query: Select[Any]) -> Select[Any]:
    """Only checks that no later one of their kind replaces."""
    later = aliased(Check)
    replaced = (
        select(later.id)
        .where(
            later.partner_id == Check.partner_id,
            later.kind == Check.kind,
            (later.checked_on > Check.checked_on)
            | ((later.checked_on == Check.checked_on) & (later.id > Check.id)),
        )
        .exists()
    )
    return query.where(~replaced)


def blocked_partner_ids() -> set[int]:
    """Organisations with issues: found by a check that counts, or confirmed to stand on a sanctions list."""
    found = _counting(select(Check.partner_id).where(Check.outcome == Outcome.ISSUES.value))
    confirmed = select(SanctionHit.partner_id).where(SanctionHit.state == HitState.CONFIRMED.value)
    return {*db.session.scalars(found), *db.session.scalars(confirmed)}


def checks_due(until: date) -> list[Check]:
    """Checks that count and are due again on this day or before it, longest due first."""
    query = (
        _counting(select(Check))
        .join(Check.partner)
        .where(Check.due_on <= until)
        .options(joinedload(Check.partner))
        .order_by(Check.due_on, Partner.name_key, Check.id)
    )
    return list(db.session.scalars(query))


# --- hits


def one_hit(partner: Partner, hit_id: int) -> SanctionHit:
    """A hit of this organisation, held until the transaction ends; raises NotFound."""
    query = select(SanctionHit).where(SanctionHit.id == hit_id, SanctionHit.partner_id == partner.id)
    hit = db.session.scalar(query.with_for_update(of=SanctionHit))
    if hit is None:
        raise NotFound
    return hit


def hits_of(partner: Partner) -> list[SanctionHit]:
    """Every hit of an organisation, the likest first."""
    query = select(SanctionHit).where(SanctionHit.partner_id == partner.id)
    ordered = query.order_by(SanctionHit.likeness.desc(), SanctionHit.id)
    return list(db.session.scalars(ordered.options(joinedload(SanctionHit.decided_by))))


def page_of_hits(
    states: Collection[HitState], *, page: int = 1, per_page: int = 50
) -> tuple[list[SanctionHit], int]:
    """One page of the hits in these states, the likest first, and how many there are."""
    query = select(SanctionHit).where(SanctionHit.state.in_([state.value for state in states]))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(
        query.options(joinedload(SanctionHit.partner), joinedload(SanctionHit.decided_by))
        .order_by(SanctionHit.likeness.desc(), SanctionHit.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), total


def hit_counts() -> dict[HitState, int]:
    """How many hits are in each state."""
    rows = db.session.execute(select(SanctionHit.state, func.count()).group_by(SanctionHit.state))
    found = dict(rows.all())
    return {state: found.get(state.value, 0) for state in HitState}


def entries_of(hits: Iterable[SanctionHit]) -> dict[str, SanctionEntry]:
    """What the list says at present about these hits; entries that left it are not there."""
    ids = {hit.entry_id for hit in hits}
    query = select(SanctionEntry).where(SanctionEntry.id.in_(ids)).order_by(SanctionEntry.id)
    return {entry.id: entry for entry in db.session.scalars(query)}


def known_hits(partner_ids: Collection[int]) -> dict[tuple[int, str], SanctionHit]:
    """The hits of these organisations by organisation and entry."""
    query = select(SanctionHit).where(SanctionHit.partner_id.in_(partner_ids)).order_by(SanctionHit.id)
    return {(hit.partner_id, hit.entry_id): hit for hit in db.session.scalars(query)}


def datasets_of(entry_ids: Collection[str]) -> dict[str, str]:
    """Which list each of these entries comes from."""
    query = select(SanctionEntry.id, SanctionEntry.dataset).where(SanctionEntry.id.in_(entry_ids))
    return dict(db.session.execute(query.order_by(SanctionEntry.id)).all())


# --- what is compared


@dataclass(frozen=True, slots=True)
class Named:
    """Names of an organisation, or of an entry of the list, with the countries it belongs to."""

    id: int | str
    names: tuple[str, ...]
    countries: frozenset[str]


def list_number() -> int:
    """Which list is loaded; 0 where none ever was."""
    return last_numbers(LIST_SERIES)[0]


def count_entries() -> int:
    """How many entries the list has."""
    return db.session.scalar(select(func.count()).select_from(SanctionEntry)) or 0


def listed_names() -> list[Named]:
    """Everything on the list."""
    query = select(SanctionEntry.id, SanctionEntry.names, SanctionEntry.countries).order_by(SanctionEntry.id)
    return [Named(id, tuple(names), frozenset(countries)) for id, names, countries in db.session.execute(query)]


def partner_names() -> list[Named]:
    """Every organisation with all its names."""
    others: defaultdict[int, list[str]] = defaultdict(list)
    aliases = select(OtherName.partner_id, OtherName.name).order_by(OtherName.id)
    for partner_id, name in db.session.execute(aliases):
        others[partner_id].append(name)
    columns = (Partner.id, Partner.name, Partner.name_original, Partner.country)
    return [
        Named(partner_id, tuple(one for one in (name, original, *others[partner_id]) if one), frozenset({country}))
        for partner_id, name, original, country in db.session.execute(select(*columns).order_by(Partner.id))
    ]
