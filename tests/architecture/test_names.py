"""Files are called after what they hold, never after being of use."""

import re

import pytest

from tests.architecture.checkout import ROOT, modules, named, templates, tracked_files

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib", "stuff"}
NUMBERED = re.compile(r"\D\d+$")


@pytest.mark.parametrize("kind", ["modules", "templates"])
def test_there_are_no_drawers(kind: str) -> None:
    paths = modules() if kind == "modules" else templates()
    words = {named(path): {*path.relative_to(ROOT).parts, path.stem} for path in paths}
    assert not [name for name, parts in words.items() if parts & DRAWERS]


def test_nothing_is_split_by_number() -> None:
    assert not [named(path) for path in modules() if NUMBERED.search(path.stem) and "versions" not in path.parts]


def test_test_files_say_so() -> None:
    """A file of tests that is not called test_*.py would never run."""
    stray = [
        name
        for name in tracked_files()
        if name.startswith("tests/") and name.endswith(("_test.py", "_tests.py", "/tests.py"))
    ]
    assert not stray
