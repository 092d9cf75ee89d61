"""Only a few places commit: the end of a request, and what runs without one."""

import ast
import re
from pathlib import Path

from tests.architecture.checkout import calls, modules, named

#: `db.commit()` is for these; everything else leaves it to its caller
COMMITTING = {
    "registry/db.py",
    "registry/cli.py",
    # run without a request: the worker, and preparing the database
    "registry/upkeep/deliveries.py",
    "registry/upkeep/preparing.py",
    "registry/upkeep/file_maker.py",
    "registry/upkeep/table_worker.py",
}
#: counting tries must outlive the refusal that rolls the request back
WITH_TRANSACTIONS_OF_THEIR_OWN = {
    "registry/accounts/throttle.py",
    "registry/db.py",
    "registry/migrations/__init__.py",
}
ENDING = re.compile(r"\b(engine|session|connection)\.(begin|rollback)$")


def commits(path: Path) -> bool:
    return any(
        (isinstance(call.func, ast.Attribute) and call.func.attr == "commit")
        or (isinstance(call.func, ast.Name) and call.func.id == "commit")
        for call in calls(path)
    )


def test_only_these_commit() -> None:
    assert {named(path) for path in modules() if commits(path)} == COMMITTING


def test_nobody_else_ends_a_transaction() -> None:
    """Others let go of the write lock early through `release()` of registry.db."""
    ending = {named(path) for path in modules() for call in calls(path) if ENDING.search(ast.unparse(call.func))}
    assert ending == WITH_TRANSACTIONS_OF_THEIR_OWN


def test_forms_never_fill_models() -> None:
    assert not [
        named(path)
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "populate_obj"
    ]
