"""Preparing a registry: schema, reference lists, demonstration records."""

from registry.config import RESOURCES, Settings, kept_secret
from registry.db import commit, db, queue_up, release
from registry.matching.loading import load_first_weights
from registry.migrations import upgrade
from registry.reference.loading import load_lists
from registry.upkeep.demonstration import is_loaded, load_demonstration

#: Of processes that start at once, one after the other loads.
LOCK = 1_735_403
SEED_DATA = RESOURCES / "seed_data"


def initialise() -> None:
    """Migrate the database and load the reference lists; safe to repeat, and beside others who start."""
    upgrade(db.engine)
    queue_up(LOCK)
    load_lists(SEED_DATA / "reference")
    load_first_weights(SEED_DATA / "matching")
    commit()


def demo_password(settings: Settings) -> str:
    """The password of the demonstration sign-ins: the setting, else one kept in the data folder."""
    return settings.demo_password or kept_secret(settings.data_dir / "demo_password", 12)


def seed(settings: Settings) -> bool:
    """Load the demonstration records unless they are there; returns whether it did."""
    queue_up(LOCK)
    if is_loaded():
        release()
        return False
    load_demonstration(SEED_DATA, demo_password(settings))
    commit()
    return True
