"""Why a spreadsheet file is not read."""

from typing import Literal

Reason = Literal[
    "too_large",
    "not_a_spreadsheet",
    "encrypted",
    "broken",
    "too_slow",
    "no_header",
    "too_many_rows",
    "too_many_columns",
]


class SpreadsheetRefused(Exception):
    """The file, or one sheet of it, is not read; the sentence for people is the caller's."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
