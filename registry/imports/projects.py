"""Projects out of tables. What a table has no column for stays as it is, so that a part can be sent back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.db import db
from registry.imports.cells import cell_of, kept, said
from registry.imports.kinds import Changes, Compared, NumberedCells, check_unchanged
from registry.imports.kinds import Kind as RecordKind
from registry.imports.states import Verdict
from registry.languages import NATIVE_NAMES, current_language, fold
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.projects import operations
from registry.projects.adding import add_projects
from registry.projects.contents import content_of
from registry.projects.fields import FIELDS, OBLIGATORY, Kind
from registry.projects.lifecycle import Publication
from registry.projects.loading import headings as all_headings
from registry.projects.loading import indicator_names
from registry.projects.models import Project
from registry.projects.parsing import ParsedRow, parse_row
from registry.projects.parts import ProjectText
from registry.projects.queries import everything, one_project
from registry.projects.records import ProjectRecord
from registry.projects.revising import latest_content
from registry.projects.sheets import columns, row_of
from registry.projects.vocabulary import Vocabulary, list_of, vocabulary
from registry.reference.queries import labels
from registry.refusals import Refusal
from registry.spreadsheets.values import Ambiguous, date_of, is_nothing, number_of, plain_day

#: Fields in which people write numbers and dates in their own ways.
NUMBERS = frozenset(spec.name for spec in FIELDS if spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.WHOLE))
MONEY = frozenset(spec.name for spec in FIELDS if spec.kind is Kind.MONEY)
#: Here a dash or "not known" is no answer; a text may well read "NA".
LISTED = frozenset(spec.name for spec in FIELDS if spec.kind in (Kind.CODE, Kind.CODES, Kind.CURRENCY))
DAYS = frozenset(spec.name for spec in FIELDS if spec.kind is Kind.DAY)
#: What the review decides, not a table.
FIXED = ("publication_status",)


class Projects(RecordKind):
    """Projects by their reference."""

    name = "projects"
    label: object = _l("Projects")
    permission = Permission.PROJECTS_EDIT

    def headings(self) -> Mapping[str, str]:
        return {column.key: column.heading for column in columns(indicator_names())}

    def amounts(self) -> Collection[str]:
        return MONEY

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        words, language = vocabulary(labels()), current_language()
        found: dict[str, Mapping[str, str]] = {}
        for spec in FIELDS:
            if spec.name in OBLIGATORY and spec.kind is Kind.CODE:
                codes = words.lists[list_of(spec)]
                found[spec.name] = {code: words.name(list_of(spec), code, language) for code in codes}
        return {**found, "source_language": dict(NATIVE_NAMES)}

    def known(self) -> Mapping[str, str]:
        return all_headings()

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        words = vocabulary(labels())
        read = [(number, *_read(cells)) for number, cells in rows]
        present = _present([str(cells.get("reference") or "") for _number, cells, _faults in read])
        titles = _titles(cells for _number, cells, _faults in read)
        for number, cells, faults in read:
            yield self._compared(number, cells, faults, present, titles, words)

    def _compared(
        self,
        number: int,
        cells: dict[str, Any],
        faults: list[tuple[str, str]],
        present: Mapping[str, Project],
        titles: Mapping[str, str],
        words: Vocabulary,
    ) -> Compared:
        reference = str(cells.get("reference") or "").strip()
        project = present.get(reference)
        if project is None:
            return _new(number, cells, faults, reference, titles, words)
        before = _cells(project, content_of(project), words)
        parsed = parse_row(number, {**before, **cells}, words)
        problems = [*faults, *((problem.column, problem.sentence) for problem in parsed.problems)]
        if parsed.content is None or problems:
            return Compared(number, cells, Verdict.PROBLEM, reference, problems=problems)
        after = _cells(project, parsed.content, words)
        changes = {key: (said(before.get(key)), said(after.get(key))) for key in cells if key not in FIXED}
        changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
        if parsed.publication not in (None, project.publication):
            sentence = _("The publication is decided on the project's page, not by a table.")
            return Compared(number, cells, Verdict.PROBLEM, reference, problems=[("publication_status", sentence)])
        return Compared(number, cells, Verdict.CHANGED if changes else Verdict.UNCHANGED, reference, changes)

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        given, _faults = _read(cells)
        content = _content(parse_row(0, {**given, "publication_status": None}, vocabulary(labels())))
        return operations.add_project(content, by=by).reference

    def add_many(self, rows: Sequence[Mapping[str, Any]], *, by: User) -> list[str] | None:
        words = vocabulary(labels())
        contents = [
            _content(parse_row(0, {**_read(cells)[0], "publication_status": None}, words)) for cells in rows
        ]
        return add_projects(contents, by=by)

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        given, _faults = _read(cells)
        wanted = {key: given.get(key) for key in changes}
        return self._put(reference, wanted, {key: pair[0] for key, pair in changes.items()}, by=by)

    def remove(self, reference: str, *, by: User) -> None:
        operations.remove_draft(one_project(reference), by=by)

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        wanted = {key: cell_of(value) for key, value in earlier.items()}
        self._put(reference, wanted, {key: pair[1] for key, pair in changes.items()}, by=by)

    def _put(
        self, reference: str, wanted: Mapping[str, Any], expected: Mapping[str, str], *, by: User
    ) -> dict[str, Any]:
        """Put cells into the newest content of a project, that waiting for review included; returns what was."""
        words = vocabulary(labels())
        project = one_project(reference)
        newest = latest_content(project)
        present = _cells(project, newest, words)
        check_unchanged({key: said(present.get(key)) for key in expected}, expected)
        content = _content(parse_row(0, {**present, **wanted}, words))
        operations.edit_project(project, replace(content, contact_officer_id=newest.contact_officer_id), by=by)
        return {key: kept(present.get(key)) for key in wanted}


def _new(
    number: int,
    cells: dict[str, Any],
    faults: list[tuple[str, str]],
    reference: str,
    titles: Mapping[str, str],
    words: Vocabulary,
) -> Compared:
    if reference:
        faults = [("reference", _("There is no project with this reference.")), *faults]
    parsed = parse_row(number, {**cells, "reference": None, "publication_status": None}, words)
    problems = [*faults, *((problem.column, problem.sentence) for problem in parsed.problems)]
    if problems:
        return Compared(number, cells, Verdict.PROBLEM, problems=problems)
    same = next((titles[title] for title in _titles_in(cells) if title in titles), None)
    if same is not None:
        sentence = _("A project with this title is there already: %(reference)s.", reference=same)
        return Compared(number, cells, Verdict.DUPLICATE, problems=[("reference", sentence)])
    after = _cells_of(_content(parsed), "", Publication.DRAFT, words)
    changes = {key: ("", said(after.get(key))) for key in cells if said(after.get(key)) and key not in FIXED}
    return Compared(number, cells, Verdict.NEW, changes=changes)


def _content(parsed: ParsedRow) -> ProjectRecord:
    if parsed.content is None:
        raise Refusal(parsed.problems[0].sentence, parsed.problems[0].column)
    return parsed.content


def _cells(project: Project, content: ProjectRecord, words: Vocabulary) -> dict[str, Any]:
    return _cells_of(content, project.reference, project.publication, words)


def _cells_of(
    content: ProjectRecord, reference: str, publication: Publication, words: Vocabulary
) -> dict[str, Any]:
    language = current_language()
    row = row_of(content, reference=reference, publication=publication.value, words=words, language=language)
    return dict(row)


def _present(references: Iterable[str]) -> dict[str, Project]:
    wanted = [one for one in references if one]
    query = select(Project).where(Project.reference.in_(wanted)).options(*everything())
    return {project.reference: project for project in db.session.scalars(query)} if wanted else {}


def _titles_in(cells: Mapping[str, Any]) -> list[str]:
    return [fold(str(value)) for key, value in cells.items() if key.startswith("title_") and value]


def _titles(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Folded titles of these rows that projects have already -> their references."""
    wanted = {str(value) for cells in rows for key, value in cells.items() if key.startswith("title_") and value}
    if not wanted:
        return {}
    query = select(ProjectText.title, Project.reference).join(Project, Project.id == ProjectText.project_id)
    return {
        fold(title): reference
        for title, reference in db.session.execute(query.where(ProjectText.title.in_(wanted)))
    }


