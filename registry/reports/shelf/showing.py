"""A report as a page shows it: cells as people read them, where each row leads, its picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from registry.reports.charts import WIDTH, Drawing, drawing, picture_of
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.files import Made, shown, totals_row
from registry.reports.shelf.reports import Report

#: Rows that a page shows; files have all.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a page: `rows` are the address behind each, or nothing, and its cells as words."""

    report: Report
    criteria: ReportCriteria
    number: int
    rows: list[tuple[str, list[str]]]
    totals: list[str]
    picture: Drawing | None
    #: rows that the picture does not show
    left_out: int

    @classmethod
    def of(cls, made: Made, *, most: int = MOST_SHOWN, width: int = WIDTH) -> "Shown":
        """The first rows of a report with its picture, so many units wide."""
        picture = picture_of(made) if made.report.chart is not None and len(made.rows) else None
        return cls(
            report=made.report,
            criteria=made.criteria,
            number=len(made.rows),
            rows=_rows(made, most),
            totals=totals_row(made),
            picture=drawing(picture, width) if picture else None,
            left_out=picture.left_out if picture else 0,
        )


def _rows(made: Made, most: int) -> list[tuple[str, list[str]]]:
    kinds = [one.kind for one in made.report.fields]
    records = made.rows.head(most).to_dict("records")
    return [
        (address_behind(made, record), [shown(value, kind) for value, kind in zip(cells, kinds, strict=True)])
        for record, cells in zip(records, made.cells(most), strict=True)
    ]


def address_behind(made: Made, record: Mapping[str, object]) -> str:
    """Where a row of a report leads; empty where a list of records would hold others, too."""
    link = made.report.link
    if link is None:
        return ""
    behind = {parameter: record[key] for parameter, key in link.parameters.items()}
    narrowed = [pair for pair in made.criteria.parameters() if pair[0] not in behind]
    # A list of records that cannot be narrowed likewise would hold others; a record is itself.
    is_list = link.endpoint.endswith(".index")
    if is_list and any(name not in link.passes for name, _value in narrowed):
        return ""
    address = url_for(link.endpoint, **behind, **link.always)  # type: ignore[arg-type]
    if not (is_list and narrowed):
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(narrowed)}"
