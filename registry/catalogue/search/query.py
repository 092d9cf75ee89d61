"""What somebody typed, understood: concepts where there are some, else words in any of the languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.catalogue.search.concepts import MARK, Match, concepts
from registry.catalogue.search.words import is_han, pairs, term, terms_anywhere, words_of
from registry.languages import LANGUAGES

#: Between two words without a space: either will do.
EITHER = "/"
#: Parts of a query beyond these are left out.
MOST_UNITS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a query. A document has it if it has all terms of any of the alternatives.

    They are its concepts, its words in each language, and the words of its concepts' labels, even apart.
    """

    words: tuple[str, ...]
    concepts: frozenset[str]
    alternatives: tuple[tuple[str, ...], ...]

    @property
    def terms(self) -> frozenset[str]:
        """Every term of every alternative."""
        return frozenset(found for alternative in self.alternatives for found in alternative)


def wording(units: Sequence[Unit]) -> str:
    """The parts of a query as one text; Chinese without spaces."""
    text = ""
    for word in (word for unit in units for word in unit.words):
        apart = text and not (is_han(text[-1]) and is_han(word[0]))
        text += f" {word}" if apart else word
    return text


@lru_cache(maxsize=1024)
def understand(text: str) -> tuple[Unit, ...]:
    """The parts of a query in their order; empty if nothing in it says what is looked for."""
    units: list[Unit] = []
    row: list[str] = []
    for piece in text.split():
        if EITHER in piece.strip(EITHER):
            units += [*_row_units(row), *_either(piece.split(EITHER))]
            row = []
            continue
        for word in words_of(piece):
            if is_han(word):
                units += [*_row_units(row), *_han_units(word)]
                row = []
            elif terms_anywhere(word):
                row.append(word)
    units += _row_units(row)
    return tuple(dict.fromkeys(units))[:MOST_UNITS]


def _either(choices: Sequence[str]) -> list[Unit]:
    """What stands between strokes, as one part of the query."""
    units = [unit for choice in choices[:MOST_UNITS] for unit in understand(choice)]
    if len(units) < 2:
        return units
    words = EITHER.join(word for unit in units for word in unit.words)
    meant = frozenset(code for unit in units for code in unit.concepts)
    return [Unit((words,), meant, tuple(dict.fromkeys(terms for unit in units for terms in unit.alternatives)))]


def _row_units(words: Sequence[str]) -> list[Unit]:
    """Words one after the other: at each the concept of the longest label, else the word itself."""
    terms = {language: [term(word, language) for word in words] for language in LANGUAGES}
    matches = [match for language in LANGUAGES for match in concepts().in_terms(terms[language], language)]
    units = []
    place = 0
    while place < len(words):
        here = [match for match in matches if match.start == place]
        end = max((match.end for match in here), default=place + 1)
        codes = sorted({match.code for match in here if match.end == end})
        written = {tuple(terms[language][place:end]) for language in LANGUAGES}
        units.append(_unit(tuple(words[place:end]), codes, written))
        place = end
    return units


def _unit(words: tuple[str, ...], codes: Sequence[str], written: set[tuple[str, ...]]) -> Unit:
    apart = {terms for code in codes for terms in concepts().phrases_of[code]}
    alternatives = (*((MARK + code,) for code in codes), *sorted(written | apart))
    return Unit(words, frozenset(codes), alternatives)


def _han_units(run: str) -> list[Unit]:
    """A run of Chinese characters: concepts from left to right, and what lies between as pairs."""
    units: list[Unit] = []
    covered = 0
    matches = list(concepts().in_han(run))
    place = 0
    while place < len(run):
        here = [match for match in matches if match.start == place]
        if not here:
            place += 1
            continue
        units += _between(run[covered:place], alone=False)
        end = max(match.end for match in here)
        units.append(_han_unit(run, [match for match in here if match.end == end]))
        place = covered = end
    return units + _between(run[covered:], alone=not units)


def _han_unit(run: str, here: Sequence[Match]) -> Unit:
    written = run[here[0].start : here[0].end]
    return _unit((written,), sorted({match.code for match in here}), {tuple(pairs(written))})


def _between(rest: str, *, alone: bool) -> list[Unit]:
    """Characters that belong to no concept; a single one beside concepts is a particle and says nothing."""
    if not rest or (len(rest) == 1 and not alone):
        return []
    return [Unit((rest,), frozenset(), (tuple(pairs(rest)),))]
