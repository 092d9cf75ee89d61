"""Many pairs at once: one partner with every project, one project with every partner, all with all.

The rules are those of `scoring`; the first function compares whatever it is given.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from registry.matching.likeness import Likeness
from registry.matching.projects import Projects, Rows
from registry.matching.scoring import (
    OF_CODES,
    OF_DEGREE,
    OF_RANGES,
    Criterion,
    Masks,
    Numbers,
    Points,
    Verdict,
    Verdicts,
    Weights,
    code_verdicts,
    degree_points,
    degree_verdicts,
    range_points,
    range_verdicts,
)
from registry.matching.wishes import Wishes

#: Combinations of codes that are compared in place of projects.
MOST_COMBINED = 8192
#: Totals that are looked through at once for the best.
BLOCK = 64
#: Criterion -> degree of each pair
Degrees = Mapping[Criterion, Numbers]


@dataclass(frozen=True, slots=True)
class Compared:
    """criterion -> verdict and tenths of points of each pair, and whether anything rules the pair out."""

    verdicts: Mapping[Criterion, Verdicts]
    points: Mapping[Criterion, Points]
    #: name of what rules out -> bool[pairs]
    ruled_out: Mapping[str, NDArray[np.bool_]]

    @property
    def totals(self) -> Points:
        """uint16[pairs]"""
        return np.sum(list(self.points.values()), axis=0, dtype=np.uint16)

    @property
    def is_possible(self) -> NDArray[np.bool_]:
        """bool[pairs]"""
        out = np.zeros(len(self.totals), dtype=bool)
        for flags in self.ruled_out.values():
            out |= flags
        return ~out


def compare(
    partners: Wishes, projects: Rows, is_open: NDArray[np.bool_], degrees: Degrees, weights: Weights
) -> Compared:
    """One partner with many projects, many partners with one project, or as many of either, pair by pair."""
    verdicts: dict[Criterion, Verdicts] = {}
    for criterion in OF_CODES:
        sides = np.broadcast_arrays(projects.has[criterion], partners.fits[criterion], partners.nearly[criterion])
        verdicts[criterion] = code_verdicts(*sides)
    for criterion, slack in OF_RANGES.items():
        ends = (
            projects.low[criterion],
            projects.high[criterion],
            partners.least[criterion],
            partners.below[criterion],
        )
        verdicts[criterion] = range_verdicts(*np.broadcast_arrays(*ends), slack=slack)
    points = {criterion: weights.earned(criterion)[found] for criterion, found in verdicts.items()}
    for criterion, thresholds in OF_DEGREE.items():
        verdicts[criterion] = degree_verdicts(degrees[criterion], thresholds)
        points[criterion] = degree_points(degrees[criterion], weights.tenths[criterion])
    return Compared(verdicts, points, _ruled_out(partners, projects, is_open, verdicts))


def _ruled_out(
    partners: Wishes, projects: Rows, is_open: NDArray[np.bool_], verdicts: Mapping[Criterion, Verdicts]
) -> dict[str, NDArray[np.bool_]]:
    size = len(next(iter(verdicts.values())))
    found = {
        "closed": np.broadcast_to(~is_open, size),
        "blocked": np.broadcast_to(np.array([wish.is_blocked for wish in partners.each]), size),
    }
    for criterion in {name for wish in partners.each for name in wish.conditions}:
        asks = np.array([criterion in wish.conditions for wish in partners.each])
        found[f"condition:{criterion.value}"] = asks & (verdicts[criterion] == Verdict.MISMATCH)
    has = projects.has[Criterion.INSTRUMENT]
    for name in {name for wish in partners.each for name in wish.needs}:
        needed = np.array([wish.needs.get(name, 0) for wish in partners.each], dtype=np.uint64)
        found[f"restriction:{name}"] = (needed != 0) & (has != 0) & ((has & needed) == 0)
    return found


def best(totals: Points, possible: NDArray[np.bool_], ids: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Places of the best possible pairs, best first, ties by falling id."""
    candidates = np.where(possible, totals, np.uint16(0))
    places = np.flatnonzero((candidates >= _floor(candidates, most)) & possible)
    order = np.lexsort((-ids[places], -totals[places].astype(np.int64)))
    found: NDArray[np.int64] = places[order][:most]
    return found


