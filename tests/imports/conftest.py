"""A registry with the demonstration in it."""

import pytest
from flask import Flask

from registry.config import RESOURCES
from registry.db import commit
from registry.upkeep.demonstration import load_demonstration


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """The demonstration, loaded once for a test."""
    with app.app_context():
        load_demonstration(RESOURCES / "seed_data", "a password for the demonstration")
        commit()
    return app
