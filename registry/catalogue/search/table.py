"""What lists are filtered, counted and sorted by: a bit for each project and facet value, and sorted slots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Numbers = NDArray[Any]

#: Where there is no date or amount: after all others.
NOTHING = np.iinfo(np.int64).max
WORD = 64
#: So many changes at once are sorted in one by one, more by sorting anew.
FEW = 50
#: sort -> the column it sorts by, ascending; ties go by id, newest first
SORT_COLUMNS = {
    "newest": "published",
    "changed": "updated",
    "closing": "closes",
    "amount": "usd",
    "-amount": "usd_falling",
}
#: What partners compare with their own: amounts in cents, percent and years in ten-thousandths.
COMPARED = ("ticket_min", "ticket_max", "irr", "horizon")
COLUMNS = ("id", *SORT_COLUMNS.values(), *COMPARED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list needs to know of a project.

    `published` and `updated` in microseconds, negative so that the newest comes first; `closes` as ordinal
    day; `usd` in cents, and negated in `usd_falling`; NOTHING where it is not known. `codes` by facet, and those
    of the kinds of partner that are wanted.
    """

    id: int
    published: int
    updated: int
    closes: int
    usd: int
    usd_falling: int
    codes: Mapping[str, tuple[str, ...]]
    ticket_min: int = NOTHING
    ticket_max: int = NOTHING
    irr: int = NOTHING
    horizon: int = NOTHING


@dataclass(frozen=True, slots=True)
class Table:
    """One row a slot; rows of projects that changed or went are no longer alive, the new ones stand at the end.

    `columns` name -> int64[slots]; `values` the (facet, code) of each row of `bits` uint64[values, words];
    `alive` uint64[words]; `orders` sort -> int32[living], slots in that order.
    """

    columns: Mapping[str, Numbers]
    values: tuple[tuple[str, str], ...]
    bits: Bits
    alive: Bits
    orders: Mapping[str, Numbers]

    @classmethod
    def of(cls, facts: Sequence[Facts]) -> "Table":
        """A table of these projects, in the slots of their order."""
        size = len(facts)
        columns = {
            name: np.fromiter((getattr(fact, name) for fact in facts), dtype=np.int64, count=size)
            for name in COLUMNS
        }
        values = _values_of(facts)
        bits = np.zeros((len(values), words_for(size)), dtype=np.uint64)
        _set_bits(bits, values, enumerate(facts))
        alive = packed(np.ones(size, dtype=bool))
        table = cls(columns, values, bits, alive, {})
        return replace(table, orders=table._sorted_anew())

    @property
    def size(self) -> int:
        """Slots, dead ones too."""
        return len(self.columns["id"])

    def living(self) -> NDArray[np.bool_]:
        """bool[slots]"""
        return unpacked(self.alive, self.size)

    def slots_of(self, ids: Iterable[int]) -> Numbers:
        """The living slots of these projects."""
        wanted = np.fromiter(ids, dtype=np.int64)
        return np.flatnonzero(np.isin(self.columns["id"], wanted) & self.living())

    def changed(self, gone: Numbers, added: Sequence[Facts]) -> "Table":
        """The same without the slots that are gone, and with more projects at the end."""
        old_size, size = self.size, self.size + len(added)
        columns = {
            name: np.concatenate([column, np.array([getattr(fact, name) for fact in added], dtype=np.int64)])
            for name, column in self.columns.items()
        }
        new_values = tuple(value for value in _values_of(added) if value not in set(self.values))
        values = (*self.values, *new_values)
        bits = np.zeros((len(values), words_for(size)), dtype=np.uint64)
        bits[: len(self.values), : self.bits.shape[1]] = self.bits
        _set_bits(bits, values, ((old_size + place, fact) for place, fact in enumerate(added)))
        living = np.concatenate([self.living(), np.ones(len(added), dtype=bool)])
        living[gone] = False
        table = Table(columns, values, bits, packed(living), {})
        if len(gone) + len(added) > FEW:
            return replace(table, orders=table._sorted_anew())
        new_slots = range(old_size, size)
        orders = {sort: table._sorted_in(sort, order, gone, new_slots) for sort, order in self.orders.items()}
        return replace(table, orders=orders)

    def compacted(self) -> tuple["Table", Numbers]:
        """Without dead slots, and each old slot's new number (int32, -1 for a dead one)."""
        living = self.living()
        new_slots = np.where(living, np.cumsum(living) - 1, -1).astype(np.int32)
        columns = {name: column[living] for name, column in self.columns.items()}
        bits = (
            np.stack([packed(unpacked(row, self.size)[living]) for row in self.bits]) if self.values else self.bits
        )
        alive = packed(np.ones(int(living.sum()), dtype=bool))
        orders = {sort: new_slots[order] for sort, order in self.orders.items()}
        return Table(columns, self.values, bits, alive, orders), new_slots

    def _sorted_anew(self) -> dict[str, Numbers]:
        living = np.flatnonzero(self.living())
        falling_ids = -self.columns["id"][living]
        return {
            sort: living[np.lexsort((falling_ids, self.columns[column][living]))].astype(np.int32)
            for sort, column in SORT_COLUMNS.items()
        }

    def _sorted_in(self, sort: str, order: Numbers, gone: Numbers, new_slots: Iterable[int]) -> Numbers:
        keys, ids = self.columns[SORT_COLUMNS[sort]], self.columns["id"]
        if len(gone):
            order = order[~np.isin(order, gone)]
        for slot in new_slots:
            sorted_keys = keys[order]
            first = int(np.searchsorted(sorted_keys, keys[slot], side="left"))
            last = int(np.searchsorted(sorted_keys, keys[slot], side="right"))
            place = first + int(np.searchsorted(-ids[order[first:last]], -ids[slot]))
            order = np.insert(order, place, np.int32(slot))
        return order


def _values_of(facts: Iterable[Facts]) -> tuple[tuple[str, str], ...]:
    found = {(facet, code) for fact in facts for facet, codes in fact.codes.items() for code in codes}
    return tuple(sorted(found))


def _set_bits(bits: Bits, values: Sequence[tuple[str, str]], rows: Iterable[tuple[int, Facts]]) -> None:
    place_of = {value: place for place, value in enumerate(values)}
    for slot, fact in rows:
        word, bit = divmod(slot, WORD)
        for facet, codes in fact.codes.items():
            for code in codes:
                bits[place_of[facet, code], word] |= np.uint64(1 << bit)


def words_for(size: int) -> int:
    """How many words of 64 bits hold so many bits."""
    return -(-size // WORD)


def packed(flags: NDArray[np.bool_]) -> Bits:
    """bool[n] -> uint64[words], the first flag in the lowest bit."""
    block = np.zeros(words_for(len(flags)) * 8, dtype=np.uint8)
    inner = np.packbits(flags, bitorder="little")
    block[: len(inner)] = inner
    return block.view("<u8").astype(np.uint64, copy=False)


def unpacked(bits: Bits, size: int) -> NDArray[np.bool_]:
    """uint64[words] -> bool[size]"""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)
