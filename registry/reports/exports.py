"""Files with what the screen shows: a cover that says what it is, then the rows."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import BinaryIO
from zoneinfo import ZoneInfo

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import now, reading, release
from registry.languages import NATIVE_NAMES, current_language
from registry.languages import gettext as _
from registry.leads.criteria import LeadCriteria
from registry.projects.criteria import ProjectCriteria
from registry.reports.filters import describe_leads, describe_projects
from registry.reports.frames import lead_sheet, project_sheet
from registry.spreadsheets.write import Cover, Sheet, Told, quiet, write_csv, write_workbook
from registry.web.formatting import format_datetime

SAMARKAND = ZoneInfo("Asia/Samarkand")
FORMATS = ("xlsx", "csv")


def export_projects(criteria: ProjectCriteria, ending: str, *, by: User | str | None) -> bytes:
    """Projects as a file; `by` None is the public, which gets public columns and leaves no trace."""

    def sheet() -> Sheet:
        return project_sheet(criteria, for_staff=by is not None)

    return _file(sheet, ending, describe_projects(criteria), by, "projects.exported")


def export_shortlist(references: Sequence[str], ending: str) -> bytes:
    """These projects as a file with public columns."""

    def sheet() -> Sheet:
        return project_sheet(ProjectCriteria(), for_staff=False, references=references)

    return _file(sheet, ending, [(_("Shortlist"), "; ".join(references))], None, "projects.exported")


def export_leads(criteria: LeadCriteria, ending: str, *, by: User) -> bytes:
    """Cases with their contact data as a file."""
    return _file(lambda: lead_sheet(criteria), ending, describe_leads(criteria), by, "leads.exported")


def _file(
    sheet_of: Callable[[], Sheet],
    ending: str,
    filters: Sequence[tuple[str, str]],
    by: User | str | None,
    action: str,
) -> bytes:
    """The file and its trace. Nobody waits for a lock while it is made."""
    output = BytesIO()
    release()
    with reading():
        sheet = sheet_of()
        rows = write(output, ending, [sheet], cover_of(sheet.title, filters, by))
    release()
    if by is not None:
        details = {
            "filter": [None, [list(pair) for pair in filters]],
            "rows": [None, rows],
            "format": [None, ending],
        }
        record(action, subject=("export", ending), by=by, changes=details)
    return output.getvalue()


def write(output: BinaryIO, ending: str, sheets: Sequence[Sheet], cover: Cover, *, told: Told = quiet) -> int:
    """The sheets into a file, as a workbook or (the first) as CSV; returns how many rows there were."""
    counted = 0

    def count(rows: int) -> None:
        nonlocal counted
        counted += rows
        told(counted)

    if ending == "csv":
        write_csv(output, sheets[0], cover.yes, cover.no, zone=SAMARKAND, told=count)
    else:
        write_workbook(output, sheets, cover, zone=SAMARKAND, told=count)
    return counted


def cover_of(title: str, filters: Sequence[tuple[str, str]], by: User | str | None) -> Cover:
    """What a file says of itself on its first sheet."""
    made_by = _("Public export") if by is None else (by if isinstance(by, str) else by.name)
    facts = [
        (_("Content"), title),
        *(filters or [(_("Filter"), _("none"))]),
        (_("Made on"), format_datetime(now())),
        (_("Made by"), made_by),
        (_("Language"), NATIVE_NAMES[current_language()]),
    ]
    return Cover(
        title=_("Investment project registry of the Aral Sea region"),
        facts=facts,
        notes_title=_("Notes"),
        yes=_("yes"),
        no=_("no"),
        notes_headings=(_("Sheet"), _("Row"), _("Column"), _("What happened")),
        note_texts=note_texts(),
        rows=_("Rows"),
    )


def note_texts() -> dict[str, str]:
    """What the writer may have to say about a cell, in the reader's language."""
    return {
        "control_removed": _("Characters that a spreadsheet cannot hold were left out."),
        "cut": _("The text is longer than a cell can hold and was cut."),
        "exact_as_text": _("The number has more digits than a spreadsheet keeps and was written as text."),
        "early_date_as_text": _("The date lies before 1 March 1900 and was written as text."),
        "other_kind": _("The value is not of the kind of its column and was written as text."),
    }
