"""Projects out of a spreadsheet or the seed data: every problem named, then all of it or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from registry.audit.operations import record
from registry.db import db
from registry.languages import LANGUAGES, fold, use_language
from registry.languages import gettext as _
from registry.projects import operations
from registry.projects.contents import content_of
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.projects.parsing import ALIASES, ParsedRow, Problem, parse_row
from registry.projects.queries import everything
from registry.projects.records import ProjectRecord, changes_between
from registry.projects.sheets import columns
from registry.projects.vocabulary import vocabulary
from registry.reference.models import Indicator
from registry.reference.queries import entries, labels
from registry.spreadsheets.read import Table, read_table

#: Rows whose present state is read at once.
BATCH = 500


@dataclass(slots=True)
class ImportResult:
    """What an import did, or would do; nothing was written if there are problems."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def indicator_names() -> dict[str, str]:
    """Indicator code -> name with unit, in the present language."""
    return {entry.code: f"{entry.name} ({entry.unit})" for entry in entries(Indicator, retired=True)}


def headings() -> dict[str, str]:
    """Every heading that a file may have -> the key of its column, in all languages and as codes."""
    known: dict[str, str] = {fold(alias): key for alias, key in ALIASES.items()}
    for language in LANGUAGES:
        with use_language(language):
            for column in columns(indicator_names()):
                known[fold(column.heading)] = known[fold(column.key)] = column.key
    return known


def import_file(path: Path, *, by: str, dry_run: bool = False) -> ImportResult:
    """Read projects from an .xlsx or .csv file with the headings of an export.

    A row with a known reference changes that project, any other adds one. With a problem anywhere nothing
    is written. Raises SpreadsheetRefused if the file is no such table.
    """
    known = headings()
    table = read_table(path, path.name, recognise=lambda cells: sum(fold(cell) in known for cell in cells) >= 4)
    return import_rows(_keyed(table, known), by=by, dry_run=dry_run)


def _keyed(table: Table, known: Mapping[str, str]) -> Iterable[tuple[int, dict[str, Any]]]:
    keys = {header: known[fold(header)] for header in table.headers if fold(header) in known}
    for row in table.rows:
        yield row.number, {key: row.cells[header] for header, key in keys.items()}


def import_rows(rows: Iterable[tuple[int, Mapping[str, Any]]], *, by: str, dry_run: bool = False) -> ImportResult:
    """The same for rows of number and cells by column key."""
    words = vocabulary(labels())
    parsed = [parse_row(number, cells, words) for number, cells in rows]
    result = ImportResult(problems=[problem for row in parsed for problem in row.problems])
    result.problems += _repetitions(parsed)
    if result.problems:
        return result
    for start in range(0, len(parsed), BATCH):
        batch = parsed[start : start + BATCH]
        present = _present([row.reference for row in batch if row.reference])
        for row in batch:
            _apply(row, present.get(row.reference), result, by=by, dry_run=dry_run)
        db.session.flush()
    if not dry_run:
        figures = {"added": [None, result.added], "changed": [None, result.changed]}
        record("projects.imported", subject=("import", "projects"), by=by, changes=figures)
    return result


def _repetitions(parsed: list[ParsedRow]) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for row in parsed:
        if row.reference and row.reference in seen:
            sentence = _("This reference stands in row %(row)s already.", row=seen[row.reference])
            problems.append(Problem(row.number, "reference", sentence))
        seen.setdefault(row.reference, row.number)
    return problems


def _present(references: list[str]) -> dict[str, Project]:
    query = select(Project).where(Project.reference.in_(references)).options(*everything())
    return {project.reference: project for project in db.session.scalars(query)}


def _apply(row: ParsedRow, present: Project | None, result: ImportResult, *, by: str, dry_run: bool) -> None:
    assert row.content is not None
    if present is None:
        result.added += 1
        if not dry_run:
            project = operations.add_project(row.content, by=by, reference=row.reference or None)
            operations.place(project, row.publication or Publication.DRAFT, by=by)
        return
    content = _with_officer(row.content, present)
    moves = row.publication not in (None, present.publication)
    if not changes_between(content_of(present), content) and not moves:
        result.unchanged += 1
        return
    result.changed += 1
    if not dry_run:
        operations.edit_project(present, content, by=by)
        if row.publication is not None:
            operations.place(present, row.publication, by=by)


def _with_officer(content: ProjectRecord, present: Project) -> ProjectRecord:
    """The contact officer stands in no file, so a file does not change it."""
    return replace(content, contact_officer_id=present.contact_officer_id)
