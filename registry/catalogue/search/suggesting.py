"""A word that stands nowhere is perhaps misspelt: what it may have been meant to be.

Several words may be equally near; those of which there are projects are then looked for together, as `this/that`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.catalogue.search.concepts import MARK, concepts
from registry.catalogue.search.index import Index
from registry.catalogue.search.misspelt_han import han_guess
from registry.catalogue.search.query import EITHER, Unit, understand
from registry.catalogue.search.words import is_han, terms_anywhere, words_of
from registry.languages import fold

#: Words shorter than this are not guessed at; longer ones may have two errors.
SHORTEST_GUESSED, TWO_ERRORS_FROM = 4, 10
#: Without its ending a word must be longer to be guessed at.
SHORTEST_STEM = 7
#: A word that is known only by a beginning shorter than this, or as the beginning of others, is guessed at, too.
SHORTEST_CERTAIN, SHORTEST_DOUBTED = 4, 5
#: Unknown parts of a query that are guessed at: whoever types more did not only misspell.
MOST_GUESSED = 4
#: Labels of so many words are compared as a whole; from so many letters on they may have two errors.
LONGEST_PHRASE, LONG_PHRASE = 4, 12
#: Words that are looked for in place of one.
MOST_MEANT = 4


def corrected(text: str, index: Index) -> str | None:
    """The query with its unknown words replaced by the likeliest known ones; None if all are known."""
    replaced = text
    for word in words_of(text):
        guess = han_guess(word, index) if is_han(word) else None
        if guess is not None:
            replaced = replaced.replace(*guess)
    for word in _unknown_words(replaced, index)[:MOST_GUESSED]:
        guess = _phrase_guess(replaced, word)
        if guess is not None:
            replaced = replaced.replace(*guess)
    for word in _unknown_words(replaced, index)[:MOST_GUESSED]:
        meant = _guesses(word, index)
        if meant:
            replaced = _put_in(replaced, word, meant)
    return replaced if replaced != text else None


def _unknown_words(text: str, index: Index) -> list[str]:
    return [word for unit in understand(text) for word in _unknown(unit, index)]


def _phrase_guess(text: str, word: str) -> tuple[str, str] | None:
    """Words around an unknown one, and the label of several words that is hardly different from them."""
    words = text.split()
    nearest: tuple[int, str, str] | None = None
    place = next((place for place, found in enumerate(words) if word in found), len(words))
    for size in range(2, LONGEST_PHRASE + 1):
        for start in range(max(0, place - size + 1), min(place, len(words) - size) + 1):
            written = " ".join(words[start : start + size])
            most = 1 if len(written) < LONG_PHRASE else 2
            near = process.extractOne(fold(written), _labels().keys(), scorer=OSA.distance, score_cutoff=most)
            if near is not None and (nearest is None or near[1] < nearest[0]):
                nearest = int(near[1]), written, _labels()[near[0]]
    return nearest[1:] if nearest else None


def _unknown(unit: Unit, index: Index) -> Iterator[str]:
    """The words of a part of the query that may be errors."""
    if any(map(is_han, unit.words)) or (len(unit.words) > 1 and unit.concepts):
        return
    if not unit.concepts and not index.knows(unit):
        yield from unit.words
    elif len(unit.words) == 1 and _is_doubtful(unit, index):
        yield unit.words[0]


def _is_doubtful(unit: Unit, index: Index) -> bool:
    """True for a word that nobody wrote like this, and that hardly says what it has in common with known ones."""
    folded = fold(unit.words[0])
    if len(folded) < SHORTEST_DOUBTED or folded in _concept_words() or folded in _index_words(index):
        return False
    known = [term for term in terms_anywhere(folded) if term in concepts().stems or index.postings.has(term)]
    return all(len(term) < SHORTEST_CERTAIN for term in known)


def _put_in(text: str, word: str, meant: list[str]) -> str:
    """The text with what a word may mean; where a choice makes parts of the query one, that is meant."""
    texts = [text.replace(word, known) for known in meant]
    sizes = [len(understand(changed)) for changed in texts]
    best = [known for known, size in zip(meant, sizes, strict=True) if size == min(sizes)]
    return text.replace(word, EITHER.join(best))


def _guesses(word: str, index: Index) -> list[str]:
    """The known words fewest letters away, words of the field before others.

    Endings may differ: where no word is near, what is left without them is compared.
    """
    folded = fold(word)
    nearest = _nearest(folded, _concept_words(), index)
    in_texts = _nearest(folded, _index_words(index), index)
    if not nearest or (in_texts and in_texts[0] < nearest[0]):
        nearest = in_texts
    if not nearest:
        stems = sorted(stem for stem in terms_anywhere(word) if SHORTEST_STEM <= len(stem) < len(folded))
        nearest = min(filter(None, (_nearest(stem, concepts().stems, index) for stem in stems)), default=None)
    return nearest[1] if nearest else []


def _nearest(written: str, known: Mapping[str, str], index: Index) -> tuple[int, list[str]] | None:
    """How many letters away the nearest are, and how they are written; those that find something come first."""
    if len(written) < SHORTEST_GUESSED:
        return None
    most = 1 if len(written) < TWO_ERRORS_FROM else 2
    own = terms_anywhere(written)
    found = process.extract(written, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [(int(away), known[key]) for key, away, _ in found if own.isdisjoint(terms_anywhere(known[key]))]
    if not near:
        return None
    least = min(away for away, _word in near)
    words = [word for away, word in near if away == least]
    useful = [word for word in words if _finds(word, index)]
    return least, _different(useful or words[:1])


def _finds(word: str, index: Index) -> bool:
    return any(index.postings.has(term) for term in terms_anywhere(word)) or any(
        index.postings.has(MARK + code) for unit in understand(word) for code in unit.concepts
    )


def _different(words: Iterable[str]) -> list[str]:
    """Words that do not mean the same, at most MOST_MEANT."""
    units = {understand(word): word for word in words}
    return list(units.values())[:MOST_MEANT]


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """folded -> label, for labels of several words"""
    return {fold(label): label for label in concepts().all_labels() if " " in label}


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
