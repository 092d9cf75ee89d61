"""All partners with all projects, one partner's page, and how soon a new project is matched.

    python -m benchmarks.matching --projects 100000 --partners 20000

Partners have made-up mandates: one to three codes of each list, amounts, and twelve labels of our concepts as
words, half of them in another language than the projects. One in ten registered interest in two projects.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, update

from registry import create_app
from registry.accounts.models import User
from registry.accounts.operations import begin_sign_in
from registry.catalogue.search.concepts import concepts
from registry.catalogue.search.following import current_index
from registry.config import Settings
from registry.db import commit, db, now, reading, release
from registry.matching import following
from registry.matching.engine import Everybody, rank_all
from registry.matching.fitting import best_projects
from registry.matching.market import market
from registry.matching.models import Evidence, Match
from registry.matching.queries import present_weights
from registry.partners.changes import note_change
from registry.partners.mandates.models import Mandate
from registry.partners.models import Member, Partner
from registry.projects.lifecycle import Funding, Publication
from registry.projects.models import Project
from registry.projects.operations import place
from registry.projects.queries import one_project
from registry.reference.models import District, Entry, Instrument, PartnerType, Sdg, Sector, Stage
from registry.reference.queries import entries
from registry.upkeep.deliveries import follow_matches

MOST = 20
BATCH = 1000
LISTS: dict[str, type[Entry]] = {
    "sectors": Sector,
    "districts": District,
    "stages": Stage,
    "instruments": Instrument,
    "sdgs": Sdg,
}


def fill(number: int) -> None:
    """So many organisations with mandates, the first with a person who signs in."""
    dice = random.Random(5)
    codes = {name: [entry.code for entry in entries(kind)] for name, kind in LISTS.items()}
    kinds = [entry.code for entry in entries(PartnerType)]
    labels = concepts().labels
    names = sorted(labels)
    moment = now()
    for start in range(1, number + 1, BATCH):
        ids = range(start, min(start + BATCH, number + 1))
        db.session.execute(insert(Partner), [_partner(id_, dice.choice(kinds), moment) for id_ in ids])
        db.session.execute(insert(Mandate), [_mandate(id_, codes, labels, names, dice, moment) for id_ in ids])
        commit()
    projects = list(db.session.scalars(select(Project.id).order_by(Project.id).limit(5000)))
    rows = [
        {"partner_id": id_, "project_id": project_id, "kind": "interest", "at": moment}
        for id_ in range(1, number + 1, 10)
        for project_id in dice.sample(projects, 2)
    ]
    db.session.execute(insert(Evidence), rows)
    user = User(email="b@example.org", email_key="b@example.org", name="B", role="partner", created_at=moment)
    db.session.add(user)
    db.session.flush()
    db.session.add(Member(partner_id=1, user_id=user.id))
    note_change(1)
    # Everything takes interest: nothing is easier than it could be.
    db.session.execute(update(Project).values(funding_status=Funding.SEEKING.value, closes_on=None))
    commit()


def _partner(id_: int, kind: str, moment: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "name": f"Made-up organisation {id_}",
        "name_key": f"made-up organisation {id_}",
        "country": "CN",
        "type_code": kind,
        "languages": [],
        "abouts": {},
        "is_demo": False,
        "created_at": moment,
        "version": 1,
    }


def _mandate(
    id_: int, codes: dict[str, list[str]], labels: Any, names: list[str], dice: random.Random, moment: Any
) -> dict[str, Any]:
    chosen = {name: dice.sample(known, dice.choice((1, 1, 2, 3))) for name, known in codes.items()}
    least = dice.choice((10_000, 50_000, 250_000, 1_000_000))
    words = dice.sample(names, 12)
    language = dice.choice(("ru", "zh", "uz", "kaa"))
    return {
        **chosen,
        "partner_id": id_,
        "roles": [],
        "restrictions": [],
        "open_to": [],
        "conditions": [],
        "currency": "USD",
        "ticket_min": Decimal(least),
        "ticket_max": Decimal(least * 10),
        "needs": {
            "en": ". ".join(labels[name]["en"][0] for name in words[:6]),
            language: ". ".join(labels[name][language][0] for name in words[6:]),
        },
        "offers": {},
        "topics": {},
        "equipment": {},
        "updated_at": moment,
        "version": 1,
    }


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print how much processor time and how much time the block took."""
    began, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what:<52} {time.process_time() - cpu:>8.2f} s CPU  {time.perf_counter() - began:>8.2f} s", flush=True)


def measure(app: Flask) -> None:
    """Print the table."""
    with app.app_context(), reading():
        with measured("index and both sides read"):
            current_index()
            wishes, projects = market().wishes(), market().projects()
        with measured(f"{len(wishes.each)} x {int(projects.is_open.sum())}, best {MOST} of either side"):
            likeness = market().likeness(wishes, projects.index)
            rank_all(Everybody(wishes, projects, likeness, present_weights()), lambda row: None, MOST)
        with measured("the same with experience, and reasons of partners"):
            for _part in following.compare_everybody():
                pass
        print(f"{'most memory':<52} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:>8} MB")
        release()


def measure_pages(app: Flask) -> None:
    """One partner's list: a process that has just started, then without anything kept of the partner."""
    with app.app_context():
        token = begin_sign_in(db.session.scalars(select(User).where(User.email == "b@example.org")).one())
        commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    times = []
    for _turn in range(40):
        began = time.perf_counter()
        assert client.get("/en/partner/matches").status_code == 200
        times.append(1000 * (time.perf_counter() - began))
    print(f"{'a partner’s list, first of the process':<52} {times[0]:>8.1f} ms")
    print(f"{'a partner’s list, p50 of the next':<52} {statistics.median(times[1:]):>8.1f} ms")
    with app.app_context():
        began = time.perf_counter()
        with reading():
            best_projects(2, most=MOST)
        print(f"{'a partner nobody asked for, compared':<52} {1000 * (time.perf_counter() - began):>8.1f} ms")


def measure_following(app: Flask) -> None:
    """A project is taken down and published again: when its matches are stored."""
    with app.app_context():
        follow_matches()
        project = one_project(db.session.scalars(select(Project.reference).order_by(Project.id).limit(1)).one())
        for state in (Publication.SUSPENDED, Publication.PUBLISHED):
            place(project, state, by="tests")
            commit()
            began = time.perf_counter()
            follow_matches()
            seconds = time.perf_counter() - began
        number = db.session.scalar(select(func.count()).where(Match.project_id == project.id))
        print(f"{'a project published, its matches stored':<52} {1000 * seconds:>8.1f} ms  ({number} matches)")


def main() -> None:
    """Fill a registry, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--partners", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="keeps what was filled, for another run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        ours = os.environ | {"REGISTRY_DATA_DIR": str(folder), "REGISTRY_RATE_LIMITS": "off"}
        if not (folder / "registry.sqlite3").exists():
            fill_projects = [sys.executable, "-m", "benchmarks.large_registry", "--number", str(asked.projects)]
            subprocess.run(fill_projects, env=ours, check=True)
        app = create_app(Settings.from_environment(ours))
        with app.app_context():
            if not db.session.scalar(select(func.count()).select_from(Partner)):
                fill(asked.partners)
            with measured("words of partners analysed, once"):
                while following.keep_words():
                    commit()
        measure(app)
        measure_pages(create_app(Settings.from_environment(ours)))
        measure_following(app)


if __name__ == "__main__":
    main()
