"""Short ways to sheets, covers and zip packages."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from registry.spreadsheets.write import Column, Cover, Kind, Sheet

COVER = Cover("Aral registry", (("Made for", "everybody"), ("Rows", "2")), "Notes", "yes", "no")

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def one_sheet(kind: Kind, values: Sequence[Any], title: str = "Data", label: str = "Value") -> Sheet:
    """A sheet with a running number and one column of the kind under test."""
    frame = pd.DataFrame({"number": range(1, len(values) + 1), "value": pd.Series(list(values), dtype=object)})
    return Sheet(title, (Column("number", "No.", "integer"), Column("value", label, kind)), frame)


def package(sheet_xml: str, extra: Mapping[str, bytes] | None = None) -> bytes:
    """An .xlsx file of one sheet with this XML inside <worksheet>, and further entries."""
    entries = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet_xml}</worksheet>',
    }
    return zipped({**{name: text.encode() for name, text in entries.items()}, **(extra or {})})


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """A zip archive of these entries."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return output.getvalue()


def with_cell(place: str, text: str = "x") -> str:
    """The XML of a text cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
