"""Finding organisations that may be one, and everything that points to an organisation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, Table, UniqueConstraint, and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import defer, joinedload, selectinload

from registry.accounts.models import User
from registry.db import Base, db
from registry.partners.changes import SERIES
from registry.partners.checks.queries import partner_names
from registry.partners.merging import signals
from registry.partners.merging.domains import domain_of_mail, domain_of_website, telling
from registry.partners.merging.models import DifferentPair, Merge
from registry.partners.merging.policies import POLICIES, How, Part, Policy, Side, is_remade
from registry.partners.models import Member, Partner
from registry.partners.naming import Known, NameIndex, Pair
from registry.partners.queries import one_partner
from registry.reference.queries import last_numbers
from registry.refusals import NotFound

#: Organisations shown as similar to one.
MOST_SIMILAR = 5

# --- who may be whom


@dataclass(frozen=True)
class Everybody:
    """All organisations as they are compared."""

    known: Mapping[int, Known]

    @cached_property
    def index(self) -> NameIndex:
        return NameIndex.of(self.known.values())

    @cached_property
    def pairs(self) -> list[Pair]:
        """All that may be one, likeliest first."""
        return self.index.pairs()


_turn = RLock()
#: What each database of this process said last: the state it was made from, and everybody.
_kept: WeakKeyDictionary[Engine | Connection, tuple[Any, Everybody]] = WeakKeyDictionary()


def everybody() -> Everybody:
    """All organisations; made anew when one has changed since, or its people have."""
    people = db.session.execute(select(func.count(), func.max(Member.id)).select_from(Member)).one()
    state = (last_numbers(SERIES), tuple(people))
    with _turn:
        known = _kept.get(db.session.get_bind())
        if known is None or known[0] != state:
            known = _kept[db.session.get_bind()] = state, Everybody(_read())
    return known[1]


def _read() -> dict[int, Known]:
    domains: defaultdict[int, set[str]] = defaultdict(set)
    for id_, website in db.session.execute(select(Partner.id, Partner.website).order_by(Partner.id)):
        domains[id_].update(filter(None, [domain_of_website(website)]))
    addresses = select(Member.partner_id, User.email_key).join(Member.user).order_by(Member.id)
    for id_, address in db.session.execute(addresses):
        domains[id_].update(filter(None, [domain_of_mail(address)]))
    own = telling(domains)
    return {
        named.id: Known(named.id, named.names, next(iter(named.countries), None), own.get(named.id, frozenset()))
        for named in partner_names()
        if isinstance(named.id, int)
    }


def _different(partner_id: int | None = None) -> set[tuple[int, int]]:
    """Pairs that somebody found to be different, of one organisation or of all."""
    query = select(DifferentPair.first_id, DifferentPair.second_id)
    if partner_id is not None:
        query = query.where(or_(DifferentPair.first_id == partner_id, DifferentPair.second_id == partner_id))
    return {(first, second) for first, second in db.session.execute(query)}


def ordered(one: int, other: int) -> tuple[int, int]:
    """Two ids as a pair of different organisations has them."""
    return min(one, other), max(one, other)


def are_different(one: int, other: int) -> bool:
    """True if somebody found these two to be different."""
    return db.session.get(DifferentPair, ordered(one, other)) is not None


def similar_to(partner: Partner) -> list[tuple[Partner, Pair]]:
    """Organisations that may be the same as this one, likeliest first; for the staff's eyes only."""
    here = everybody()
    known = here.known.get(partner.id)
    if known is None:
        return []
    different = _different(partner.id)
    found = [pair for pair in here.index.alike(known) if ordered(partner.id, pair.second) not in different]
    others = _by_id(pair.second for pair in found[:MOST_SIMILAR])
    return [(others[pair.second], pair) for pair in found[:MOST_SIMILAR] if pair.second in others]


def page_of_pairs(*, page: int = 1, per_page: int = 25) -> tuple[list[tuple[Partner, Partner, Pair]], int]:
    """One page of organisations that may be the same, likeliest first, and how many pairs there are."""
    different = _different()
    found = [pair for pair in everybody().pairs if ordered(pair.first, pair.second) not in different]
    shown = found[(page - 1) * per_page : page * per_page]
    partners = _by_id(id_ for pair in shown for id_ in (pair.first, pair.second))
    pairs = [
        (partners[pair.first], partners[pair.second], pair)
        for pair in shown
        if pair.first in partners and pair.second in partners
    ]
    return pairs, len(found)


def _by_id(ids: Iterable[int]) -> dict[int, Partner]:
    query = select(Partner).where(Partner.id.in_(list(ids))).order_by(Partner.id)
    loading = (selectinload(Partner.members), selectinload(Partner.other_names))
    return {partner.id: partner for partner in db.session.scalars(query.options(*loading))}


# --- what a merge is about


def two_partners(kept_id: int, gone_id: int) -> tuple[Partner, Partner]:
    """Two organisations; raises NotFound, also where they are one already."""
    if kept_id == gone_id:
        raise NotFound
    return one_partner(kept_id), one_partner(gone_id)


