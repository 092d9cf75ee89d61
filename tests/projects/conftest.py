"""The staff's desk for tests of their pages."""

import pytest
from flask import Flask

from tests.projects.pages import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Everybody signed in, each in a client of their own."""
    return Desk(app)
