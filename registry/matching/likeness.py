"""How much of what partners write of their needs and offers stands in what projects say of themselves.

Terms are those of the catalogue's search: words without endings, and concepts, so that languages meet. A partner's
term counts by its weight and by its rarity among projects; the degree is the part of all this weight that a
project has, and FULL of it is as good as all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from registry.catalogue.search.documents import K1
from registry.catalogue.search.index import Index
from registry.catalogue.search.postings import Weights
from registry.matching.scoring import Numbers

#: Words of a partner that count: those that weigh most.
MOST_WORDS = 24
#: The part of a partner's words that counts as everything.
FULL = 0.3
#: What a term weighs at most in a project: BM25's saturation.
SATURATED = K1 + 1
#: int32
Places = NDArray[np.int32]
_NOWHERE, _NOTHING = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)


class Rarities:
    """Term -> its inverse document frequency among the projects of an index, as BM25 has it.

    A few changed projects do not make a word rarer: what was worked out for an index serves those that follow it,
    until its arrays are made anew.
    """

    def __init__(self, index: Index) -> None:
        self.postings = index.postings
        self.number = len(index.table.orders["newest"])
        self._known = _Known(self._rarity)

    def of(self, term: str) -> float:
        """At least 0; 0 for a term that no project has."""
        return self._known[term]

    def weighed(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Each term's weight times its rarity."""
        known = self._known
        return {term: weight * known[term] for term, weight in weights.items()}

    def _rarity(self, term: str) -> float:
        documents = len(self.postings.of_term(term)[0])
        if not documents:
            return 0.0
        rarity = np.log(1 + max(self.number - documents + 0.5, 0.0) / (documents + 0.5))
        return max(float(rarity), 0.0)


class _Known(dict[str, float]):
    """What was worked out before; a 0 is not kept, as the next change may bring the term."""

    def __init__(self, make: Callable[[str], float]) -> None:
        self._make = make

    def __missing__(self, term: str) -> float:
        rarity = self._make(term)
        if rarity:
            self[term] = rarity
        return rarity


def summed(columns: Sequence[tuple[Places, Weights]], factors: NDArray[np.float32], size: int) -> Numbers:
    """float32[size]: what columns (places, weights) have at each place, each column times its factor."""
    starts = np.zeros(len(columns) + 1, dtype=np.int32)
    np.cumsum([len(places) for places, _weights in columns], out=starts[1:])
    places = np.concatenate([_NOWHERE, *(places for places, _weights in columns)])
    weights = np.concatenate([_NOTHING, *(weights for _places, weights in columns)])
    # A product with a matrix of these columns is much faster than adding column after column.
    found: Numbers = sparse.csc_array((weights, places, starts), shape=(size, len(columns))) @ factors
    return found


@dataclass(frozen=True)
class Likeness:
    """The words of partners in rows: CSR float32[rows, terms]; a row's weights add up to 1 / FULL / SATURATED."""

    index: Index
    terms: Sequence[str]
    rows: sparse.csr_array

    @classmethod
    def of(cls, words: Sequence[Mapping[str, float]], index: Index, rarities: Rarities) -> "Likeness":
        """The words of these partners beside the projects of an index."""
        places: dict[str, int] = {}
        starts, columns, values = [0], list[int](), list[float]()
        for row in words:
            weighed = rarities.weighed(row)
            kept = sorted(weighed, key=lambda term: (-weighed[term], term))[:MOST_WORDS]
            whole = sum(weighed[term] for term in kept)
            if whole > 0:
                columns += [places.setdefault(term, len(places)) for term in kept]
                values += [weighed[term] / whole / FULL / SATURATED for term in kept]
            starts.append(len(columns))
        rows = sparse.csr_array(
            (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts)),
            shape=(len(words), len(places)),
        )
        return cls(index, list(places), rows)

    def with_projects(self, row: int) -> Numbers:
        """float32[slots]: one partner's degree with every project; NaN where the partner says nothing."""
        return self.summed(row, self.index.postings.of_term, self.index.table.size)

    def summed(self, row: int, of_term: Callable[[str], tuple[Places, Weights]], size: int) -> Numbers:
        """The same over any numbering of projects, given where each term stands in it."""
        start, end = self.rows.indptr[row : row + 2]
        if start == end:
            return np.full(size, np.nan, dtype=np.float32)
        columns = [of_term(self.terms[column]) for column in self.rows.indices[start:end]]
        return np.minimum(summed(columns, self.rows.data[start:end], size), np.float32(1))

    def with_project(self, weights: Mapping[str, float]) -> Numbers:
        """float32[rows]: every partner's degree with one project, given its term -> weight."""
        here = np.array([weights.get(term, 0.0) for term in self.terms], dtype=np.float16).astype(np.float32)
        degrees = np.minimum(self.rows @ here, np.float32(1))
        degrees[np.diff(self.rows.indptr) == 0] = np.nan
        return degrees

    def shared(self, row: int, slots: NDArray[np.int64]) -> list[list[str]]:
        """For each of some projects the terms it shares with a partner, most telling first."""
        start, end = self.rows.indptr[row : row + 2]
        columns, values = self.rows.indices[start:end], self.rows.data[start:end]
        found: list[list[str]] = [[] for _slot in slots]
        for place in np.argsort(-values, kind="stable"):
            term = self.terms[columns[place]]
            there = np.isin(slots, self.index.postings.of_term(term)[0])
            for at in np.flatnonzero(there):
                found[at].append(term)
        return found