def _floor(totals: Points, most: int) -> int:
    """A number that so many of the totals reach: so many blocks have one that does."""
    whole = len(totals) // BLOCK
    if whole <= most:
        return 0
    highest = totals[: whole * BLOCK].reshape(whole, BLOCK).max(axis=1)
    return int(np.partition(highest, whole - most)[whole - most])


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of codes taken together: each different combination once, and which of them each project has."""

    #: criterion -> uint64[combinations]
    codes: Mapping[Criterion, Masks]
    #: int64[projects]
    places: NDArray[np.int64]


def _groups(has: Mapping[Criterion, Masks]) -> list[Group]:
    """All criteria of codes in few groups, as long as the combinations of a group are few."""
    groups: list[Group] = []
    for criterion in sorted(has, key=lambda name: len(np.unique(has[name]))):
        codes, places = np.unique(has[criterion], return_inverse=True)
        last = groups[-1] if groups else None
        if last is None or len(last.places) == 0 or len(codes) * (last.places.max() + 1) > MOST_COMBINED:
            groups.append(Group({criterion: codes}, places))
            continue
        both, there = np.unique(last.places * len(codes) + places, return_inverse=True)
        before = {name: masks[both // len(codes)] for name, masks in last.codes.items()}
        groups[-1] = Group({**before, criterion: codes[both % len(codes)]}, there)
    return groups


class Everybody:
    """All partners with all projects that take interest, with what repeats worked out once.

    Places of projects are those among the open ones, whose slots are `slots`.
    """

    def __init__(self, partners: Wishes, projects: Projects, likeness: Likeness, weights: Weights) -> None:
        self.partners, self.likeness, self.weights = partners, likeness, weights
        self._projects = projects
        self.slots = np.flatnonzero(projects.is_open)
        self.ids = projects.ids[self.slots]
        self._rows = projects.at(self.slots)
        self._earned = {criterion: weights.earned(criterion) for criterion in Criterion}
        self._groups = _groups(self._rows.has)
        self._unknown = {criterion: np.isnan(low) for criterion, low in self._rows.low.items()}
        self._is_open = np.ones(len(self.slots), dtype=bool)
        self._place_of = np.full(projects.size, -1, dtype=np.int32)
        self._place_of[self.slots] = np.arange(len(self.slots), dtype=np.int32)
        self._nothing = np.full(len(self.slots), np.nan, dtype=np.float32)
        self._of_term = cache(self._read_term)

    def _read_term(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        slots, weights = self.likeness.index.postings.of_term(term)
        places = self._place_of[slots]
        return places[places >= 0], weights[places >= 0]

    def degrees(self, row: int, experience: Numbers | None) -> Degrees:
        """A partner's degrees with every open project; `experience` is that with every slot, None without any."""
        words = self.likeness.summed(row, self._of_term, len(self.slots))
        past = self._nothing if experience is None else experience[self.slots]
        return {Criterion.WORDS: words, Criterion.HISTORY: past}

    def totals(self, row: int, degrees: Degrees) -> tuple[Points, NDArray[np.bool_]]:
        """uint16 and bool of every open project: one partner's tenths, and whether the pair is possible."""
        partner = self.partners.row(row)
        wish = partner.each[0]
        size = len(self.slots)
        if wish.conditions or wish.needs or wish.is_blocked:
            compared = compare(partner, self._rows, self._is_open, degrees, self.weights)
            return compared.totals, compared.is_possible
        totals = np.zeros(size, dtype=np.uint16)
        for group in self._groups:
            totals += self._of_codes(group, partner)
        for criterion, slack in OF_RANGES.items():
            totals += self._of_ranges(criterion, partner, slack)
        for criterion in OF_DEGREE:
            totals += self._of_degree(criterion, degrees[criterion])
        return totals, self._is_open

    def compared(self, some: Sequence["Ranked"]) -> Compared:
        """Some partners, each with its best projects, part by part; the pairs one after the other."""
        places = np.concatenate([one.places for one in some])
        partners = self.partners.at(np.repeat([one.of for one in some], [len(one.places) for one in some]))
        degrees = {criterion: np.concatenate([one.degrees[criterion] for one in some]) for criterion in OF_DEGREE}
        rows = self._projects.at(self.slots[places])
        return compare(partners, rows, self._is_open[places], degrees, self.weights)

    def _of_codes(self, group: "Group", partner: Wishes) -> Points | np.uint16:
        points = np.zeros(len(next(iter(group.codes.values()))), dtype=np.uint16)
        is_known = False
        for criterion, codes in group.codes.items():
            fits, nearly = partner.fits[criterion], partner.nearly[criterion]
            is_known = is_known or bool(fits[0] | nearly[0])
            points += self._earned[criterion].take(code_verdicts(codes, fits, nearly))
        return points.take(group.places) if is_known else np.uint16(points[0])

    def _of_ranges(self, criterion: Criterion, partner: Wishes, slack: float) -> Points | np.uint16:
        least, below = partner.least[criterion][0], partner.below[criterion][0]
        earned = self._earned[criterion]
        if np.isnan(least):
            return np.uint16(earned[Verdict.UNKNOWN])
        low, high = self._rows.low[criterion], self._rows.high[criterion]
        return range_points(low, high, self._unknown[criterion], least, below, slack=slack, earned=earned)

    def _of_degree(self, criterion: Criterion, degree: Numbers) -> Points | np.uint16:
        if not len(degree) or np.isnan(degree[0]):  # a partner says nothing to anybody
            return np.uint16(self._earned[criterion][Verdict.UNKNOWN])
        return degree_points(degree, self.weights.tenths[criterion])


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best of one side for one of the other: their places, int64[n], and tenths, uint16[n], best first.

    `degrees` are those at these places, where the one is a partner.
    """

    of: int
    places: NDArray[np.int64]
    totals: Points
    degrees: Degrees

    def kept(self, flags: NDArray[np.bool_], most: int) -> "Ranked":
        """Only the flagged ones, at most so many."""
        at = np.flatnonzero(flags)[:most]
        degrees = {criterion: degree[at] for criterion, degree in self.degrees.items()}
        return Ranked(self.of, self.places[at], self.totals[at], degrees)


def rank_all(
    everybody: Everybody, experience: Callable[[int], Numbers | None], most: int
) -> tuple[list[Ranked], "Gatherer"]:
    """For each partner its best projects, in rows; and the best partners of each project.

    `experience` row -> degree with every slot, None where there is none. Partners are in rows by rising id.
    """
    gatherer = Gatherer(len(everybody.slots), len(everybody.partners.each), most)
    ranked = []
    for row in reversed(range(len(everybody.partners.each))):
        degrees = everybody.degrees(row, experience(row))
        totals, possible = everybody.totals(row, degrees)
        gatherer.take(row, totals, possible)
        found = best(totals, possible, everybody.ids, most)
        there = {criterion: degree[found] for criterion, degree in degrees.items()}
        ranked.append(Ranked(row, found, totals[found], there))
    return ranked[::-1], gatherer


class Gatherer:
    """The best partners for each project, gathered while partners go by from the last row to the first."""

    def __init__(self, size: int, partners: int, most: int) -> None:
        self.partners = partners
        #: int64[places, most]: tenths times the number of partners, and the row; -1 where there is none
        self.keys = np.full((size, most), -1, dtype=np.int64)
        #: what must be passed: ties go to who came before, which is the later row
        self._least = np.full(size, -1, dtype=np.int16)

    def take(self, row: int, totals: Points, possible: NDArray[np.bool_]) -> None:
        """Note one partner's totals with every project."""
        places = np.flatnonzero((totals.view(np.int16) > self._least) & possible)
        worst = np.argmin(self.keys[places], axis=1)
        self.keys[places, worst] = totals[places].astype(np.int64) * self.partners + row
        self._least[places] = self.keys[places].min(axis=1) // self.partners

    def best(self, place: int) -> Ranked:
        """The best partners of a project."""
        keys = -np.sort(-self.keys[place])
        keys = keys[keys >= 0]
        return Ranked(place, keys % self.partners, (keys // self.partners).astype(np.uint16), {})
