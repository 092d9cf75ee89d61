"""The measures of one split or several as lines of text, beside the baselines."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from registry.matching.evaluation import (
    COLD,
    Measures,
    Split,
    chance,
    organisations_for_projects,
    popularity,
    projects_for_organisations,
    rankings,
    read_split,
    scores,
)
from registry.matching.scoring import Numbers

TASKS = (
    ("1", "organisation -> its new projects", projects_for_organisations),
    ("2", "project -> its organisations", organisations_for_projects),
)
RANKERS: Sequence[tuple[str, Callable[[Split], Numbers]]] = (
    ("scorer", scores),
    ("popularity", popularity),
    ("random", chance),
)


def evaluate(folder: Path, rankings_to: Path | None) -> Iterator[str]:
    """Lines of a table; `rankings_to` gets task, query, rank, item, score of the scorer's first ten."""
    folders = [folder] if (folder / "orgs.csv").is_file() else sorted(p.parent for p in folder.glob("*/orgs.csv"))
    if not folders:
        yield f"{folder} holds no split: there is no orgs.csv."
        return
    found: dict[tuple[str, str, str], list[Measures]] = {}
    rows: list[tuple[str, str, int, str, float]] = []
    for one in folders:
        split = read_split(one)
        yield f"{split.name}: {len(split.earlier)} earlier and {len(split.later)} later projects"
        for name, rank in RANKERS:
            if split.truth is None and name != "scorer":
                continue
            ranked = rank(split)
            if name == "scorer":
                rows += rankings(split, ranked)
            if split.truth is not None:
                yield from _measured(name, ranked, split, found)
        if split.truth is None:
            yield "  there is no qrels_test.csv: nothing to measure"
    if len(folders) > 1:
        yield f"mean over {len(folders)} sets"
        for (name, task, part), measures in found.items():
            yield _line(name, task, part, _mean(measures))
    if rankings_to is not None:
        with rankings_to.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("task", "query", "rank", "item", "score"))
            writer.writerows(rows)


def _measured(
    name: str, ranked: Numbers, split: Split, found: dict[tuple[str, str, str], list[Measures]]
) -> Iterator[str]:
    for task, _about, measure in TASKS:
        parts = [("all", measure(ranked, split))]
        if task == "2":  # organisations that are asked about in task 1 have a past by definition
            parts.append(
                (f"fewer than {COLD} past projects", measure(ranked, split, lambda number: number < COLD))
            )
        for part, measures in parts:
            found.setdefault((name, task, part), []).append(measures)
            yield _line(name, task, part, measures)


def _mean(measures: Sequence[Measures]) -> Measures:
    known = [one for one in measures if one.queries]
    if not known:
        return Measures(np.nan, np.nan, np.nan, 0)
    ndcg, recall, mrr = np.array([(one.ndcg, one.recall, one.mrr) for one in known]).mean(axis=0).tolist()
    return Measures(ndcg, recall, mrr, sum(one.queries for one in known))


def _line(name: str, task: str, part: str, measures: Measures) -> str:
    figures = f"NDCG@10 {measures.ndcg:.3f}  Recall@10 {measures.recall:.3f}  MRR {measures.mrr:.3f}"
    return f"  task {task}  {name:<11} {figures}  {measures.queries:>5} queries  {part}"
