"""Pictures of reports as SVG: bars and lines, drawn by the server, the same on the page and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.spreadsheets.styles import COLOURS, wide
from registry.web.formatting import compact_money, format_number, format_percent

if TYPE_CHECKING:
    from registry.reports.shelf.files import Made

#: Bars that a picture shows; the rest stands in the table.
MOST_BARS = 15
#: Points of a line.
MOST_POINTS = 36
INK, SOFT, RULE = "#1d2b33", "#5a6a73", "#d5dde1"
#: Units: of a picture on its own and of one of several side by side; of names, numbers, bars and letters in it.
WIDTH, NARROW = 760, 540
LABELS, NUMBERS, MONTH, BAR, GAP, LETTER = 230, 110, 70, 16, 12, 8


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar or one line: its name, its values, and how they are said."""

    name: str
    values: Sequence[float]
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: a kind, the names of bars or points, the series, and how many rows are not shown."""

    kind: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    left_out: int = 0


@dataclass
class Drawing:
    """Shapes in the units of the picture."""

    title: str
    said: str
    height: int = 0
    #: (x, y, width, height, colour)
    rectangles: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    #: (points as SVG writes them, colour)
    lines: list[tuple[str, str]] = field(default_factory=list)
    #: (x, y, colour)
    points: list[tuple[float, float, str]] = field(default_factory=list)
    #: (x, y, text, colour, anchor)
    words: list[tuple[float, float, str, str, str]] = field(default_factory=list)
    width: int = WIDTH

    def write(self, x: float, y: float, text: str, colour: str, anchor: str = "start") -> None:
        """Put words at a place."""
        self.words.append((round(x, 1), round(y, 1), text, colour, anchor))


def picture_of(made: "Made") -> Picture:
    """The picture of a report."""
    chart = made.report.chart
    assert chart is not None
    fields = {one.key: one for one in made.report.fields}
    most = MOST_POINTS if chart.kind in ("line", "column") else MOST_BARS
    # Of months the last ones count, of other rows the first.
    rows = made.rows.tail(most) if chart.kind in ("line", "column") else made.rows.head(most)
    series = []
    for key in chart.values:
        known = [None if value is None or value != value else float(value) for value in rows[key]]
        values = [value or 0.0 for value in known]
        said = [_number(value, fields[key].kind) for value in known]
        series.append(Series(str(fields[key].label), values, said))
    labels = [str(label) for label in rows[chart.label]]
    return Picture(chart.kind, str(made.report.title), labels, series, len(made.rows) - len(rows))


def _number(value: float | None, kind: str) -> str:
    """A number beside its bar; nothing where it is not known."""
    if value is None:
        return ""
    if kind == "money":
        return compact_money(value, "USD")
    return format_percent(value) if kind == "percent" else format_number(value)


def drawing(picture: Picture, width: int = WIDTH) -> "Drawing":
    """Where everything stands; `macros/charts.html` draws it, on the page and on paper."""
    shapes = Drawing(picture.title, _said(picture), width=width)
    (_lines if picture.kind == "line" else _bars)(shapes, picture)
    if len(picture.series) > 1:
        _legend(shapes, picture)
    return shapes


def _said(picture: Picture) -> str:
    """The picture in words, for those who do not see it."""
    rows = zip(picture.labels, zip(*(one.said for one in picture.series), strict=True), strict=True)
    return "; ".join(f"{label}: {', '.join(said)}" for label, said in rows)


def _bars(shapes: Drawing, picture: Picture) -> None:
    greatest = _greatest(picture)
    each = BAR * len(picture.series) + GAP
    for at, label in enumerate(picture.labels):
        top = at * each + GAP
        shapes.write(LABELS - 10, top + BAR * len(picture.series) / 2 + 4, _short(label), INK, "end")
        for place, one in enumerate(picture.series):
            width = (shapes.width - LABELS - NUMBERS) * max(one.values[at], 0) / greatest
            y = top + place * BAR
            shapes.rectangles.append((LABELS, y, round(width, 1), BAR - 2, COLOURS[place]))
            shapes.write(LABELS + width + 6, y + BAR - 4, one.said[at], SOFT)
    shapes.height = len(picture.labels) * each + GAP


def _lines(shapes: Drawing, picture: Picture) -> None:
    greatest = _greatest(picture)
    left, top, base, right = 60, 14, 220, shapes.width - 40
    step = (right - left) / max(len(picture.labels) - 1, 1)
    shapes.lines.append((f"{left},{base} {right},{base}", RULE))
    shapes.write(left - 8, top + 5, format_number(greatest), SOFT, "end")
    shapes.write(left - 8, base + 4, format_number(0), SOFT, "end")
    every = -(-len(picture.labels) * MONTH // (right - left)) or 1
    for at, label in enumerate(picture.labels):
        if at % every == 0:
            shapes.write(left + at * step, base + 24, label, SOFT, "middle")
    for number, one in enumerate(picture.series):
        points = [
            (round(left + at * step, 1), round(top + (base - top) * (1 - value / greatest), 1))
            for at, value in enumerate(one.values)
        ]
        shapes.lines.append((" ".join(f"{x},{y}" for x, y in points), COLOURS[number]))
        shapes.points += [(x, y, COLOURS[number]) for x, y in points]
    shapes.height = 260


def _legend(shapes: Drawing, picture: Picture) -> None:
    x = LABELS
    for place, one in enumerate(picture.series):
        shapes.rectangles.append((x, shapes.height + 6, 12, 12, COLOURS[place]))
        shapes.write(x + 18, shapes.height + 17, one.name, INK)
        x += 40 + LETTER * wide(one.name)
    shapes.height += 28


def _greatest(picture: Picture) -> float:
    return max((value for one in picture.series for value in one.values), default=0) or 1


def _short(label: str) -> str:
    if wide(label) <= 32:
        return label
    return label[: 15 if wide(label) > len(label) else 31] + "…"
