"""What a project says, as weighted terms: the same text in five languages counts once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from registry.catalogue.search.concepts import MARK, concepts
from registry.catalogue.search.words import is_han, pairs, term, words_of

#: How much a word counts by where it stands.
TITLE, SUMMARY, NAMES, BODY = 4.0, 2.0, 1.0, 1.0
#: A broader concept counts this much of the one that was written.
BROADER = 0.5
#: BM25 (Robertson and Zaragoza 2009): saturation, part of the length, and the length that counts as usual.
#: The usual length is fixed, so that one project's score does not depend on which others there are.
K1, B, USUAL_LENGTH = 1.2, 0.75, 150.0

#: Texts by language with their weight.
WeightedTexts = Mapping[str, Iterable[tuple[str, float]]]


def weights_of(texts: WeightedTexts) -> dict[str, float]:
    """Term -> its BM25 weight in this document, without the rarity of the term.

    A document in several languages has for each term the most of any of them, and the longest length.
    """
    frequencies: dict[str, float] = {}
    longest = 0.0
    for language, parts in texts.items():
        counted: dict[str, float] = defaultdict(float)
        length = 0.0
        for text, weight in parts:
            length += _count(text, language, weight, counted)
        longest = max(longest, length)
        for found, frequency in counted.items():
            frequencies[found] = max(frequency, frequencies.get(found, 0.0))
    norm = K1 * (1 - B + B * longest / USUAL_LENGTH)
    return {found: (K1 + 1) * frequency / (frequency + norm) for found, frequency in frequencies.items()}


def _count(text: str, language: str, weight: float, counted: dict[str, float]) -> float:
    """Add a text's terms and concepts to the counts; returns its length in terms."""
    terms: list[str] = []
    for word in words_of(text):
        if is_han(word):
            for pair in pairs(word):
                counted[pair] += weight
            for match in concepts().in_han(word):
                _count_concept(match.code, weight, counted)
            terms.append("")
        elif found := term(word, language):
            counted[found] += weight
            terms.append(found)
    for match in concepts().in_terms(terms, language):
        _count_concept(match.code, weight, counted)
    return sum(len(word) / 2 if is_han(word) else 1.0 for word in words_of(text))


def _count_concept(code: str, weight: float, counted: dict[str, float]) -> None:
    counted[MARK + code] += weight
    for above in _above(code):
        counted[MARK + above] += weight * BROADER


@lru_cache(maxsize=4096)
def _above(code: str) -> frozenset[str]:
    return concepts().all_broader(code)
