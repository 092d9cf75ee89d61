"""Sizes worth aiming at; what is larger stands here with its reason."""

import ast
from pathlib import Path

from tests.architecture.checkout import ROOT, modules, named, templates, tree

LINES_OF_A_MODULE = 300
LINES_OF_A_TEMPLATE = 120
LINES_OF_A_FUNCTION = 40
LINES_OF_A_VIEW = 25
LINES_OF_THE_FACTORY = 60

#: file -> why it is one piece all the same
LARGE_FILES: dict[str, str] = {}
#: `file:function` -> why it is one piece all the same
LONG_FUNCTIONS: dict[str, str] = {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_are_small() -> None:
    large = {named(path) for path in modules() if lines(path) > LINES_OF_A_MODULE and "versions" not in path.parts}
    assert large == {name for name in LARGE_FILES if name.endswith(".py")}


def test_templates_are_small() -> None:
    large = {named(path) for path in templates() if lines(path) > LINES_OF_A_TEMPLATE}
    assert large == {name for name in LARGE_FILES if name.startswith("templates/")}


def test_functions_are_short() -> None:
    long = {
        f"{named(path)}:{node.name}"
        for path in modules()
        if "versions" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and length(node) > limit(path)
    }
    assert long == set(LONG_FUNCTIONS)


def length(node: ast.FunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def limit(path: Path) -> int:
    return LINES_OF_A_VIEW if path.stem.endswith("views") else LINES_OF_A_FUNCTION


def test_the_factory_holds_no_logic() -> None:
    assert lines(ROOT / "registry" / "__init__.py") <= LINES_OF_THE_FACTORY


def test_every_exception_has_its_reason() -> None:
    assert all(reason.strip() for reason in (LARGE_FILES | LONG_FUNCTIONS).values())
