"""The concepts of this field: what is called differently in each language and means the same."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from registry.catalogue.search.words import is_han, term, words_of
from registry.config import RESOURCES
from registry.languages import LANGUAGES

FILE = RESOURCES / "seed_data" / "reference" / "concepts.csv"
#: A term that stands for a concept begins with this, which no word does.
MARK = "#"
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found in a row of words: from `start` to before `end`."""

    code: str
    start: int
    end: int


class Concepts:
    """All labels and synonyms, ready to be found in texts.

    The file has the columns code, broader (codes), and one a language with the label first, then synonyms,
    parted by semicolons.
    """

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.labels: dict[str, dict[str, list[str]]] = {}
        self.broader: dict[str, tuple[str, ...]] = {}
        #: language -> first term -> (all terms of a label, concept), longest first
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {
            language: defaultdict(list) for language in LANGUAGES
        }
        #: concept -> the terms of its labels of several words, in any language
        self.phrases_of: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        #: term -> a word of a label that has it in the label's language
        self.stems: dict[str, str] = {}
        #: Chinese label -> concepts
        self._han: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            self._add(row)
        self._longest_han = max(map(len, self._han), default=0)
        for phrases in self._phrases.values():
            for found in phrases.values():
                found.sort(key=lambda item: (-len(item[0]), item[1]))

    def _add(self, row: dict[str, str]) -> None:
        code = row["code"]
        self.broader[code] = tuple(_split(row["broader"]))
        self.labels[code] = {language: _split(row[language]) for language in LANGUAGES}
        for language, labels in self.labels[code].items():
            for label in labels:
                if is_han(label):
                    self._han[label].append(code)
                    continue
                words = words_of(label)
                self.stems |= {term(word, language): word.lower() for word in words}
                # "salt cedar" is written "saltcedar", too
                for written in (words, ["".join(words)]) if len(words) == 2 else (words,):
                    self._add_phrase(
                        code, language, tuple(filter(None, (term(word, language) for word in written)))
                    )

    def _add_phrase(self, code: str, language: str, terms: tuple[str, ...]) -> None:
        if len(terms) > 1:
            self.phrases_of[code].add(terms)
        if terms and (terms, code) not in self._phrases[language][terms[0]]:
            self._phrases[language][terms[0]].append((terms, code))

    def in_terms(self, terms: Sequence[str], language: str) -> Iterator[Match]:
        """Concepts in the terms of a text of this language, at each place the longest label first."""
        phrases = self._phrases[language]
        for start, first in enumerate(terms):
            for wanted, code in phrases.get(first, ()):
                size = len(wanted)
                if size == 1 or tuple(terms[start : start + size]) == wanted:
                    yield Match(code, start, start + size)

    def in_han(self, run: str) -> Iterator[Match]:
        """Concepts in a run of Chinese characters, at each place the longest label first."""
        for start in range(len(run)):
            for end in range(min(len(run), start + self._longest_han), start, -1):
                yield from (Match(code, start, end) for code in self._han.get(run[start:end], ()))

    def of_han(self, label: str) -> Sequence[str]:
        """The concepts that have this Chinese label."""
        return self._han.get(label, ())

    @property
    def han_labels(self) -> Iterable[str]:
        """Every Chinese label."""
        return self._han.keys()

    def all_labels(self) -> Iterator[str]:
        """Every label in every language."""
        for labels in self.labels.values():
            for known in labels.values():
                yield from known

    def words(self) -> set[str]:
        """Every word of every label that is not Chinese, in small letters."""
        return {word.lower() for label in self.all_labels() for word in words_of(label) if not is_han(word)}

    def all_broader(self, code: str) -> frozenset[str]:
        """The concepts above this one, at any distance."""
        found: set[str] = set()
        waiting = list(self.broader.get(code, ()))
        while waiting:
            above = waiting.pop()
            if above not in found:
                found.add(above)
                waiting += self.broader.get(above, ())
        return frozenset(found)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def read_concepts(file: Path) -> Concepts:
    """The concept list in a file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return Concepts(csv.DictReader(opened))


_turn = Lock()


def concepts() -> Concepts:
    """The concept list that is shipped, read once a process, however many threads ask for it first."""
    with _turn:
        return _shipped()


@cache
def _shipped() -> Concepts:
    return read_concepts(FILE)
