"""Where the header of a table stands that people made: below banners, over two rows, above a row of numbers. Pure.

The header is the row with the most short texts of different wording, beside rows below that are filled likewise; a
row of column numbers beneath it, or of units, belongs to it. Known names of columns weigh more than the shape.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Rows = Sequence[tuple[int, Sequence[Any]]]

#: Rows from the top in which a header is looked for, and rows below it that are looked at.
SEARCHED, COMPARED = 40, 25
#: So many rows further down a row is half as likely to be the header.
FURTHER = 15
#: Longer texts are hardly names of columns.
LONGEST_NAME = 90
#: How rows of sums begin.
TOTALS = frozenset(["total", "sum", "итого", "всего", "жами", "jami", "jámi", "合计", "总计", "小计"])
#: Between the two levels of a header.
LEVELS = " / "
_NUMBER = re.compile(r"[-+]?[\d\s.,]+%?")


@dataclass(frozen=True, slots=True)
class Header:
    """Names of columns, empty where one has none; places of the first row of data and of the header itself."""

    names: tuple[str, ...]
    first: int
    start: int
    #: how sure it is that there is a table at all, 0 to 1
    likeliness: float


def find_header(rows: Rows, known: Callable[[str], bool] = lambda name: False) -> Header | None:
    """The header of a sheet; None where there is no table."""
    best: tuple[float, int] | None = None
    for place in range(min(len(rows), SEARCHED)):
        score = _score(rows, place, known)
        if score > 0 and (best is None or score > best[0] * 1.02):
            best = score, place
    if best is None:
        return None
    place = best[1]
    start = place
    names, after = _lower_level(rows, place)
    is_next = start > 0 and rows[start - 1][0] == rows[start][0] - 1
    if is_next and not any(map(known, names)) and _is_upper_level(rows[start - 1][1], names):
        names = _joined(_spread(rows[start - 1][1], len(names)), names)
        start -= 1
    while after < len(rows) and _is_numbering(rows[after][1]):
        after += 1
    return Header(tuple(names), after, start, min(best[0] / 3, 1.0))


def _score(rows: Rows, place: int, known: Callable[[str], bool]) -> float:
    cells = rows[place][1]
    texts = [text for text in map(text_of, cells) if text]
    names = [text for text in texts if _is_name(text)]
    if len(set(names)) < 2 or len(names) < 0.6 * len(texts):
        return 0.0
    below = [row for _number, row in rows[place + 1 : place + 1 + COMPARED]]
    recognised = sum(known(name) for name in names)
    if not below:
        return 0.3 + 0.5 * recognised if recognised else 0.2
    width = max(len([1 for cell in row if text_of(cell)]) for row in (cells, *below))
    filled = len(names) / max(width, 1)
    different = len(set(names)) / len(names)
    # A heading differs from what is below it: in kind, or by never coming again.
    columns = [at for at, cell in enumerate(cells) if text_of(cell)]
    unlike = sum(_is_unlike(cells[at], [row[at] for row in below if at < len(row)]) for at in columns)
    return filled * different * (0.5 + unlike / len(columns)) * (1 + recognised) / (1 + place / FURTHER)


def _is_unlike(heading: Any, values: Sequence[Any]) -> bool:
    known = [value for value in values if text_of(value)]
    if not known:
        return False
    numbers = sum(not isinstance(value, str) or bool(_NUMBER.fullmatch(value.strip())) for value in known)
    return numbers * 2 > len(known) or (
        text_of(heading) not in map(text_of, known) and len(set(map(text_of, known))) > 1
    )


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and (not _NUMBER.fullmatch(text) or _is_year(text))


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d(\.0)?", text))


def _is_numbering(cells: Sequence[Any]) -> bool:
    """1, 2, 3 … below the header, or I, II, III."""
    texts = [text.removesuffix(".0") for text in map(text_of, cells) if text]
    if len(texts) < 3:
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    return (
        len(numbers) == len(texts)
        and numbers == sorted(set(numbers))
        and numbers[0] in (1, 2)
        and max(numbers) < 100
    )


def _lower_level(rows: Rows, place: int) -> tuple[list[str], int]:
    """The names in a row, and in the one below it where that names what the first one groups."""
    names = [text_of(cell) for cell in rows[place][1]]
    after = place + 1
    if after >= len(rows):
        return names, after
    lower = [text_of(cell) for cell in rows[after][1]]
    used = [at for at, text in enumerate(lower) if text]
    gaps = [at for at in used if at >= len(names) or not names[at]]
    is_text = all(_is_name(lower[at]) or lower[at].isdigit() for at in used)
    # The lower level stands under merged cells: most of its texts have nothing above, the first column is empty.
    is_level = len(used) >= 2 and is_text and len(gaps) * 2 >= len(used) and not (lower and lower[0])
    if not is_level or _is_numbering(rows[after][1]):
        return names, after
    width = max(len(names), len(lower))
    return _joined(_spread(rows[place][1], width, lower), lower + [""] * (width - len(lower))), after + 1


def _is_upper_level(cells: Sequence[Any], names: Sequence[str]) -> bool:
    """A row above with fewer texts, of which some stand over several names, none over the first."""
    texts = [text for text in map(text_of, cells) if text]
    return (
        len(texts) >= 2 and len(set(texts)) < len([name for name in names if name]) and all(map(_is_name, texts))
    )


def _spread(cells: Sequence[Any], width: int, lower: Sequence[str] | None = None) -> list[str]:
    """The texts of merged cells over all the columns they cover; where `lower` is given, only over its texts."""
    spread, last = [], ""
    for at in range(width):
        text = text_of(cells[at]) if at < len(cells) else ""
        is_covered = lower is None or (at < len(lower) and bool(lower[at]))
        last = text or (last if is_covered else "")
        spread.append(last)
    return spread


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    return [
        LEVELS.join(dict.fromkeys(part for part in (above, below) if part))
        for above, below in zip(upper, [*lower, *[""] * len(upper)], strict=False)
    ]


def is_block_heading(cells: Sequence[Any], width: int) -> bool:
    """A row inside the data with one text only, over a table of several columns: the heading of a block."""
    texts = [text for text in map(text_of, cells) if text]
    return width >= 3 and len(texts) == 1 and not _NUMBER.fullmatch(texts[0])


def is_total(cells: Sequence[Any]) -> bool:
    """A row of sums below the data: its first text says so."""
    first = next((text for text in map(text_of, cells) if text), "")
    return first.casefold().strip(" :.") in TOTALS


def text_of(cell: Any) -> str:
    """A cell as the name of a column: one line, no repeated spaces."""
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return " ".join(text.replace("\ufeff", "").split())
