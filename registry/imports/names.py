"""Names in every language, folded, and what they stand for."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from registry.languages import LANGUAGES, fold, use_language
from registry.reference.queries import labels
from registry.web.formatting import countries

AT_ONCE = 500


def codes_of(listing: str) -> dict[str, str]:
    """Name or code of an entry of a list -> its code."""
    found = labels()[listing]
    return {fold(name): code for code, names in found.items() for name in (*names.values(), code) if name}


def country_codes() -> dict[str, str]:
    """Name or code of a country -> its code."""
    found = {fold(name): code for language in LANGUAGES for code, name in countries(language)}
    return found | {fold(code): code for code, _name in countries("en")}


def all_headings(headings: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """Heading in any language, or the key itself -> key."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with use_language(language):
            found |= {fold(heading): key for key, heading in headings().items()}
    return found | {fold(key): key for key in headings()}


def in_parts(values: Iterable[str]) -> Iterator[list[str]]:
    """The different values but empty ones, some at a time: databases take only so many in one statement."""
    wanted = sorted(set(filter(None, values)))
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))


def line(cell: object) -> str:
    """A cell as one line of text."""
    return "" if cell is None else " ".join(str(cell).split())
