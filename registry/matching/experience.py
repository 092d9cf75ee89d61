"""What organisations did before as evidence of what fits them: past projects that are like a new one.

A past project is like a new one in what both say (the cosine of their terms), in sector and in place (the cosine
of their codes), each rarer term and code counting more. Experience with a project is the sum over past ones of an
organisation, beside how much like this project past ones are on the whole: what resembles everything says little
about anybody. The constants were chosen on the earlier part of two sets of real projects, split by date (AidData
releases of CIDA and of national aid management systems), and tried on the later part; see `evaluation`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.index import Index
from registry.catalogue.search.table import unpacked
from registry.matching.likeness import Rarities, summed
from registry.matching.scoring import Numbers

#: What no likeness in words counts, and how much more likeness in sector and in place counts.
LEAST, SECTOR, PLACE = 0.0003, 2.0, 12.0
#: How much it counts that a project resembles past ones on the whole.
USUAL = 0.8
#: Smallest sums, so that a logarithm exists.
NO_EXPERIENCE, NOTHING_USUAL = 1e-5, 1e-6
#: Where the degree is one half, and how slowly it grows.
MIDDLE, SLOWNESS = 1.0, 1.5
#: How much a project loses that is like those an organisation put aside.
AGAINST = 0.5
#: Terms of a past project that are compared: those that say most.
MOST_TERMS = 120


@dataclass(frozen=True, slots=True)
class Past:
    """A project of before: its terms with their weights, and its codes by facet."""

    weights: Mapping[str, float]
    codes: Mapping[str, Sequence[str]]


class Resemblance:
    """How much like the projects of an index past projects are; float32[slots] each."""

    def __init__(self, index: Index, rarities: Rarities, lengths: Numbers) -> None:
        """`lengths` are those of `lengths_of` for the index or one before it with the same arrays."""
        self.index, self.rarities = index, rarities
        self._lengths = _with_added(lengths, index, rarities)
        self._places = {value: place for place, value in enumerate(index.table.values)}
        self._living = index.table.living()
        self._rarities_of_codes: dict[tuple[str, str], float] = {}
        self._of_term = index.postings.of_term
        self._code_lengths = {facet: self._code_length(facet) for facet in ("sector", "district")}

    @contextmanager
    def keeping_terms(self) -> Iterator[None]:
        """Inside, what was read of a term is kept: for many past projects one after the other."""
        self._of_term = cache(self.index.postings.of_term)
        yield
        self._of_term = self.index.postings.of_term

    def to(self, past: Past) -> Numbers:
        """The likeness of every project to a past one."""
        likeness = self._words(past.weights)
        likeness *= likeness
        likeness += np.float32(LEAST)
        for facet, counts in (("sector", SECTOR), ("district", PLACE)):
            codes = self._codes(facet, past)
            codes *= np.float32(counts)
            codes += np.float32(1)
            likeness *= codes
        return likeness

    def between(self, past: Past, project: Past) -> float:
        """The likeness of one project to a past one, where the project need not be in the index."""
        terms = self.rarities.weighed(past.weights)
        other = self.rarities.weighed(project.weights)
        lengths = [float(np.sqrt(sum(value**2 for value in side.values()))) or 1.0 for side in (terms, other)]
        words = sum(value * other.get(term, 0.0) for term, value in terms.items()) / lengths[0] / lengths[1]
        sector, place = (self._shared(facet, past, project) for facet in ("sector", "district"))
        return (LEAST + words**2) * (1 + SECTOR * sector) * (1 + PLACE * place)

    def _shared(self, facet: str, past: Past, project: Past) -> float:
        sides = [set(one.codes.get(facet, ())) for one in (past, project)]
        squared = [sum(self._rarity(facet, code) ** 2 for code in side) for side in (*sides, sides[0] & sides[1])]
        return squared[2] / np.sqrt(squared[0] * squared[1]) if squared[2] else 0.0

    def _words(self, weights: Mapping[str, float]) -> Numbers:
        weighed = self.rarities.weighed(weights)
        length = np.sqrt(sum(value**2 for value in weighed.values())) or 1.0
        kept = sorted(weighed, key=lambda term: (-weighed[term], term))[:MOST_TERMS]
        factors = np.array([weighed[term] / length * self.rarities.of(term) for term in kept], dtype=np.float32)
        found = summed([self._of_term(term) for term in kept], factors, self.index.table.size)
        found /= self._lengths
        return found

    def _codes(self, facet: str, past: Past) -> Numbers:
        found = np.zeros(self.index.table.size, dtype=np.float32)
        rarities = {code: self._rarity(facet, code) ** 2 for code in past.codes.get(facet, ())}
        length = np.sqrt(sum(rarities.values())) or 1.0
        for code, squared in rarities.items():
            if (facet, code) in self._places:
                found += self._row(facet, code).view(np.uint8) * np.float32(squared / length)
        found /= self._code_lengths[facet]
        return found

    def _row(self, facet: str, code: str) -> NDArray[np.bool_]:
        return unpacked(self.index.table.bits[self._places[facet, code]], self.index.table.size)

    def _rarity(self, facet: str, code: str) -> float:
        known = self._rarities_of_codes.get((facet, code))
        if known is None:
            there = (facet, code) in self._places
            number = int((self._row(facet, code) & self._living).sum()) if there else 0
            known = max(float(np.log((self.rarities.number + 1) / (number + 0.5))), 0.1)
            self._rarities_of_codes[facet, code] = known
        return known

    def _code_length(self, facet: str) -> Numbers:
        squared = np.zeros(self.index.table.size)
        for name, code in self.index.table.values:
            if name == facet:
                squared[self._row(facet, code)] += self._rarity(facet, code) ** 2
        return np.sqrt(np.where(squared > 0, squared, 1.0)).astype(np.float32)


def degrees(summed: Numbers, usual: Numbers) -> Numbers:
    """Experience as a degree from 0 to 1, of the summed likeness of past projects beside the usual one."""
    beside: Numbers = np.log(summed + NO_EXPERIENCE) - USUAL * np.log(usual + NOTHING_USUAL)
    return 1 / (1 + np.exp((MIDDLE - beside) / SLOWNESS))


def with_refusals(joined: Numbers | None, refused: Numbers | None) -> Numbers | None:
    """The degree with projects joined, less for what is like projects that were put aside; None without either."""
    if joined is None:
        return None if refused is None else 0.5 * (1 - refused)
    return joined if refused is None else joined * (1 - AGAINST * refused)


def lengths_of(index: Index) -> Numbers:
    """The squared length of the vector of terms of each project in the arrays of an index."""
    postings, number = index.postings, len(index.table.orders["newest"])
    counts = np.diff(postings.starts)
    rarities = np.maximum(np.log(1 + (number - counts + 0.5) / (counts + 0.5)), 0.0)
    squared = (np.asarray(postings.weights, dtype=np.float64) * np.repeat(rarities, counts)) ** 2
    return np.bincount(np.asarray(postings.slots), weights=squared, minlength=index.table.size)


def _with_added(squared: Numbers, index: Index, rarities: Rarities) -> Numbers:
    lengths = np.zeros(index.table.size)
    lengths[: len(squared)] = squared[: len(lengths)]
    for term, entries in index.postings.added.items():
        rarity = rarities.of(term)
        for slot, weight in entries:
            lengths[slot] += (weight * rarity) ** 2
    return np.sqrt(np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