def _read(cells: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The cells with numbers and dates read as people write them, and what could not be read.

    A currency named beside an amount is that of the project, unless another cell says otherwise.
    """
    read: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    currencies: dict[str, str] = {}
    for key, value in cells.items():
        read[key] = plain_day(value) if key in DAYS and isinstance(value, date) else value
        is_number = key in NUMBERS or key.startswith("target_")
        if not isinstance(value, str) or not (is_number or key in DAYS or key in LISTED):
            continue
        if is_nothing(value):
            read[key] = None
            continue
        try:
            if is_number:
                read[key], currency = number_of(value)
                currencies |= {key: currency} if currency else {}
            elif key in DAYS:
                read[key] = date_of(value)
        except Ambiguous:
            faults.append((key, _not_read(value, is_number=is_number)))
            read[key] = None
    own = str(read.get("currency") or "").strip().upper()
    for key, currency in currencies.items():
        if own and currency != own:
            faults.append((key, _("This amount is in another currency than the others of the project.")))
        own = own or currency
    if own:
        read["currency"] = own
    return read, faults


def _not_read(value: str, *, is_number: bool) -> str:
    if is_number:
        return _("“%(value)s” cannot be read as one number. Write it as 1250000.50.", value=value[:60])
    return _("“%(value)s” can be read as different dates. Write it as 2026-04-03.", value=value[:60])
