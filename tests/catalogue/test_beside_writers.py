"""Counts are those of the database while two other processes publish, suspend and edit."""

import os
import random
import subprocess
import sys
from pathlib import Path

from flask import Flask

from registry.catalogue import queries
from registry.config import RESOURCES
from registry.db import commit, db, reading
from registry.projects.changes import SERIES
from registry.projects.lifecycle import Publication
from registry.projects.operations import place
from registry.projects.queries import known_values, one_project, page_of_projects
from registry.reference.queries import last_numbers
from tests.catalogue.test_read_model import drawn, fill

#: So many answers are compared, while at least so many changes are made; writers give up after so many seconds.
COMPARED, CHANGES, LONGEST = 60, 20, 120


def test_counts_are_exact_beside_two_writers(app: Flask, tmp_path: Path, database_url: str) -> None:
    dice = random.Random(11)
    with app.app_context():
        fill(dice, 40)
        commit()
        known = known_values()
    environment = os.environ | {"REGISTRY_DATA_DIR": str(tmp_path), "REGISTRY_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "tests.catalogue.writer"]
    writers = [
        subprocess.Popen([*command, seed, str(LONGEST)], cwd=RESOURCES, env=environment) for seed in ("0", "1")
    ]
    compared = 0
    numbers: set[int] = set()
    while compared < COMPARED or len(numbers) < CHANGES:
        assert all(writer.poll() is None for writer in writers), "a writer ended before enough was compared"
        criteria = drawn(dice, known)
        with app.app_context(), reading():
            before = last_numbers(SERIES)
            ours = queries.search(criteria, per_page=100)
            theirs = page_of_projects(criteria, per_page=100)
            if before != last_numbers(SERIES):  # on PostgreSQL a change may come between the questions
                continue
            assert (ours.total, ours.counts) == (theirs.total, theirs.counts), criteria
            assert [row.id for row in ours.projects] == [project.id for project in theirs.projects], criteria
            compared += 1
            numbers.update(before)
    for writer in writers:
        writer.terminate()
        writer.wait(timeout=20)


def test_a_change_is_seen_at_once(app: Flask) -> None:
    with app.app_context():
        references = fill(random.Random(5), 3)
        commit()
    readers = [app.test_client() for _place in range(2)]
    for turn in range(4):
        state = (Publication.PUBLISHED, Publication.SUSPENDED)[turn % 2]
        with app.app_context():
            place(one_project(references[0]), state, by="tests")
            commit()
            db.session.remove()
        for reader in readers:
            listed = references[0] in reader.get("/en/projects/").text
            assert listed == (state is Publication.PUBLISHED)
