"""How often a query in one language finds a project written only in English, among thousands of real ones.

    python -m benchmarks.recall

Thirty subjects, each as an English title and as somebody would type it in the other languages; the phrases are
ours and were not taken from the concept list. Found means among the first ten. The second column has one typing
error in each query, drawn from a fixed seed.
"""

import csv
import gzip
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.large_registry import SOURCE
from registry.catalogue.search.documents import SUMMARY, TITLE, weights_of
from registry.catalogue.search.index import Document, Index
from registry.catalogue.search.query import understand
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
    return Document(facts, weights_of({"en": [(title, TITLE), (summary, SUMMARY)]}), frozenset())


def subjects() -> list[dict[str, str]]:
    """Language -> phrase, for each subject."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def documents() -> Iterator[Document]:
    """Real projects, then ours."""
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(islice(csv.DictReader(file), OTHERS)):
            yield document(number, row["title"], row["description"][:1500])
    for place, subject in enumerate(subjects()):
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


def main() -> None:
    """Print the table."""
    index = Index.of(documents(), 1)
    dice = random.Random(5)
    criteria = ProjectCriteria(sort="relevance")
    for language in LANGUAGES:
        found = [0, 0]
        for place, subject in enumerate(subjects()):
            query = subject[language]
            for turn, typed in enumerate((query, misspelt(query, LETTERS[language], dice))):
                ids = index.search(criteria, understand(corrected(typed, index) or typed), most=FIRST).ids
                found[turn] += OTHERS + place in ids
        exact, wrong = (f"{100 * number / len(subjects()):.0f} %" for number in found)
        print(f"{language:<4} found {exact:>6}   with one typing error {wrong:>6}")


if __name__ == "__main__":
    main()
