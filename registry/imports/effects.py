"""What projects have reached, out of tables: one row for a project, an indicator and a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.db import db
from registry.imports.cells import said
from registry.imports.kinds import Changes, Compared, Kind, NumberedCells, check_unchanged
from registry.imports.names import all_headings, codes_of, in_parts, line
from registry.imports.readers import day_in, number_in
from registry.imports.states import Verdict
from registry.languages import fold
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.projects.achieving import (
    Reached,
    check_achievement,
    find_achievement,
    note_achievement,
    remove_achievement,
)
from registry.projects.models import Project
from registry.projects.parts import Achievement
from registry.projects.queries import one_project
from registry.refusals import NotFound, Refusal


class Effects(Kind):
    """Numbers that were reached, by project, indicator and day."""

    name = "indicators"
    label: object = _l("What projects reached")
    permission = Permission.PROJECTS_EDIT

    def headings(self) -> Mapping[str, str]:
        return {
            "project": _("Project"),
            "indicator": _("Indicator"),
            "value": _("Reached in all"),
            "as_of": _("By this day"),
            "source": _("Source"),
        }

    def amounts(self) -> Collection[str]:
        return ()

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        return {"source": {}}

    def known(self) -> Mapping[str, str]:
        return all_headings(self.headings)

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        codes = codes_of("indicators")
        projects = _projects(line(cells.get("project")) for _number, cells in rows)
        seen: dict[tuple[str, str, date], int] = {}
        for number, cells in rows:
            try:
                project, reached = _read(cells, projects, codes)
                key = (project.reference, reached.indicator_code, reached.as_of)
                if key in seen:
                    raise Refusal(_("This stands in row %(row)s already.", row=seen[key]), "as_of")
            except Refusal as refusal:
                problem = (refusal.field or "project", str(refusal))
                yield Compared(number, cells, Verdict.PROBLEM, problems=[problem])
                continue
            seen[key] = number
            yield _compared(number, project, reached)

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        project, reached = _read_one(cells)
        reference = _Key(project.reference, reached.indicator_code, reached.as_of)
        if reference.find(project) is not None:
            raise Refusal(_("The record was changed meanwhile. Check the table again."))
        note_achievement(project, reached, by=by)
        return str(reference)

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        project, reached = _read_one(cells)
        return _put(project, reached, {key: pair[0] for key, pair in changes.items()}, by=by)

    def remove(self, reference: str, *, by: User) -> None:
        key = _Key.of(reference)
        project = one_project(key.project)
        remove_achievement(project, key.kept(project).id, by=by)

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        key = _Key.of(reference)
        project = one_project(key.project)
        reached = Reached(key.indicator, key.as_of, Decimal(earlier["value"]), earlier["source"])
        _put(project, reached, {name: pair[1] for name, pair in changes.items()}, by=by)


@dataclass(frozen=True, slots=True)
class _Key:
    """Which number: as a reference it reads `ARAL-2026-0001 jobs_created 2026-11-25`."""

    project: str
    indicator: str
    as_of: date

    @classmethod
    def of(cls, reference: str) -> "_Key":
        project, indicator, day = reference.split(" ")
        return cls(project, indicator, date.fromisoformat(day))

    def __str__(self) -> str:
        return f"{self.project} {self.indicator} {self.as_of.isoformat()}"

    def find(self, project: Project) -> Achievement | None:
        """The number as it is kept."""
        return find_achievement(project, self.indicator, self.as_of)

    def kept(self, project: Project) -> Achievement:
        """The same; raises NotFound."""
        found = self.find(project)
        if found is None:
            raise NotFound
        return found


def _put(project: Project, reached: Reached, expected: Mapping[str, str], *, by: User) -> dict[str, Any]:
    """Another number for the same day; returns what it was."""
    kept = _Key(project.reference, reached.indicator_code, reached.as_of).kept(project)
    check_unchanged(_said(kept), expected)
    earlier = {"value": str(kept.value), "source": kept.source}
    note_achievement(project, reached, by=by)
    return earlier


def _compared(number: int, project: Project, reached: Reached) -> Compared:
    key = _Key(project.reference, reached.indicator_code, reached.as_of)
    kept = key.find(project)
    settled = {
        "project": project.reference,
        "indicator": reached.indicator_code,
        "value": reached.value,
        "as_of": reached.as_of,
        "source": reached.source,
    }
    before = _said(kept) if kept else {}
    changes = {
        name: (before.get(name, ""), said(settled[name]))
        for name in (("value", "source") if kept else settled)
        if before.get(name, "") != said(settled[name])
    }
    if kept is None:
        return Compared(number, settled, Verdict.NEW, changes=changes)
    return Compared(number, settled, Verdict.CHANGED if changes else Verdict.UNCHANGED, str(key), changes)


def _said(kept: Achievement) -> dict[str, str]:
    return {"value": said(kept.value), "source": kept.source}


def _projects(references: Iterable[str]) -> dict[str, Project]:
    parts = (selectinload(Project.indicators), selectinload(Project.achievements))
    return {
        project.reference: project
        for some in in_parts(references)
        for project in db.session.scalars(select(Project).where(Project.reference.in_(some)).options(*parts))
    }


def _read_one(cells: Mapping[str, Any]) -> tuple[Project, Reached]:
    return _read(cells, _projects([line(cells.get("project"))]), codes_of("indicators"))


def _read(
    cells: Mapping[str, Any], projects: Mapping[str, Project], codes: Mapping[str, str]
) -> tuple[Project, Reached]:
    """What the cells say; raises Refusal beside the column."""
    project = projects.get(line(cells.get("project")))
    if project is None:
        raise Refusal(_("There is no project with this reference."), "project")
    code = codes.get(fold(line(cells.get("indicator"))))
    if code is None:
        raise Refusal(_("This indicator is not in the list."), "indicator")
    reached = Reached(
        code, day_in(cells, "as_of"), number_in(cells, "value", places=4)[0], line(cells.get("source"))
    )
    check_achievement(project, reached)
    return project, reached
