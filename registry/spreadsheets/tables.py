"""What is to be written: columns, sheets, the cover and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from registry.spreadsheets.cells import Kind

if TYPE_CHECKING:  # pandas takes seconds to load and is not needed to run this module
    from registry.spreadsheets.cells import Frames


@dataclass(frozen=True)
class Column:
    """One column: `key` names it in the frame, `label` heads it in the sheet.

    A percentage of 12.5 means 12.5 %.
    """

    key: str
    label: str
    kind: Kind
    width: int | None = None


@dataclass(frozen=True)
class Chart:
    """A picture of a sheet: which column names the bars or points, and which give their numbers."""

    kind: Literal["bar", "column", "line"]
    label: str
    values: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """One table: its title, its columns, and a frame that has their keys, or several one after the other.

    `totals` key -> value is a last row in bold type below the table.
    """

    title: str
    columns: Sequence[Column]
    frame: "Frames"
    chart: Chart | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cover:
    """The first sheet, and the words used in the whole workbook.

    `notes_headings` head the notes sheet (sheet, row, column, what happened); `note_texts` says what
    happened in the reader's language, by the codes of `rows.NOTE_TEXTS`.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    notes_title: str
    yes: str
    no: str
    notes_headings: tuple[str, str, str, str] = ("Sheet", "Row", "Column", "What happened")
    note_texts: Mapping[str, str] = field(default_factory=dict)
    #: heads the numbers of rows, which the writer adds to the facts; empty for none
    rows: str = ""
