"""A registry with very many published projects, written in bulk: for measuring, never for showing.

    python -m benchmarks.large_registry --number 100000

writes into the database that the environment's settings name. Texts are those of real projects where their file is
found (--source), else rows of the words of the concept list; everything else is drawn at random from a fixed seed.
"""

import argparse
import csv
import gzip
import os
import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from registry import create_app
from registry.catalogue.search.concepts import concepts
from registry.config import Settings
from registry.db import commit, db, now, reading
from registry.projects.changes import note_all
from registry.projects.lifecycle import Funding
from registry.projects.models import Project, project_districts, project_sdgs
from registry.projects.parts import SUMMARY_LENGTH, TEXT_FIELDS, TITLE_LENGTH, FundingLine, ProjectText
from registry.reference.models import District, Entry, Instrument, ProjectType, Sdg, Sector, Stage
from registry.reference.queries import entries
from registry.upkeep.preparing import initialise

SOURCE = Path("../shared/data/projects_world.csv.gz")
BATCH = 2000
Text = tuple[str, str]
Codes = dict[type[Entry], list[str]]


def texts(source: Path, number: int) -> Iterator[Text]:
    """Title and description, as often round as needed; the second round on is marked in the title."""
    if not source.is_file():
        yield from _made_up(number)
        return
    written = 0
    for turn in range(1, number + 1):
        with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["title"].strip():
                    mark = f" ({turn})" if turn > 1 else ""
                    yield row["title"].strip()[: TITLE_LENGTH - 8] + mark, row["description"][:SUMMARY_LENGTH]
                    written += 1
                if written == number:
                    return


def _made_up(number: int) -> Iterator[Text]:
    dice = random.Random(7)
    labels = [label for known in concepts().labels.values() for label in known["en"]]
    for _place in range(number):
        words = dice.choices(labels, k=40)
        yield " ".join(words[:5])[:TITLE_LENGTH], " ".join(words[5:])[:SUMMARY_LENGTH]


def load(source: Path, number: int) -> None:
    """Write so many published projects after those that are there."""
    dice = random.Random(1)
    codes: Codes = {
        kind: [entry.code for entry in entries(kind)]
        for kind in (ProjectType, Sector, Stage, Instrument, Sdg, District)
    }
    first = (db.session.scalar(select(func.max(Project.id))) or 0) + 1
    batch: list[tuple[int, Text]] = []
    for project_id, text in enumerate(texts(source, number), start=first):
        batch.append((project_id, text))
        if len(batch) == BATCH:
            _write(batch, codes, dice)
            batch = []
    if batch:
        _write(batch, codes, dice)


def _write(batch: Sequence[tuple[int, Text]], codes: Codes, dice: random.Random) -> None:
    projects, written, funding, places, goals = [], [], [], [], []
    for project_id, (title, description) in batch:
        amount = Decimal(dice.randrange(10_000, 90_000_000)) if dice.random() < 0.8 else None
        projects.append(_project(project_id, amount, codes, dice))
        empty = dict.fromkeys(TEXT_FIELDS, "")
        written.append(
            empty | {"project_id": project_id, "language": "en", "title": title, "summary": description}
        )
        instrument = dice.choice(codes[Instrument])
        funding.append({"project_id": project_id, "instrument_code": instrument, "sought": amount})
        for code in dice.sample(codes[District], dice.choice((1, 1, 1, 2, 3))):
            places.append({"project_id": project_id, "district_code": code})
        for code in dice.sample(codes[Sdg], dice.choice((0, 1, 2, 3))):
            goals.append({"project_id": project_id, "sdg_code": code})
    for table, rows in (
        (Project, projects),
        (ProjectText, written),
        (FundingLine, funding),
        (project_districts, places),
        (project_sdgs, goals),
    ):
        db.session.execute(insert(table), rows)
    note_all(row["id"] for row in projects)
    commit()


def _project(project_id: int, amount: Decimal | None, codes: Codes, dice: random.Random) -> dict[str, Any]:
    moment = now() - timedelta(minutes=dice.randrange(3_000_000))
    day = moment.date()
    return {
        "id": project_id,
        "reference": f"ARAL-2019-{100_000 + project_id}",
        "type_code": dice.choice(codes[ProjectType]),
        "sector_code": dice.choice(codes[Sector]),
        "stage_code": dice.choice(codes[Stage]),
        "funding_status": dice.choice(list(Funding)).value,
        "source_language": "en",
        "is_demo": False,
        "dac_codes": [],
        "sdg_targets": [],
        "tags": [],
        "currency": "USD" if amount else None,
        "cost_unavailable": True,
        "amount_unavailable": amount is None,
        "returns_unavailable": True,
        "initiator_public": False,
        "sought_usd": amount,
        "rate_date": day if amount else None,
        "closes_on": day + timedelta(days=900) if dice.random() < 0.3 else None,
        "publication_status": "published",
        "published_at": moment,
        "created_at": moment,
        "updated_at": moment,
        "search_text": "",
        "version": 1,
    }


def main() -> None:
    """Prepare the database and fill it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--source", type=Path, default=SOURCE)
    asked = parser.parse_args()
    began = time.perf_counter()
    app = create_app(Settings.from_environment(os.environ))
    with app.app_context():
        initialise()
        load(asked.source, asked.number)
        with reading():
            print(f"{asked.number} projects in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
