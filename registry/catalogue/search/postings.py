"""Which documents have a term and how much: arrays on disk for all, a dictionary for what changed since."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.stored import StoredArray

Slots = NDArray[np.int32]
Weights = NDArray[np.float32]
Numbers = NDArray[Any]

#: float32[65536]: what each float16 is; looking it up takes half as long as working it out.
_WIDENED = np.arange(2**16, dtype=np.uint16).view(np.float16).astype(np.float32)
#: Every word with this distance is kept at hand, so that few are read to find one.
STRIDE = 32


class Vocabulary(Sequence[str]):
    """Sorted words in one block of bytes, so that nothing is read before it is asked for.

    Sorted by UTF-8, which is the order of code points and so that of Python's text.
    """

    def __init__(self, block: Numbers, ends: Numbers) -> None:
        #: uint8[bytes], int64[words]
        self.block, self.ends = block, ends

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """The words sorted, each once."""
        encoded = [word.encode() for word in sorted(set(words))]
        block = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return cls(block, np.cumsum([len(word) for word in encoded], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, place: Any) -> Any:
        start = int(self.ends[place - 1]) if place else 0
        return self.block[start : int(self.ends[place])].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        everything = self.block.tobytes()
        start = 0
        for end in self.ends.tolist():
            yield everything[start:end].decode()
            start = end

    def find(self, word: str) -> int | None:
        """The place of a word; None if it is not there."""
        place = self._first_not_before(word)
        return place if place < len(self) and self[place] == word else None

    def beginning_with(self, start: str, most: int) -> list[str]:
        """The first words with this beginning."""
        found: list[str] = []
        for place in range(self._first_not_before(start), len(self)):
            word = self[place]
            if not word.startswith(start) or len(found) == most:
                break
            found.append(word)
        return found

    def _first_not_before(self, word: str) -> int:
        stride = bisect_left(self._at_hand, word)
        low, high = max(stride - 1, 0) * STRIDE, min(stride * STRIDE, len(self))
        return bisect_left(self, word, low, high)

    @cached_property
    def _at_hand(self) -> list[str]:
        return [self[place] for place in range(0, len(self), STRIDE)]


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms of documents. A document has a slot, a number counted from 0.

    `starts` int64[terms + 1] bounds each term's part of `slots` int32[entries] and `weights` float16[entries],
    which may stay in a file;
    `added` has the documents that came after these arrays were made.
    """

    vocabulary: Vocabulary
    starts: Numbers
    slots: Numbers | StoredArray
    weights: Numbers | StoredArray
    added: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, documents: Iterable[Mapping[str, float]]) -> "Postings":
        """Postings of documents in the order of their slots."""
        numbers: dict[str, int] = {}
        terms, slots, weights = array("i"), array("i"), array("f")
        for slot, document in enumerate(documents):
            for term, weight in document.items():
                terms.append(numbers.setdefault(term, len(numbers)))
                slots.append(slot)
                weights.append(weight)
        vocabulary = Vocabulary.of(numbers)
        places = np.empty(len(numbers), dtype=np.int32)
        for place, term in enumerate(vocabulary):
            places[numbers[term]] = place
        return cls(
            vocabulary, *_by_term(places[np.array(terms)], np.array(slots), np.array(weights), len(vocabulary)), {}
        )

    def of_term(self, term: str) -> tuple[Slots, Weights]:
        """The slots that have a term and its weight in each; both empty if none has it."""
        place = self.vocabulary.find(term)
        here = slice(0, 0) if place is None else slice(int(self.starts[place]), int(self.starts[place + 1]))
        slots, weights = self.slots[here], _WIDENED.take(self.weights[here].view(np.uint16))
        if added := self.added.get(term):
            slots = np.concatenate([slots, np.array([slot for slot, _weight in added], dtype=np.int32)])
            later = np.array([weight for _slot, weight in added], dtype=np.float16).astype(np.float32)
            weights = np.concatenate([weights, later])
        return slots, weights

    def has(self, term: str) -> bool:
        """True if a document has, or had, the term."""
        return term in self.added or self.vocabulary.find(term) is not None

    def beginning_with(self, start: str, most: int) -> list[str]:
        """Some terms with this beginning."""
        later = islice((term for term in self.added if term.startswith(start)), most)
        return list(dict.fromkeys([*self.vocabulary.beginning_with(start, most), *later]))[:most]

    def with_added(self, documents: Iterable[tuple[int, Mapping[str, float]]]) -> "Postings":
        """The same and these documents, given as (slot, weights)."""
        added = dict(self.added)
        for slot, weights in documents:
            for term, weight in weights.items():
                added[term] = (*added.get(term, ()), (slot, weight))
        return Postings(self.vocabulary, self.starts, self.slots, self.weights, added)

    def compacted(self, new_slots: Numbers) -> "Postings":
        """All in arrays again. `new_slots` int32[slots] is each document's new slot, -1 where it is gone."""
        terms = Vocabulary.of([*self.vocabulary, *self.added])
        place_of = {term: place for place, term in enumerate(terms)}
        old_terms = np.array([place_of[term] for term in self.vocabulary], dtype=np.int32)
        entries = [(place_of[term], *entry) for term, later in self.added.items() for entry in later]
        later_terms = np.array([entry[0] for entry in entries], dtype=np.int32)
        later_slots = np.array([entry[1] for entry in entries], dtype=np.int32)
        later_weights = np.array([entry[2] for entry in entries], dtype=np.float16)
        all_terms = np.concatenate([np.repeat(old_terms, np.diff(self.starts)), later_terms])
        slots = new_slots[np.concatenate([np.asarray(self.slots), later_slots])]
        weights = np.concatenate([np.asarray(self.weights), later_weights])
        kept = slots >= 0
        all_terms, slots, weights = all_terms[kept], slots[kept], weights[kept]
        is_used = np.bincount(all_terms, minlength=len(terms)) > 0
        new_places = np.cumsum(is_used) - 1
        vocabulary = Vocabulary.of(term for term, used in zip(terms, is_used, strict=True) if used)
        return Postings(vocabulary, *_by_term(new_places[all_terms], slots, weights, len(vocabulary)), {})


def _by_term(terms: Numbers, slots: Numbers, weights: Numbers, number: int) -> tuple[Numbers, Numbers, Numbers]:
    """Entries (term, slot, weight) as `starts`, `slots` and `weights` of Postings."""
    order = np.lexsort((slots, terms))
    starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=number))]).astype(np.int64)
    return starts, slots[order].astype(np.int32), weights[order].astype(np.float16)
