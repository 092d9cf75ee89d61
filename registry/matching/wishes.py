"""Partners as arrays that projects are compared with: what each wants, in masks, ranges and words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from registry.matching.scoring import OF_CODES, OF_RANGES, POSSIBLE_CONDITIONS, Criterion, Masks, Numbers

#: Words of a partner that count: those that say most.
MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Wish:
    """What one partner wants, ready to be compared. Nothing is known of what is left out.

    `fits` and `nearly` criterion -> mask of codes; `ranges` criterion -> (least, below); `words` term -> weight;
    `conditions` are criteria in which a project that does not fit is out; `needs` has for each restriction the
    mask of instruments of which a project must seek one.
    """

    id: int
    fits: Mapping[Criterion, int] = field(default_factory=dict)
    nearly: Mapping[Criterion, int] = field(default_factory=dict)
    ranges: Mapping[Criterion, tuple[float | None, float | None]] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    conditions: frozenset[Criterion] = frozenset()
    needs: Mapping[str, int] = field(default_factory=dict)
    is_blocked: bool = False


@dataclass(frozen=True)
class Wishes:
    """Many partners in rows: criterion -> uint64[rows] in `fits`, `nearly`, float64[rows] in `least`, `below`."""

    each: Sequence[Wish]
    fits: Mapping[Criterion, Masks]
    nearly: Mapping[Criterion, Masks]
    least: Mapping[Criterion, Numbers]
    below: Mapping[Criterion, Numbers]

    @classmethod
    def of(cls, wishes: Sequence[Wish]) -> "Wishes":
        """These partners in the order given."""
        return cls(
            wishes,
            {name: _column([wish.fits.get(name, 0) for wish in wishes]) for name in OF_CODES},
            {name: _column([wish.nearly.get(name, 0) for wish in wishes]) for name in OF_CODES},
            {name: np.array([_ends(wish, name)[0] for wish in wishes], dtype=np.float64) for name in OF_RANGES},
            {name: np.array([_ends(wish, name)[1] for wish in wishes], dtype=np.float64) for name in OF_RANGES},
        )

    @property
    def ids(self) -> NDArray[np.int64]:
        return np.array([wish.id for wish in self.each], dtype=np.int64)

    def row(self, place: int) -> "Wishes":
        """One partner alone."""
        return self._cut(self.each[place : place + 1], slice(place, place + 1))

    def at(self, rows: NDArray[np.int64]) -> "Wishes":
        """The partners of these rows, each as often as it is named."""
        return self._cut([self.each[row] for row in rows.tolist()], rows)

    def _cut(self, each: Sequence[Wish], here: slice | NDArray[np.int64]) -> "Wishes":
        return Wishes(
            each,
            {name: masks[here] for name, masks in self.fits.items()},
            {name: masks[here] for name, masks in self.nearly.items()},
            {name: numbers[here] for name, numbers in self.least.items()},
            {name: numbers[here] for name, numbers in self.below.items()},
        )


def _column(masks: Sequence[int]) -> Masks:
    return np.array(masks, dtype=np.uint64)


def _ends(wish: Wish, criterion: Criterion) -> tuple[float, float]:
    """An open end is 0 or infinity; NaN where nothing is said."""
    least, below = wish.ranges.get(criterion, (None, None))
    if least is None and below is None:
        return nan, nan
    return least or 0.0, inf if below is None else below


def known_conditions(names: Sequence[str]) -> frozenset[Criterion]:
    """Those among these that may be a condition."""
    return frozenset(name for name in POSSIBLE_CONDITIONS if name.value in names)
