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


def weights_of(texts: WeightedTexts, names: Mapping[str, Iterable[str]] | None = None) -> dict[str, float]:
    """Term -> its BM25 weight in this document, without the rarity of the term.

    `names` are those of lists, by language: they come again in many documents. A document in several languages
    has for each term the most of any of them, and the longest length.
    """
    frequencies: dict[str, float] = {}
    longest = 0.0
    for language in {*texts, *(names or ())}:
        counted: dict[str, float] = defaultdict(float)
        parts = [(_counted(text, language), weight) for text, weight in texts.get(language, ())]
        parts += [(_counted_name(name, language), NAMES) for name in (names or {}).get(language, ())]
        for (counts, _length), weight in parts:
            for found, number in counts:
                counted[found] += number * weight
        longest = max(longest, sum(length for (_counts, length), _weight in parts))
        for found, frequency in counted.items():
            frequencies[found] = max(frequency, frequencies.get(found, 0.0))
    norm = K1 * (1 - B + B * longest / USUAL_LENGTH)
    return {found: (K1 + 1) * frequency / (frequency + norm) for found, frequency in frequencies.items()}


#: How often each term stands in a text, and how long the text is.
Counted = tuple[tuple[tuple[str, float], ...], float]


def _counted(text: str, language: str) -> Counted:
    counts: dict[str, float] = defaultdict(float)
    terms: list[str] = []
    length = 0.0
    for word in words_of(text):
        if is_han(word):
            length += len(word) / 2
            for pair in pairs(word):
                counts[pair] += 1
            for match in concepts().in_han(word):
                _count_concept(match.code, counts)
            terms.append("")
        else:
            length += 1
            if found := term(word, language):
                counts[found] += 1
                terms.append(found)
    for match in concepts().in_terms(terms, language):
        _count_concept(match.code, counts)
    return tuple(counts.items()), length


_counted_name = lru_cache(maxsize=2048)(_counted)


def _count_concept(code: str, counts: dict[str, float]) -> None:
    counts[MARK + code] += 1
    for above in _above(code):
        counts[MARK + above] += BROADER


@lru_cache(maxsize=4096)
def _above(code: str) -> frozenset[str]:
    return concepts().all_broader(code)
