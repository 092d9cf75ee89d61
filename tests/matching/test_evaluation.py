"""The scorer is measured on a split in the published layout; who joined what is not looked at while ranking."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.matching.evaluation import (
    chance,
    organisations_for_projects,
    projects_for_organisations,
    read_split,
    scores,
)

SUBJECTS = {
    "Water Fund": ("irrigation canals water farmers", "Water", "Peru"),
    "Forest Trust": ("forest trees planting nurseries", "Forestry", "Kenya"),
    "School Society": ("schools teachers pupils books", "Education", "Nepal"),
}
COLUMNS = ("uid", "source_id", "title", "text_masked", "date", "sectors", "countries", "orgs")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three organisations with four past projects each, and one new project about each subject."""
    earlier = [
        {
            "uid": f"tr-{name}-{n}",
            "text_masked": f"{text} phase {n}",
            "date": "2001.0",
            "sectors": sector,
            "countries": country,
            "orgs": name,
        }
        for name, (text, sector, country) in SUBJECTS.items()
        for n in range(4)
    ]
    later = [
        {"uid": f"te-{n}", "text_masked": f"new {text}", "date": "2009.0", "sectors": sector, "countries": country}
        for n, (text, sector, country) in enumerate(SUBJECTS.values())
    ]
    _pack(tmp_path / "projects_train.csv.gz", earlier)
    _pack(tmp_path / "projects_test_unlabelled.csv.gz", later)
    _write(tmp_path / "orgs.csv", ("org", "n_train", "is_query"), [(name, 4, True) for name in SUBJECTS])
    truth = [(name, f"te-{n}", "x") for n, name in enumerate(SUBJECTS)]
    _write(tmp_path / "qrels_test.csv", ("org", "uid", "source_id"), truth)
    return tmp_path


def _pack(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def test_it_works(folder: Path) -> None:
    split = read_split(folder)
    found = scores(split)
    assert projects_for_organisations(found, split).ndcg == 1
    assert organisations_for_projects(found, split).mrr == 1
    assert projects_for_organisations(chance(split), split).queries == 3


def test_the_truth_changes_nothing_of_the_ranking(folder: Path) -> None:
    before = scores(read_split(folder))
    (folder / "qrels_test.csv").unlink()
    split = read_split(folder)
    assert split.truth is None
    assert (scores(split) == before).all()


def test_the_command_prints_measures_beside_baselines(folder: Path) -> None:
    rankings = folder / "rankings.csv"
    answer = CliRunner().invoke(main, ["matching", "evaluate", str(folder), "--rankings", str(rankings)])
    assert answer.exit_code == 0, answer.output
    assert "task 1  scorer      NDCG@10 1.000" in answer.output
    assert {line.split()[2] for line in answer.output.splitlines() if "task" in line} == {
        "scorer",
        "popularity",
        "random",
    }
    with rankings.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0].keys() == {"task", "query", "rank", "item", "score"}
    first = {row["query"]: row["item"] for row in rows if row["rank"] == "1"}
    assert (first["Forest Trust"], first["te-1"]) == ("te-1", "Forest Trust")


def test_without_the_truth_only_rankings_are_written(folder: Path) -> None:
    (folder / "qrels_test.csv").unlink()
    answer = CliRunner().invoke(main, ["matching", "evaluate", str(folder)])
    assert answer.exit_code == 0
    assert "nothing to measure" in answer.output
