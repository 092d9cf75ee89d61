"""The read model of the catalogue: criteria in, ids and counts out. Immutable; a change makes a new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.meaning import Meanings, Vectors
from registry.catalogue.search.postings import Postings, Vocabulary
from registry.catalogue.search.query import Unit, wording
from registry.catalogue.search.table import NOTHING, Bits, Facts, Numbers, Table, packed, unpacked
from registry.projects.criteria import FACETS, ProjectCriteria

#: A word nobody wrote stands for at most so many words that begin with it.
MOST_ENDINGS = 30
SHORTEST_BEGINNING = 3
#: How much nearness in meaning counts beside words: a cosine of one as much as two rare words.
NEAR = np.float32(20)


@dataclass(frozen=True, slots=True)
class Document:
    """A published project as the index takes it."""

    facts: Facts
    weights: Mapping[str, float]
    #: small letters; what a misspelt word may have been meant to be
    words: frozenset[str]
    #: float16[SIZE], no elements where meanings are not compared
    meaning: Vectors


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query finds: bool[slots], float32[slots] by how well, and how many of its parts each has."""

    found: NDArray[np.bool_]
    scores: NDArray[np.float32]
    parts: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The projects that meet criteria. `parts` is how many parts of the query they have, of `asked`."""

    ids: list[int]
    total: int
    counts: dict[str, dict[str, int]]
    parts: int
    asked: int


@dataclass(frozen=True, slots=True)
class Index:
    """All published projects as of change number `number`."""

    number: int
    table: Table
    postings: Postings
    words: Vocabulary
    meanings: Meanings
    #: what came after the arrays were made
    new_words: frozenset[str] = frozenset()
    changes: int = 0
    #: id -> what lists show of a project, kept when it was first shown; who changed is left out
    shown: dict[int, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, documents: Iterable[Document], number: int) -> "Index":
        """An index of these projects; they are read once, one after the other."""
        facts: list[Facts] = []
        words: set[str] = set()
        meanings: list[Vectors] = []

        def weights() -> Iterable[Mapping[str, float]]:
            for document in documents:
                facts.append(document.facts)
                words.update(document.words)
                meanings.append(document.meaning)
                yield document.weights

        postings = Postings.of(weights())
        return cls(number, Table.of(facts), postings, Vocabulary.of(words), Meanings.of(meanings))

    def with_changes(self, changed: Iterable[int], documents: Sequence[Document], number: int) -> "Index":
        """The same after these projects changed; `documents` are those among them that are published now."""
        ids = set(changed)
        table = self.table.changed(self.table.slots_of(ids), [document.facts for document in documents])
        slots = enumerate(documents, start=self.table.size)
        postings = self.postings.with_added((slot, document.weights) for slot, document in slots)
        new_words = self.new_words.union(*(document.words for document in documents))
        return replace(
            self,
            number=number,
            table=table,
            postings=postings,
            meanings=self.meanings.with_added([document.meaning for document in documents]),
            new_words=new_words,
            changes=self.changes + len(ids),
            shown={id_: row for id_, row in self.shown.items() if id_ not in ids},
        )

    def compacted(self) -> "Index":
        """The same without what is gone, with all in arrays."""
        table, new_slots = self.table.compacted()
        words = Vocabulary.of([*self.words, *self.new_words]) if self.new_words else self.words
        postings, meanings = self.postings.compacted(new_slots), self.meanings.compacted(new_slots)
        return Index(self.number, table, postings, words, meanings)

    def knows(self, unit: Unit) -> bool:
        """True if some text has a term of the unit, or a word that begins like it."""
        return any(map(self.postings.has, unit.terms)) or bool(self._endings(unit))

    def search(
        self, criteria: ProjectCriteria, query: Sequence[Unit], *, first: int = 0, most: int | None = None
    ) -> Selection:
        """Projects from place `first` on, at most so many, with their total and the counts of every facet."""
        hits = self._hits(query) if query else None
        masks = {name: mask for name in FACETS if (mask := self._chosen(name, criteria)) is not None}
        fixed = self.table.alive
        if (in_range := self._in_range(criteria)) is not None:
            fixed = fixed & in_range
        if hits is not None:
            fixed = fixed & packed(hits.found)
        everything = fixed
        for mask in masks.values():
            everything = everything & mask
        ids = self._page(everything, criteria.sort, hits, first, most)
        total = int(np.bitwise_count(everything).sum())
        counts = self._counts(fixed, everything, masks)
        return Selection(ids, total, counts, hits.parts if hits else 0, len(query))

    def sums(self, criteria: ProjectCriteria, query: Sequence[Unit], facet: str) -> dict[str, int]:
        """Code of a facet -> cents sought by the projects with it; the criteria's own choice of it is left out."""
        known = self._priced(criteria.without(facet), query)
        usd = self.table.columns["usd"]
        return {
            code: int(usd[known & unpacked(self.table.bits[place], self.table.size)].sum())
            for place, (name, code) in enumerate(self.table.values)
            if name == facet
        }

    def sought(self, criteria: ProjectCriteria, query: Sequence[Unit]) -> tuple[int, int]:
        """Cents sought by the projects that meet the criteria, and how many of these have a price."""
        known = self._priced(criteria, query)
        return int(self.table.columns["usd"][known].sum()), int(known.sum())

    def _priced(self, criteria: ProjectCriteria, query: Sequence[Unit]) -> NDArray[np.bool_]:
        """bool[slots]: the projects that meet the criteria and have a price."""
        slots = np.array(self.table.slots_of(self.search(criteria, query).ids), dtype=np.int64)
        known = np.zeros(self.table.size, dtype=bool)
        known[slots] = self.table.columns["usd"][slots] != NOTHING
        return known

    def total(self, criteria: ProjectCriteria, query: Sequence[Unit]) -> int:
        """How many projects meet the criteria."""
        return self.search(criteria, query, most=0).total

    def _chosen(self, facet: str, criteria: ProjectCriteria) -> Bits | None:
        wanted = {(facet, code) for code in criteria.chosen(facet)}
        if not wanted:
            return None
        rows = [place for place, value in enumerate(self.table.values) if value in wanted]
        return np.bitwise_or.reduce(self.table.bits[rows], axis=0) if rows else np.zeros_like(self.table.alive)

    def _in_range(self, criteria: ProjectCriteria) -> Bits | None:
        if criteria.min is None and criteria.max is None:
            return None
        usd = self.table.columns["usd"]
        least = 0 if criteria.min is None else int(criteria.min * 100)
        greatest = NOTHING - 1 if criteria.max is None else int(criteria.max * 100)
        return packed((usd >= least) & (usd <= greatest))

    def _counts(self, fixed: Bits, everything: Bits, masks: Mapping[str, Bits]) -> dict[str, dict[str, int]]:
        """facet -> code -> how many there would be with it; codes that nobody has are left out."""
        bases = {}
        for facet in masks:
            base = fixed
            for other, mask in masks.items():
                if other != facet:
                    base = base & mask
            bases[facet] = base
        counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        numbers = np.bitwise_count(self.table.bits & everything).sum(axis=1, dtype=np.int64)
        for place, (facet, code) in enumerate(self.table.values):
            if facet not in counts:
                continue
            if facet in bases:
                number = int(np.bitwise_count(self.table.bits[place] & bases[facet]).sum())
            else:
                number = int(numbers[place])
            if number:
                counts[facet][code] = number
        return counts

    def _page(self, bits: Bits, sort: str, hits: Hits | None, first: int, most: int | None) -> list[int]:
        if most == 0:
            return []
        size = self.table.size
        flags = unpacked(bits, size)
        last = None if most is None else first + most
        if sort == "relevance" and hits is not None:
            slots = self._best(np.flatnonzero(flags), hits.scores, last)
        else:
            slots = _first_in(self.table.orders.get(sort, self.table.orders["newest"]), flags, last)
        ids: list[int] = self.table.columns["id"][slots[first:last]].tolist()
        return ids

    def _best(self, slots: Numbers, scores: NDArray[np.float32], last: int | None) -> Numbers:
        """Slots by falling score, then newest first, then by falling id; at least the first `last` of them."""
        if last is not None and last < len(slots):
            kept = scores[slots]
            least = np.partition(kept, len(kept) - last)[len(kept) - last]
            slots = slots[kept >= least]
        columns = self.table.columns
        return slots[np.lexsort((-columns["id"][slots], columns["published"][slots], -scores[slots]))]

    def _hits(self, query: Sequence[Unit]) -> Hits:
        """Documents that have all parts of the query; where none has, as many as any, and what is near."""
        size = self.table.size
        living = self.table.living()
        scores = np.zeros(size, dtype=np.float32)
        parts = np.zeros(size, dtype=np.uint8)
        number = int(living.sum())
        for unit in query:
            weights = self._weights(unit, living)
            has = weights > 0
            documents = int(has.sum())
            rarity = np.float32(np.log(1 + (number - documents + 0.5) / (documents + 0.5)))
            scores += weights * rarity
            parts += has
        most = int(parts.max(initial=0))
        found = (parts == most) & (most > 0)
        if most < len(query):
            near, cosines = self.meanings.nearest(wording(query), living)
            scores[near] += NEAR * cosines
            found[near] = True
        return Hits(found, scores, most)

    def _weights(self, unit: Unit, living: NDArray[np.bool_]) -> NDArray[np.float32]:
        """float32[slots]: the best of the unit's alternatives in each living document, 0 where it has none."""
        best = np.zeros(len(living), dtype=np.float32)
        alternatives = unit.alternatives
        if not any(map(self.postings.has, unit.terms)):
            alternatives = tuple((term,) for term in self._endings(unit))
        for terms in alternatives:
            slots, weights = self._of_all(terms)
            best[slots] = np.maximum(best[slots], weights)
        best[~living] = 0
        return best

    def _of_all(self, terms: Sequence[str]) -> tuple[Numbers, NDArray[np.float32]]:
        """Slots that have all of the terms, each with the least of their weights."""
        if not all(map(self.postings.has, terms)):
            return self.postings.of_term("")
        slots, weights = self.postings.of_term(terms[0])
        for term in terms[1:]:
            others, other_weights = self.postings.of_term(term)
            slots, here, there = np.intersect1d(slots, others, assume_unique=True, return_indices=True)
            weights = np.minimum(weights[here], other_weights[there])
        return slots, weights

    def _endings(self, unit: Unit) -> list[str]:
        """Terms that begin like a single word."""
        starts = {
            terms[0] for terms in unit.alternatives if len(terms) == 1 and len(terms[0]) >= SHORTEST_BEGINNING
        }
        found = (term for start in sorted(starts) for term in self.postings.beginning_with(start, MOST_ENDINGS))
        return list(dict.fromkeys(found))[:MOST_ENDINGS]


def _first_in(order: Numbers, flags: NDArray[np.bool_], last: int | None) -> Numbers:
    """The flagged slots in their order, at least the first `last` of them."""
    if last is None:
        return order[flags[order]]
    found: list[Numbers] = []
    number, start, size = 0, 0, 4096
    while start < len(order) and number < last:
        part = order[start : start + size]
        found.append(part[flags[part]])
        number += len(found[-1])
        start, size = start + size, size * 4
    return np.concatenate(found) if found else order[:0]
