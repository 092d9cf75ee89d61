"""Imports run one way: the contracts of setup.cfg, and what their wildcards cannot name."""

import ast
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT, imported, modules, named, tree

#: Views and forms leave both to queries, operations and frames.
NOT_FOR_PAGES = {"sqlalchemy", "flask_sqlalchemy", "pandas", "numpy"}
#: The one module that joins the layers by its nature.
FACTORY = "registry/__init__.py"


def test_contracts_are_kept() -> None:
    command = [str(Path(sysconfig.get_path("scripts")) / "lint-imports"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if path.stem.endswith(("views", "forms"))],
    ids=named,
)
def test_pages_know_no_sql(path: Path) -> None:
    assert not imported(path) & NOT_FOR_PAGES


def test_no_import_hides_in_a_function() -> None:
    """Such an import hides a knot; only the command line may load slow libraries late."""
    hidden = [
        f"{named(path)}:{inner.lineno}"
        for path in modules()
        if named(path) != "registry/cli.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_rooms_have_empty_init_files() -> None:
    rooms = [path for path in modules() if path.name == "__init__.py" and named(path) != FACTORY]
    filled = [named(path) for path in rooms if path.parent.name != "migrations" and path.read_text().strip()]
    assert not filled


def test_what_is_heavy_is_loaded_when_it_is_used() -> None:
    """A process that only shows pages is smaller by some 100 MB."""
    heavy = ("pandas", "pypinyin", "zxcvbn.frequency_lists")
    code = f"import registry, sys; sys.exit(', '.join(name for name in {heavy} if name in sys.modules) or 0)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
