"""Published projects as arrays that partners are compared with, made from the catalogue's index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.index import Index
from registry.catalogue.search.table import NOTHING, unpacked
from registry.matching.scoring import OF_CODES, OF_RANGES, Criterion, Masks, Numbers, mask_of
from registry.projects.lifecycle import OPEN_FUNDING

#: Criterion -> the facet of the catalogue that holds its codes.
FACET_OF: Mapping[Criterion, str] = {
    Criterion.SECTOR: "sector",
    Criterion.PLACE: "district",
    Criterion.STAGE: "stage",
    Criterion.INSTRUMENT: "instrument",
    Criterion.PARTNER_TYPE: "partner_type",
    Criterion.SDG: "sdg",
}
#: Lists of at most so many codes can be compared.
MOST_CODES = 64

#: Criterion -> code -> its bit
Orders = Mapping[Criterion, Mapping[str, int]]


@dataclass(frozen=True)
class Projects:
    """Every slot of an index, dead ones too.

    `has` criterion -> uint64[slots], the codes of each; `low`, `high` criterion -> float64[slots] in US dollars,
    percent or years, NaN where not known; `is_open` bool[slots], true for the published that take interest.
    """

    index: Index
    has: Mapping[Criterion, Masks]
    low: Mapping[Criterion, Numbers]
    high: Mapping[Criterion, Numbers]
    is_open: NDArray[np.bool_]

    @classmethod
    def of(cls, index: Index, orders: Orders, today: date) -> "Projects":
        """The projects of an index; `orders` says which bit each code is."""
        low, high = _ranges(index)
        has = {criterion: _masks(index, FACET_OF[criterion], orders[criterion]) for criterion in OF_CODES}
        return cls(index, has, low, high, _open(index, today))

    @property
    def size(self) -> int:
        """Slots, dead ones too."""
        return self.index.table.size

    @property
    def ids(self) -> NDArray[np.int64]:
        ids: NDArray[np.int64] = self.index.table.columns["id"]
        return ids

    def at(self, slots: NDArray[np.int64]) -> "Rows":
        """What is compared of some slots."""
        return Rows(
            {criterion: masks[slots] for criterion, masks in self.has.items()},
            {criterion: numbers[slots] for criterion, numbers in self.low.items()},
            {criterion: numbers[slots] for criterion, numbers in self.high.items()},
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Some projects, in the same arrays."""

    has: Mapping[Criterion, Masks]
    low: Mapping[Criterion, Numbers]
    high: Mapping[Criterion, Numbers]


def order_of(codes: Iterable[str]) -> dict[str, int]:
    """Code -> its bit, for the first codes of a list."""
    return {code: place for place, code in enumerate(list(codes)[:MOST_CODES])}


def _masks(index: Index, facet: str, order: Mapping[str, int]) -> Masks:
    size = index.table.size
    masks = np.zeros(size, dtype=np.uint64)
    for place, (name, code) in enumerate(index.table.values):
        if name == facet and code in order:
            masks[unpacked(index.table.bits[place], size)] |= np.uint64(mask_of([code], order))
    return masks


def _ranges(index: Index) -> tuple[dict[Criterion, Numbers], dict[Criterion, Numbers]]:
    """A project takes from its smallest participation, or nothing, up to its largest, or all that is sought."""
    usd, least, most = (_known(index, name, 100) for name in ("usd", "ticket_min", "ticket_max"))
    high = np.where(np.isnan(most), usd, most)
    low = np.where(np.isnan(high), np.nan, np.nan_to_num(least))
    irr, horizon = _known(index, "irr", 10_000), _known(index, "horizon", 10_000)
    lows = {Criterion.AMOUNT: low, Criterion.RETURN: irr, Criterion.HORIZON: horizon}
    highs = {Criterion.AMOUNT: high, Criterion.RETURN: irr, Criterion.HORIZON: horizon}
    assert lows.keys() == OF_RANGES.keys()
    return lows, highs


def _known(index: Index, column: str, scale: int) -> Numbers:
    whole = index.table.columns[column]
    return np.where(whole == NOTHING, np.nan, whole / scale)


def _open(index: Index, today: date) -> NDArray[np.bool_]:
    funded = np.zeros(index.table.size, dtype=bool)
    for place, value in enumerate(index.table.values):
        if value in {("funding", state.value) for state in OPEN_FUNDING}:
            funded |= unpacked(index.table.bits[place], index.table.size)
    in_time: NDArray[np.bool_] = index.table.columns["closes"] >= today.toordinal()
    return index.table.living() & funded & in_time
