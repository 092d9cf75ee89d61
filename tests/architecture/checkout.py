"""The checkout as files: what the checks of this folder look at."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = ROOT / "registry"
TEMPLATES = ROOT / "templates"


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the registry."""
    return tuple(sorted(path for path in REGISTRY.rglob("*.py") if "__pycache__" not in path.parts))


@cache
def templates() -> tuple[Path, ...]:
    """Every file under templates/."""
    return tuple(sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and not path.name.startswith(".")))


def named(path: Path) -> str:
    """How a file is called in lists and messages: its path from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def imported(path: Path) -> set[str]:
    """Top-level names of what a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def tracked_files() -> list[str]:
    """What git keeps; the test is skipped where the checkout is not a git repository."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip("not a git checkout")
    return [name for name in answer.stdout.split("\0") if name]
