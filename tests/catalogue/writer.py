"""Another process that changes projects: python -m tests.catalogue.writer SEED SECONDS."""

import os
import random
import sys
import time
from dataclasses import replace

from registry import create_app
from registry.config import Settings
from registry.db import commit, db
from registry.projects.contents import content_of
from registry.projects.lifecycle import Publication
from registry.projects.operations import edit_project, place
from registry.projects.queries import known_values, one_project


def main(seed: int, seconds: float) -> None:
    """Publish, suspend and edit projects at random until the time is over."""
    dice = random.Random(seed)
    app = create_app(Settings.from_environment(os.environ))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with app.app_context():
            references = [f"ARAL-2026-{number:04}" for number in range(1, 41)]
            # each process has its own half, as two people would hardly edit the same project at once
            project = one_project(dice.choice(references[seed::2]))
            if dice.random() < 0.5:
                place(project, dice.choice((Publication.PUBLISHED, Publication.SUSPENDED)), by="tests")
            else:
                sector = dice.choice(sorted(known_values()["sector"]))
                edit_project(project, replace(content_of(project), sector_code=sector), by="tests")
            commit()
            db.session.remove()
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
