"""The weights of the first start: seed_data/matching/weights.csv."""

import csv
from decimal import Decimal
from pathlib import Path

from registry.matching.operations import save_weights
from registry.matching.queries import count_weights
from registry.matching.scoring import Criterion


def load_first_weights(folder: Path) -> None:
    """Put version 1 of the weights in place, once."""
    if count_weights():
        return
    with (folder / "weights.csv").open(encoding="utf-8", newline="") as file:
        points = {row["criterion"]: Decimal(row["points"]) for row in csv.DictReader(file)}
    tenths = {criterion: int(points[criterion.value] * 10) for criterion in Criterion}
    save_weights(tenths, note="", by=None)
