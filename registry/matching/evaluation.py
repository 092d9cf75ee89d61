"""The product's scorer beside what organisations really did: ranking measures over a labelled split.

A folder holds `projects_train.csv.gz` (uid, text_masked, date, sectors, countries, orgs), the same of later
projects without organisations in `projects_test_unlabelled.csv.gz`, `orgs.csv` (org, n_train, is_query) and, where
the truth is known, `qrels_test.csv` (org, uid). What an organisation did before the split becomes its experience,
and nothing else is known of it; so that criterion of the scorer is measured, with its published constants.
"""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.documents import BODY, weights_of
from registry.catalogue.search.index import Document, Index
from registry.catalogue.search.meaning import meanings_of
from registry.catalogue.search.table import NOTHING, Facts
from registry.matching.experience import Past, Resemblance, degrees, lengths_of
from registry.matching.likeness import Rarities
from registry.matching.scoring import Numbers

FIRST = 10
SEPARATOR = "|"
#: Organisations with fewer past projects are the cold start.
COLD = 3
RANDOM_SEED = 1

Row = Mapping[str, str]


@dataclass(frozen=True)
class Split:
    """Earlier and later projects, organisations, and who joined which later one: bool[organisations, later]."""

    name: str
    earlier: Sequence[Row]
    later: Sequence[Row]
    organisations: Sequence[str]
    asked: NDArray[np.int64]
    numbers: NDArray[np.int64]
    truth: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over queries: NDCG@10, Recall@10 and the mean reciprocal rank."""

    ndcg: float
    recall: float
    mrr: float
    queries: int


def read_split(folder: Path) -> Split:
    """A labelled or unlabelled split; raises FileNotFoundError naming what is not there."""
    earlier, later = _packed(folder / "projects_train.csv.gz"), _packed(folder / "projects_test_unlabelled.csv.gz")
    with (folder / "orgs.csv").open(encoding="utf-8", newline="") as file:
        asked = {row["org"] for row in csv.DictReader(file) if row["is_query"] == "True"}
    numbers = Counter(name for row in earlier for name in set(_several(row["orgs"])))
    organisations = sorted(numbers)
    place_of = {name: place for place, name in enumerate(organisations)}
    truth = None
    if (folder / "qrels_test.csv").is_file():
        truth = np.zeros((len(organisations), len(later)), dtype=bool)
        later_of = {row["uid"]: place for place, row in enumerate(later)}
        with (folder / "qrels_test.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["org"] in place_of and row["uid"] in later_of:
                    truth[place_of[row["org"]], later_of[row["uid"]]] = True
    return Split(
        folder.name,
        earlier,
        later,
        organisations,
        np.array([place for name, place in place_of.items() if name in asked], dtype=np.int64),
        np.array([numbers[name] for name in organisations], dtype=np.int64),
        truth,
    )


def _packed(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _several(text: str) -> list[str]:
    return [part for part in text.split(SEPARATOR) if part]


def scores(split: Split) -> Numbers:
    """float64[organisations, later]: the degree of experience of every organisation with every later project."""
    # The registry that compares has the earlier projects, too: what is rare is rare among all.
    index = Index.of(_documents([*split.later, *split.earlier]), 1)
    resemblance = Resemblance(index, Rarities(index), lengths_of(index))
    asked = slice(0, len(split.later))
    members: dict[str, list[int]] = defaultdict(list)
    summed = np.zeros((len(split.organisations), len(split.later)))
    usual = np.zeros(len(split.later))
    for place, name in enumerate(split.organisations):
        members[name].append(place)
    for row in split.earlier:
        likeness = resemblance.to(Past(_weights(row), _codes(row)))[asked]
        usual += likeness
        for name in set(_several(row["orgs"])):
            summed[members[name]] += likeness
    return degrees(summed, usual / max(len(split.earlier), 1))


def _documents(rows: Sequence[Row]) -> Iterator[Document]:
    nothing = meanings_of([""])[0]
    for place, row in enumerate(rows):
        facts = Facts(place, place, place, NOTHING, NOTHING, NOTHING, _codes(row))
        yield Document(facts, _weights(row), frozenset(), nothing)


def _weights(row: Row) -> dict[str, float]:
    return weights_of({"en": [(row["text_masked"], BODY)]})


def _codes(row: Row) -> dict[str, tuple[str, ...]]:
    return {
        "sector": tuple(dict.fromkeys(_several(row["sectors"]))),
        "district": tuple(dict.fromkeys(_several(row["countries"]))),
    }


def popularity(split: Split) -> Numbers:
    """Baseline: organisations by how much they did, projects by how much their sectors are done."""
    done = Counter(code for row in split.earlier for code in _several(row["sectors"]))
    sought = np.array([sum(done[code] for code in _several(row["sectors"])) for row in split.later], dtype=float)
    return split.numbers[:, None] + sought[None, :] / (sought.max(initial=1.0) + 1.0)


def chance(split: Split) -> Numbers:
    """Baseline: drawn at random."""
    return np.random.default_rng(RANDOM_SEED).random((len(split.organisations), len(split.later)))


def projects_for_organisations(
    found: Numbers, split: Split, wanted: Callable[[int], bool] = lambda number: True
) -> Measures:
    """Task 1: rank later projects for each organisation that is asked about and joined one."""
    assert split.truth is not None
    rows = [row for row in split.asked if split.truth[row].any() and wanted(int(split.numbers[row]))]
    return _measures([(found[row], split.truth[row]) for row in rows])


def organisations_for_projects(
    found: Numbers, split: Split, wanted: Callable[[int], bool] = lambda number: True
) -> Measures:
    """Task 2: rank organisations for each later project that one joined."""
    assert split.truth is not None
    kept = np.array([wanted(int(number)) for number in split.numbers])
    truth = split.truth & kept[:, None]
    return _measures([(found[:, place], truth[:, place]) for place in np.flatnonzero(truth.any(axis=0))])


def _measures(queries: Sequence[tuple[Numbers, NDArray[np.bool_]]]) -> Measures:
    if not queries:
        return Measures(np.nan, np.nan, np.nan, 0)
    found = np.array([_measured(score, truth) for score, truth in queries])
    ndcg, recall, mrr = found.mean(axis=0).tolist()
    return Measures(ndcg, recall, mrr, len(queries))


def _measured(score: Numbers, truth: NDArray[np.bool_]) -> tuple[float, float, float]:
    order = np.argsort(-score, kind="stable")
    relevant = truth[order]
    discounts = 1 / np.log2(np.arange(2, FIRST + 2))
    ideal = discounts[: min(FIRST, int(truth.sum()))].sum()
    first = relevant[:FIRST]
    ndcg = float((first * discounts[: len(first)]).sum() / ideal)
    return ndcg, float(first.sum() / truth.sum()), float(1 / (1 + np.argmax(relevant)))


def rankings(split: Split, found: Numbers) -> Iterator[tuple[str, str, int, str, float]]:
    """(task, query, rank, item, score) of the first ten of every query of both tasks."""
    for row in split.asked:
        best = np.argsort(-found[row], kind="stable")[:FIRST]
        for rank, place in enumerate(best, 1):
            yield "1", split.organisations[row], rank, split.later[place]["uid"], float(found[row, place])
    for place, project in enumerate(split.later):
        for rank, row in enumerate(np.argsort(-found[:, place], kind="stable")[:FIRST], 1):
            yield "2", project["uid"], rank, split.organisations[row], float(found[row, place])
