"""What is to be written: columns, sheets, the cover and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.spreadsheets.cells import Kind

if TYPE_CHECKING:  # pandas takes seconds to load and is not needed to run this module
    import pandas


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
class Sheet:
    """One table: its title, its columns and a frame that has their keys."""

    title: str
    columns: Sequence[Column]
    frame: "pandas.DataFrame"


@dataclass(frozen=True)
class Cover:
    """The first sheet, and the words used in the whole workbook.

    `notes_headings` head the notes sheet (sheet, row, column, what happened); `note_texts` says what
    happened in the reader's language, by the codes of `pages.NOTE_TEXTS`.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    notes_title: str
    yes: str
    no: str
    notes_headings: tuple[str, str, str, str] = ("Sheet", "Row", "Column", "What happened")
    note_texts: Mapping[str, str] = field(default_factory=dict)
