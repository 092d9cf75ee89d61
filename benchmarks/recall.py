"""How often a query in one language finds a project written only in English, among thousands of real ones.

    python -m benchmarks.recall [FILE]

A subject is a row: an English title, and what somebody who looks for it would type in the other languages; the
shipped file has phrases of ours that were not taken from the concept list. Found means among the first ten. The
second column has one typing error in each query, drawn from a fixed seed.
"""

import argparse
import csv
import gzip
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.large_registry import SOURCE
from registry.catalogue.search.documents import SUMMARY, TITLE, weights_of
from registry.catalogue.search.index import Document, Index
from registry.catalogue.search.meaning import configure, is_compared, meanings_of
from registry.catalogue.search.query import understand
from registry.catalogue.search.reading import MOST_MEANT
from registry.catalogue.search.suggesting import corrected
from registry.catalogue.search.table import NOTHING, Facts
from registry.languages import LANGUAGES
from registry.projects.criteria import ProjectCriteria

OTHERS = 5000
FIRST = 10
#: Thirty subjects in columns by language.
PHRASES = Path(__file__).with_name("recall.csv")
LETTERS = {"en": "aeiklmnorst", "uz": "aeiklmnorst", "kaa": "aeiklmnorst", "ru": "авдеиклнорст", "zh": "水地人大"}


def document(number: int, title: str, summary: str) -> Document:
    """A project that says only this."""
    facts = Facts(number, -number, -number, NOTHING, number, -number, {})
    weights = weights_of({"en": [(title, TITLE), (summary, SUMMARY)]})
    return Document(facts, weights, frozenset(), meanings_of([f"{title}. {summary}"[:MOST_MEANT]])[0])


def subjects(path: Path) -> list[dict[str, str]]:
    """Language -> phrase, for each subject."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def documents(wanted: Sequence[Mapping[str, str]]) -> Iterator[Document]:
    """Real projects, then those about the subjects."""
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(islice(csv.DictReader(file), OTHERS)):
            yield document(number, row["title"], row["description"][:1500])
    for place, subject in enumerate(wanted):
        yield document(OTHERS + place, subject["en"], "")


def misspelt(query: str, letters: str, dice: random.Random) -> str:
    """The query with a letter left out, put in, changed, or two swapped."""
    places = [place for place, letter in enumerate(query) if letter.isalpha()]
    while True:
        place, letter = dice.choice(places), dice.choice(letters)
        before, here, after = query[:place], query[place], query[place + 1 :]
        wrong = (after, letter + after, letter + here + after, after[:1] + here + after[1:])
        typed = before + dice.choice(wrong)
        if typed != query:
            return typed


def main(path: Path = PHRASES, *, missed: bool = False) -> None:
    """Print the table, and what was not found."""
    wanted = subjects(path)
    index = Index.of(documents(wanted), 1)
    dice = random.Random(5)
    criteria = ProjectCriteria(sort="relevance")
    print(f"{len(wanted)} subjects; meanings are {'' if is_compared() else 'not '}compared")
    for language in LANGUAGES:
        found = [0, 0]
        lacking = []
        for place, subject in enumerate(wanted):
            query = subject[language]
            for turn, typed in enumerate((query, misspelt(query, LETTERS[language], dice))):
                ids = index.search(criteria, understand(corrected(typed, index) or typed), most=FIRST).ids
                found[turn] += OTHERS + place in ids
                if turn == 0 and OTHERS + place not in ids:
                    lacking.append(query)
        exact, wrong = (f"{100 * number / len(wanted):.0f} %" for number in found)
        print(f"{language:<4} found {exact:>6}   with one typing error {wrong:>6}")
        if missed:
            print(f"     not found: {'; '.join(lacking)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=PHRASES)
    parser.add_argument("--missed", action="store_true", help="say what was not found")
    parser.add_argument("--semantic", action="store_true", help="compare meanings, too")
    asked = parser.parse_args()
    configure(asked.semantic)
    main(asked.file, missed=asked.missed)
