"""A word that stands nowhere is perhaps misspelt: what it may have been meant to be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.catalogue.search.concepts import concepts
from registry.catalogue.search.index import Index
from registry.catalogue.search.query import understand
from registry.catalogue.search.words import is_han, pairs, terms_anywhere, words_of
from registry.languages import fold

#: Words shorter than this are not guessed at; longer ones may have two errors.
SHORTEST_GUESSED, TWO_ERRORS_FROM = 4, 8
#: Without its ending a word must be longer to be guessed at.
SHORTEST_STEM = 7
SHORTEST_HAN = 3
#: Unknown parts of a query that are guessed at: whoever types more did not only misspell.
MOST_GUESSED = 4


def corrected(text: str, index: Index) -> str | None:
    """The query with its unknown words replaced by the likeliest known ones; None if all are known."""
    replaced = text
    for word in words_of(text):
        guess = _guess_han(word, index) if is_han(word) else None
        if guess is not None:
            replaced = replaced.replace(*guess)
    unknown = [unit for unit in understand(replaced) if not unit.concepts and not index.knows(unit)]
    for unit in unknown[:MOST_GUESSED]:
        for word in unit.words:
            guess = None if is_han(word) else _guess(word, index)
            if guess is not None:
                replaced = replaced.replace(*guess)
    return replaced if replaced != text else None


def _guess(word: str, index: Index) -> tuple[str, str] | None:
    """A word and the known one that is fewest letters away, a word of the field before others.

    Endings may differ: where no word is near, what is left without them is compared.
    """
    folded = fold(word)
    best: tuple[int, str] | None = None
    for known in (_concept_words(), _index_words(index)):
        found = _nearest(folded, known)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    if best is None:
        stems = sorted(stem for stem in terms_anywhere(word) if SHORTEST_STEM <= len(stem) < len(folded))
        best = min(filter(None, (_nearest(stem, _concept_stems()) for stem in stems)), default=None)
    return None if best is None else (word, best[1])


def _nearest(written: str, known: Mapping[str, str]) -> tuple[int, str] | None:
    """How many letters away the nearest is, and how it is written."""
    if len(written) < SHORTEST_GUESSED:
        return None
    most = 1 if len(written) < TWO_ERRORS_FROM else 2
    found = process.extractOne(written, known.keys(), scorer=OSA.distance, score_cutoff=most)
    return None if found is None else (int(found[1]), known[found[0]])


@lru_cache(maxsize=1)
def _concept_words() -> dict[str, str]:
    return _by_folded(concepts().words())


@lru_cache(maxsize=1)
def _concept_stems() -> dict[str, str]:
    """term -> a word that has it"""
    return {stem: word for word in sorted(concepts().words()) for stem in terms_anywhere(word)}


@lru_cache(maxsize=2)
def _words_kept(index_words: Iterable[str], new_words: frozenset[str]) -> dict[str, str]:
    return _by_folded([*index_words, *new_words])


def _index_words(index: Index) -> dict[str, str]:
    return _words_kept(index.words, index.new_words)


def _by_folded(words: Iterable[str]) -> dict[str, str]:
    """folded -> as it is written; of two that fold to the same, the last in order."""
    return {fold(word): word for word in sorted(words)}


def _guess_han(run: str, index: Index) -> tuple[str, str] | None:
    """A stretch of Chinese that nobody wrote, and the label that is one error away from it."""
    unknown = _unknown_places(run, index)
    if not unknown:
        return None
    for label in sorted(concepts().han_labels, key=lambda label: (-len(label), label)):
        if len(label) < SHORTEST_HAN:
            break
        for size in (len(label), len(label) - 1, len(label) + 1):
            for start in range(len(run) - size + 1):
                written = run[start : start + size]
                touches = not unknown.isdisjoint(range(start, start + size))
                if touches and OSA.distance(written, label, score_cutoff=1) == 1:
                    return written, label
    return _guess_short_han(run)


def _guess_short_han(run: str) -> tuple[str, str] | None:
    """A label of two characters for a run hardly longer: turned round, or with another character between or beside
    a character that no other concept has."""
    if len(run) > SHORTEST_HAN:
        return None
    labels = [label for label in concepts().han_labels if len(label) < SHORTEST_HAN]
    both = [label for label in labels if len(label) > 1 and set(label) <= set(run)]
    rare = _rare_characters()
    alone = [rare[character] for character in run if character in rare]
    guesses = sorted(both) or alone
    return (run, guesses[0]) if guesses else None


@lru_cache(maxsize=1)
def _rare_characters() -> dict[str, str]:
    """character -> the shortest label, for characters that stand in labels of one concept only"""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    shortest: dict[str, str] = {}
    for code, labels in concepts().labels.items():
        for label in filter(is_han, labels["zh"]):
            for character in label:
                codes[character].add(code)
                shortest[character] = min(shortest.get(character, label), label, key=len)
    return {character: shortest[character] for character, of in codes.items() if len(of) == 1}


def _unknown_places(run: str, index: Index) -> set[int]:
    """Places in a run of Chinese that belong to no concept of two characters and to no pair that is written."""
    known: set[int] = set()
    for match in concepts().in_han(run):
        if match.end - match.start > 1:
            known.update(range(match.start, match.end))
    for place, pair in enumerate(pairs(run)):
        if len(pair) > 1 and index.postings.has(pair):
            known.update((place, place + 1))
    return set(range(len(run))) - known
