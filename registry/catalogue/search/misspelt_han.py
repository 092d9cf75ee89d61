"""A misspelt stretch of Chinese, and the labels it may have been meant to be."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from registry.catalogue.search.concepts import MARK, concepts
from registry.catalogue.search.index import Index
from registry.catalogue.search.query import EITHER
from registry.catalogue.search.words import pairs

#: In a run hardly longer than a word any character may be the wrong one; in a longer run only labels of so many
#: characters may have one that is.
LONGEST_SHORT, SHORTEST_CHANGED = 3, 3
#: Characters on either side of the first unknown one that are compared.
AROUND = 6
#: Labels that are looked for in place of a short run.
MOST_MEANT = 6


def han_guess(run: str, index: Index) -> tuple[str, str] | None:
    """A stretch of the run that nobody wrote, and what it may mean; None if all is known or nothing is near."""
    unknown = _unknown_places(run, index)
    if not unknown:
        return None
    if len(run) <= LONGEST_SHORT and (meant := _most_telling(run, index)):
        return run, EITHER.join(meant)
    start = max(0, min(unknown) - AROUND)
    near = run[start : start + 2 * AROUND + 1]
    places = {place - start for place in unknown}
    return min(_stretches(near, places, index), key=lambda guess: guess[0], default=(None, None))[1]


Rank = tuple[bool, int, int, str]


def _stretches(run: str, unknown: set[int], index: Index) -> Iterator[tuple[Rank, tuple[str, str]]]:
    """Stretches with an unknown place that are one error away from a label.

    First come those in which nothing of the label is missing, then those with longer labels.
    """
    for label in _alike(run):
        for size in (len(label), len(label) - 1, len(label) + 1):
            for start in range(len(run) - size + 1):
                written = run[start : start + size]
                if unknown.isdisjoint(range(start, start + size)) or not set(written) & set(label):
                    continue
                complete = set(label) <= set(written)
                if (complete or len(label) >= SHORTEST_CHANGED) and _is_near(written, label):
                    yield (not complete, -_finds(label, index), -len(label), label), (written, label)


def _most_telling(run: str, index: Index) -> list[str]:
    """Labels one error away from a short run, by the character that is common to the fewest of them."""
    near = [label for label in _alike(run) if _is_near(run, label)]
    useful = [label for label in near if _finds(label, index)] or near
    complete = [label for label in useful if set(label) <= set(run)]
    if complete:
        return sorted(complete, key=len, reverse=True)[:MOST_MEANT]
    common = Counter(character for label in useful for character in set(label) & set(run))
    if not common:
        return []
    telling = min(common, key=lambda character: (len(_labels_with()[character]), run.index(character)))
    labels = sorted((len(label), label) for label in useful if telling in label)
    return _different(label for _length, label in labels)


def _alike(run: str) -> list[str]:
    """Labels of two characters or more with at most one that does not stand in the run."""
    shared = Counter(label for character in set(run) for label in _labels_with().get(character, ()))
    return sorted(label for label, number in shared.items() if number >= len(set(label)) - 1)


@lru_cache(maxsize=1)
def _labels_with() -> dict[str, list[str]]:
    """character -> labels of two characters or more in which it stands"""
    found: dict[str, list[str]] = {}
    for label in concepts().han_labels:
        for character in set(label) if len(label) > 1 else ():
            found.setdefault(character, []).append(label)
    return found


def _is_near(written: str, label: str) -> bool:
    return OSA.distance(written, label, score_cutoff=1) == 1


def _finds(label: str, index: Index) -> bool:
    return any(index.postings.has(MARK + code) for code in concepts().of_han(label))


def _different(labels: Iterable[str]) -> list[str]:
    """The first label of each meaning, at most MOST_MEANT."""
    meanings: dict[frozenset[str], str] = {}
    for label in labels:
        meanings.setdefault(frozenset(concepts().of_han(label)), label)
    return list(meanings.values())[:MOST_MEANT]


def _unknown_places(run: str, index: Index) -> set[int]:
    """Places in a run of Chinese that belong to no concept of two characters and to no pair that is written."""
    known: set[int] = set()
    for match in concepts().in_han(run):
        if match.end - match.start > 1 or len(run) == 1:
            known.update(range(match.start, match.end))
    for place, pair in enumerate(pairs(run)):
        if len(pair) > 1 and index.postings.has(pair):
            known.update((place, place + 1))
    return set(range(len(run))) - known