def hold(*ids: int) -> dict[int, Partner]:
    """These organisations as they are now; nobody changes them, or points to them, until the transaction ends."""
    query = select(Partner).where(Partner.id.in_(ids)).order_by(Partner.id).with_for_update(of=Partner)
    return {partner.id: partner for partner in db.session.scalars(query.execution_options(populate_existing=True))}


def parents(kept: Partner, gone: Partner) -> dict[Side, Partner | None]:
    """Whom the organisation would belong to after the merge; none where it would belong to itself."""
    return {
        side: None if partner.parent is None or _leads_to(partner.parent, {kept.id, gone.id}) else partner.parent
        for side, partner in ((Side.KEPT, kept), (Side.GONE, gone))
    }


def _leads_to(partner: Partner, ids: Collection[int]) -> bool:
    above: Partner | None = partner
    while above is not None:
        if above.id in ids:
            return True
        above = above.parent
    return False


def pointing() -> set[tuple[str, str]]:
    """(table, column) of every foreign key to an organisation."""
    return {
        (table.name, key.parent.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == Partner.__tablename__
    }


def others_in_key(table: Table, column: str) -> list[str]:
    """The columns that are unique together with this one; raises ValueError unless there is one such key."""
    keys = keys_with(table, column)
    if len(keys) != 1:
        raise ValueError(f"{table.name}.{column} is part of {len(keys)} keys")
    return [name for name in keys[0] if name != column]


def keys_with(table: Table, column: str) -> list[list[str]]:
    """Everything unique that this column is part of."""
    rules = [table.primary_key, *(rule for rule in table.constraints if isinstance(rule, UniqueConstraint))]
    keys = [[one.name for one in rule.columns] for rule in rules]
    keys += [[one.name for one in index.columns] for index in table.indexes if index.unique]
    return [key for key in keys if column in key]


def counts_of(partner_id: int) -> dict[tuple[str, str], int]:
    """(table, column) -> how many rows point to an organisation there."""
    found = {}
    for name, column in sorted(pointing()):
        table = Base.metadata.tables[name]
        query = select(func.count()).select_from(table).where(table.c[column] == partner_id)
        found[name, column] = db.session.scalar(query) or 0
    return found


def parts_of(kept: Partner, gone: Partner) -> list[Part]:
    """What a merge would move, in words and numbers, and what forbids it."""
    counts = counts_of(gone.id)
    summed: dict[tuple[str, How], int] = defaultdict(int)
    for place, policy in POLICIES.items():
        again = len(_remade(place, policy, gone.id)) if policy.remade else 0
        summed[policy.label, policy.how] += counts.get(place, 0) - again
        summed[policy.label, How.REMADE] += again
    parts = [Part(label, count, how) for (label, how), count in summed.items() if count]
    answers = signals.looked_at.send(None, kept_id=kept.id, gone_id=gone.id)
    return parts + [part for _receiver, part in answers if part.count or part.obstacle]


def _remade(place: tuple[str, str], policy: Policy, partner_id: int) -> list[dict[str, Any]]:
    rows = rows_of(Base.metadata.tables[place[0]], place[1], partner_id)
    return [row for row in rows if is_remade(row, policy)]


# --- rows of any table


def rows_of(table: Table, column: str, value: object) -> list[dict[str, Any]]:
    """The rows with this value, whole, by primary key."""
    query = select(table).where(table.c[column] == value).order_by(*table.primary_key.columns)
    return [dict(row) for row in db.session.execute(query).mappings()]


def find_row(table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row with this primary key, whole."""
    row = db.session.execute(select(table).where(is_at(table, key))).mappings().one_or_none()
    return dict(row) if row is not None else None


def is_at(table: Table, key: Mapping[str, Any]) -> ColumnElement[bool]:
    """The condition that a row has these values."""
    return and_(*(table.c[name] == value for name, value in key.items()))


# --- merges


def page_of_merges(*, page: int = 1, per_page: int = 50) -> tuple[list[Merge], int]:
    """One page of merges, newest first, without their rows, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(Merge)) or 0
    query = select(Merge).options(defer(Merge.steps), joinedload(Merge.by)).order_by(Merge.id.desc())
    return list(db.session.scalars(query.limit(per_page).offset((page - 1) * per_page))), total


def names_of_kept(merges: Iterable[Merge]) -> dict[int, str]:
    """Id -> name of the organisations that stayed, also of those that went into another one later."""
    ids = {merge.kept_id for merge in merges}
    gone = select(Merge.gone_id, Merge.gone_name).where(Merge.gone_id.in_(ids)).order_by(Merge.id)
    here = select(Partner.id, Partner.name).where(Partner.id.in_(ids)).order_by(Partner.id)
    return dict(db.session.execute(gone).all()) | dict(db.session.execute(here).all())


def one_merge(merge_id: int) -> Merge:
    """The merge with this id, held until the transaction ends; raises NotFound."""
    query = select(Merge).where(Merge.id == merge_id).with_for_update(of=Merge)
    merge = db.session.scalar(query.execution_options(populate_existing=True))
    if merge is None:
        raise NotFound
    return merge
