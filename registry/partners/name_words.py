"""The words of organisations' names, in any language, and what they stand for.

seed_data/partners/name_words.csv gives each code its role and its words in each language; codes joined with + are
compounds, codes of places begin with their country's. known_names.csv has all names of well-known organisations.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from registry.config import RESOURCES
from registry.languages import fold
from registry.partners.name_sounds import CYRILLIC, IS_RUN, RUN, UZBEK
from registry.stems import stem

FOLDER: Final = RESOURCES / "seed_data" / "partners"
SEPARATOR: Final = ";"
#: Codes of known organisations begin with this.
KNOWN: Final = "known:"
#: Acronyms up to this size count only in capitals: WHO, CARE, US.
SHOUTED: Final = 4


class Role(StrEnum):
    """What a word does in a name."""

    LEGAL = auto()
    STOP = auto()
    #: before the place where it sits: an embassy in China is not China's
    HOST = auto()
    NAMED_NEXT = auto()
    NAMED_BEFORE = auto()
    #: the next or the previous words are of the body it belongs to
    UNDER_NEXT = auto()
    UNDER_BEFORE = auto()
    #: says little: state, international, group
    LIGHT = auto()
    OFFICE = auto()
    KIND = auto()
    FIELD = auto()
    COUNTRY = auto()
    REGION = auto()
    CITY = auto()
    KNOWN = auto()
    #: the organisation that it belongs to
    PARENT = auto()
    PROPER = auto()
    #: whom it is named after
    HONOUR = auto()
    ACRONYM = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name as it is written and as it is compared."""

    raw: str
    text: str

    @property
    def is_run(self) -> bool:
        return bool(IS_RUN.match(self.text))

    @property
    def is_short_form(self) -> bool:
        """Written like an acronym: UNDP, КазНУ."""
        capitals = sum(map(str.isupper, self.raw))
        return capitals > 1 and capitals >= 0.4 * len(self.raw) and len(self.raw) <= 10


# --- words

_WORDS: Final = re.compile(rf"[{RUN}]+|[^\W_{RUN}]+")
_GAP_IN_RUN: Final = re.compile(rf"(?<=[{RUN}])\s+(?=[{RUN}])")
#: U.N.D.P., S.p.A.
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
#: K-water, Т-Банк.
_LETTER_BEFORE: Final = re.compile(r"(?<=\b\w)-(?=\w\w)")
#: Articles and prepositions: l'eau, d'Italia.
_ELIDED: Final = re.compile(r"\b[dl]['’](?=\w)", re.IGNORECASE)
_INNER_APOSTROPHE: Final = re.compile("(?<=\\w)['`´ʹʻʼʽ‘’′]")
_RUSSIAN_ENDING: Final = re.compile(
    "(?<=...)(?:иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ией|ия|ии|ию|ие|ий|ый|ой|ая|яя|ое|ее|ые|ых|их|ым|им"
    "|ую|юю|ях|ах|ов|ев|ей|ам|ям|а|я|о|е|и|ы|у|ю|ь|й)$"
)
_TURKIC_ENDING: Final = re.compile(
    "(?<=...)(?:lari|leri|lar|ler|ning|nin|dagi|degi|tagi|tegi|dan|den|ni|di|ti|ga|ge|da|de|si|i)$"
)
_KAZAKH_ENDING: Final = re.compile("(?<=...)(?:[ндт][ыі]ң)$")


@lru_cache(maxsize=100_000)
def stems(text: str) -> tuple[str, str, str]:
    """The word as it is, its stem in English or Russian, and in Uzbek or Karakalpak; marked, so that none mix."""
    if CYRILLIC.search(text):
        return (
            f"x:{_KAZAKH_ENDING.sub('', text)}",
            f"s:{_RUSSIAN_ENDING.sub('', text)}",
            f"t:{_turkic(text.translate(UZBEK))}",
        )
    return f"x:{text}", f"s:{stem(text.replace('isation', 'ization'), 'en')}", f"t:{_turkic(text)}"


def _turkic(text: str) -> str:
    return _TURKIC_ENDING.sub("", _TURKIC_ENDING.sub("", text))


#: Latin letters that stand in Cyrillic words by mistake.
_LOOKALIKES: Final = str.maketrans("aceopxykmthbi", "асеорхукмтнві")


def words_of(name: str, characters: dict[int, str]) -> list[Word]:
    """The words of a name; a run of characters is one."""
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), name.translate(characters))
    text = _INNER_APOSTROPHE.sub("", _ELIDED.sub("", text))
    text = _GAP_IN_RUN.sub("", _LETTER_BEFORE.sub("", text))
    return [Word(raw, _unmixed(folded)) for raw in _WORDS.findall(text) if (folded := fold(raw))]


def _unmixed(word: str) -> str:
    return word.translate(_LOOKALIKES) if CYRILLIC.search(word) else word


# --- the list

#: Language -> which of the three stems its words are found by.
COLUMNS: Final = {"en": 1, "ru": 1, "uz": 2, "kaa": 2, "other": 0, "zh": 0}
_COUNTRY_NAMES: Final = {"en": 1, "ru": 1, "uz": 2, "zh": 0, "ja": 0, "ko": 0, "kk": 0, "tr": 0}
#: Unions and unknown regions among Babel's territories.
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
#: Codes that words stand for, none if they are unknown, and the words.
Piece = tuple[tuple[str, ...], tuple[Word, ...]]


