"""Which parts of a text are what was looked for."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from registry.catalogue.search.concepts import MARK, concepts
from registry.catalogue.search.query import Unit
from registry.catalogue.search.words import is_han, pairs, term, words_of


def marked(text: str, language: str, query: Sequence[Unit]) -> Markup:
    """The text as HTML with what the query means in <mark>."""
    if not query:
        return escape(text)
    found, place = Markup(), 0
    for start, end in _joined(sorted(_spans(text, language, query))):
        found += escape(text[place:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        place = end
    return found + escape(text[place:])


def _spans(text: str, language: str, query: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    wanted = frozenset(found for unit in query for found in unit.terms)
    row: list[tuple[str, int, int]] = []
    place = 0
    for word in words_of(text):
        start = text.index(word, place)
        place = start + len(word)
        if is_han(word):
            yield from ((start + first, start + last) for first, last in _han_spans(word, wanted))
        elif found := term(word, language):
            row.append((found, start, place))
            if found in wanted:
                yield start, place
    for match in concepts().in_terms([found for found, _start, _end in row], language):
        if _is_wanted(match.code, wanted):
            yield row[match.start][1], row[match.end - 1][2]


def _han_spans(run: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in concepts().in_han(run):
        if _is_wanted(match.code, wanted):
            yield match.start, match.end
    for place, pair in enumerate(pairs(run)):
        if pair in wanted:
            yield place, place + len(pair)


@lru_cache(maxsize=4096)
def _is_wanted(code: str, wanted: frozenset[str]) -> bool:
    """True if the concept, or one above it, was looked for."""
    return any(MARK + found in wanted for found in (code, *concepts().all_broader(code)))


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap as one."""
    present: tuple[int, int] | None = None
    for start, end in spans:
        if present is None or start > present[1]:
            if present is not None:
                yield present
            present = (start, end)
        else:
            present = (present[0], max(present[1], end))
    if present is not None:
        yield present
