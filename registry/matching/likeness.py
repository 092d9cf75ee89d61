"""How much of what partners write of their needs and offers stands in what projects say of themselves.

Terms are those of the catalogue's search: words without endings, and concepts, so that languages meet. A partner's
term counts by its weight and by its rarity among projects; the degree is the part of all this weight that a
project has, and FULL of it is as good as all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


class Rarities:
    """Term -> its inverse document frequency among the projects of an index, as BM25 has it.

    A few changed projects do not make a word rarer: what was worked out for an index serves those that follow it,
    until its arrays are made anew.
    """

    def __init__(self, index: Index) -> None:
        self.postings = index.postings
        self.number = len(index.table.orders["newest"])
        self._known: dict[str, float] = {}

    def of(self, term: str) -> float:
        """At least 0; 0 for a term that no project has."""
        known = self._known.get(term)
        if known is None:
            documents = len(self.postings.of_term(term)[0])
            if not documents:  # the next change may bring it
                return 0.0
            rarity = np.log(1 + max(self.number - documents + 0.5, 0.0) / (documents + 0.5))
            known = self._known[term] = max(float(rarity), 0.0)
        return known


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
            weighed = {term: weight * rarities.of(term) for term, weight in row.items()}
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

    def summed(self, row: int, of_term: Callable[[str], tuple[NDArray[Any], Weights]], size: int) -> Numbers:
        """The same over any numbering of projects, given where each term stands in it."""
        start, end = self.rows.indptr[row : row + 2]
        if start == end:
            return np.full(size, np.nan, dtype=np.float32)
        degrees = np.zeros(size, dtype=np.float32)
        for column, value in zip(self.rows.indices[start:end], self.rows.data[start:end], strict=True):
            places, weights = of_term(self.terms[column])
            degrees[places] += weights * value
        return np.minimum(degrees, np.float32(1))

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