class Lexicon:
    """Words and phrases with what they stand for, found at their longest."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}
        #: variants of Chinese characters
        self.characters: dict[int, str] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}
        #: first stem -> words of the longest phrase that begins with it
        self._longest: dict[str, int] = {}
        self._shouted: set[str] = set()
        self._runs: dict[str, tuple[str, ...]] = {}

    def add(self, codes: tuple[str, ...], form: str, kinds: Sequence[int]) -> None:
        """Let a form stand for codes; what it stood for before stays."""
        words = words_of(form, self.characters)
        words = [word for word in words if not self._is_stop(word)] or words
        if len(words) == 1 and words[0].is_run:
            self._runs.setdefault(words[0].text, codes)
        is_acronym = len(words) == 1 and words[0].raw.isupper()
        # Acronyms have no stem: EEAS is no plural of EEA.
        for kind in ((0,) if is_acronym else kinds) if words else ():
            parts = [stems(word.text)[kind] for word in words]
            self._phrases.setdefault(" ".join(parts), codes)
            self._longest[parts[0]] = max(self._longest.get(parts[0], 1), len(parts))
            is_legal = self.roles.get(codes[0]) is Role.LEGAL
            if is_acronym and (2 if is_legal else SHOUTED) >= len(words[0].raw):
                self._shouted.add(parts[0])

    def _is_stop(self, word: Word) -> bool:
        x, s, t = stems(word.text)
        return (self._phrases.get(s) or self._phrases.get(t) or self._phrases.get(x)) == (Role.STOP,)

    def pieces(self, name: str) -> Iterator[Piece]:
        """The words of a name part by part, with the codes of those that are in the list."""
        words = words_of(name, self.characters)
        words = [word for word in words if not self._is_stop(word)] or words
        is_loud = len(words) == 1 or all(word.raw.isupper() for word in words)
        start = 0
        while start < len(words):
            if words[start].is_run:
                yield from self._in_run(words[start].text)
                start += 1
                continue
            size, codes = self._phrase_at(words, start, is_loud)
            yield codes, tuple(words[start : start + size])
            start += size

    def _phrase_at(self, words: Sequence[Word], start: int, is_loud: bool) -> tuple[int, tuple[str, ...]]:
        longest = max(self._longest.get(first, 0) for first in stems(words[start].text))
        kinds = (0, 1, 2) if words[start].is_short_form else (1, 2, 0)
        for size in range(min(longest, len(words) - start), 0, -1):
            for kind in kinds:
                phrase = " ".join([stems(word.text)[kind] for word in words[start : start + size]])
                codes = self._phrases.get(phrase)
                if codes and (is_loud or words[start].is_short_form or phrase not in self._shouted):
                    return size, codes
        return 1, ()

    def _in_run(self, run: str) -> Iterator[Piece]:
        unknown = ""
        parts = self._cut(run)
        for place, part in enumerate(parts):
            codes = self._runs.get(part, ())
            beside_unknown = unknown or (place + 1 < len(parts) and parts[place + 1] not in self._runs)
            # Syllables of a proper name are no words: 西 of 西门子.
            if not codes or (len(part) == 1 and beside_unknown and self.roles[codes[0]] not in _SINGLE):
                unknown += part
                continue
            if unknown:
                yield (), (Word(unknown, unknown),)
                unknown = ""
            yield codes, (Word(part, part),)
        if unknown:
            yield (), (Word(unknown, unknown),)

    def _cut(self, run: str) -> list[str]:
        """A run cut so that few characters stay unknown, then into few parts."""
        best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
        for start in range(len(run) - 1, -1, -1):
            best[start] = (1 + best[start + 1][0], 1)
            for size in range(1, len(run) - start + 1):
                if run[start : start + size] in self._runs:
                    best[start] = min(best[start], ((0.6 if size == 1 else 0.1) + best[start + size][0], size))
        parts = []
        while run:
            size = best[-len(run) - 1][1]
            parts.append(run[:size])
            run = run[size:]
        return parts


#: Words of one character that stand beside a proper name, not in it.
_SINGLE: Final = frozenset({Role.STOP, Role.HOST, Role.OFFICE, Role.KIND})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _forms(text: str) -> list[str]:
    return [form.strip() for form in text.split(SEPARATOR) if form.strip()]


@cache
def lexicon(*, with_known: bool) -> Lexicon:
    """The words that are shipped and the names of countries; names of known organisations go before, if wanted."""
    made = Lexicon()
    rows = list(_rows("name_words.csv"))
    made.characters = {
        ord(pair[0]): pair[1] for row in rows if row["role"] == "character" for pair in _forms(row["zh"])
    }
    rows = [row for row in rows if row["role"] != "character"]
    made.roles = {row["code"]: Role(row["role"]) for row in rows if row["role"] != "compound"}
    # Stop words first: what a phrase consists of depends on them.
    _add_words(made, [row for row in rows if row["role"] == Role.STOP])
    for code, forms in known_names().items() if with_known else ():
        made.roles[KNOWN + code] = Role.KNOWN
        for form in forms:
            made.add((KNOWN + code,), form, (1, 2))
    _add_words(made, rows)
    for language, kind in _COUNTRY_NAMES.items():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code not in _NO_COUNTRIES:
                made.roles.setdefault(code, Role.COUNTRY)
                made.add((code,), name, (kind,))
    return made


def _add_words(made: Lexicon, rows: list[dict[str, str]]) -> None:
    for language, kind in COLUMNS.items():
        for row in rows:
            for form in _forms(row[language]):
                made.add(tuple(row["code"].split("+")), form, (kind,))


@cache
def known_names() -> dict[str, list[str]]:
    """Code of a well-known organisation -> all its names and acronyms."""
    return {row["code"]: _forms(row["names"]) for row in _rows("known_names.csv")}
