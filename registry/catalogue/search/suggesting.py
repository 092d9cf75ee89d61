"""A word that stands nowhere is perhaps misspelt: what it may have been meant to be."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.catalogue.search.concepts import concepts
from registry.catalogue.search.index import Index
from registry.catalogue.search.query import understand
from registry.catalogue.search.words import is_han
from registry.languages import fold

#: Words shorter than this are not guessed at; longer ones may have two errors.
SHORTEST_GUESSED, TWO_ERRORS_FROM = 4, 8
SHORTEST_HAN = 3


def corrected(text: str, index: Index) -> str | None:
    """The query with its unknown words replaced by the likeliest known ones; None if all are known."""
    replaced = text
    for unit in understand(text):
        if not unit.concepts and not index.knows(unit):
            for word in unit.words:
                guess = _guess_han(word, text) if is_han(word) else _guess(word, index)
                if guess is not None:
                    replaced = replaced.replace(*guess)
    return replaced if replaced != text else None


def _guess(word: str, index: Index) -> tuple[str, str] | None:
    """A word and the known one that is fewest letters away, a word of the field before others."""
    folded = fold(word)
    if len(folded) < SHORTEST_GUESSED:
        return None
    most = 1 if len(folded) < TWO_ERRORS_FROM else 2
    best: tuple[int, str] | None = None
    for known in (_concept_words(), _index_words(index)):
        found = process.extractOne(folded, known.keys(), scorer=OSA.distance, score_cutoff=most)
        if found is not None and (best is None or found[1] < best[0]):
            best = int(found[1]), known[found[0]]
    return None if best is None else (word, best[1])


@lru_cache(maxsize=1)
def _concept_words() -> dict[str, str]:
    return _by_folded(concepts().words())


@lru_cache(maxsize=2)
def _words_kept(index_words: Iterable[str], new_words: frozenset[str]) -> dict[str, str]:
    return _by_folded([*index_words, *new_words])


def _index_words(index: Index) -> dict[str, str]:
    return _words_kept(index.words, index.new_words)


def _by_folded(words: Iterable[str]) -> dict[str, str]:
    """folded -> as it is written; of two that fold to the same, the last in order."""
    return {fold(word): word for word in sorted(words)}


def _guess_han(rest: str, text: str) -> tuple[str, str] | None:
    """A stretch of the query and the Chinese label that differs from it in one character."""
    for label in sorted(concepts().han_labels, key=lambda label: (-len(label), label)):
        if len(label) < SHORTEST_HAN:
            break
        for start in range(len(text) - len(label) + 1):
            written = text[start : start + len(label)]
            touches = any(character in rest for character in written)
            if touches and sum(a != b for a, b in zip(written, label, strict=True)) == 1:
                return written, label
    return None
