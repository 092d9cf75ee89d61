"""A project as one row of a spreadsheet: its columns, and its cells in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.projects.fields import FIELDS, FUNDING_LABELS, TEXT_LABELS, FieldSpec, Kind
from registry.projects.parts import TEXT_FIELDS
from registry.projects.records import FundingValues, ProjectRecord
from registry.projects.vocabulary import Vocabulary, list_of

Cell = str | int | Decimal | date | bool | None

#: Between several values in one cell, and between the parts of an indicator's details.
JOIN, PART = "; ", " | "

CELL_KINDS = {
    Kind.WHOLE: "integer",
    Kind.NUMBER: "decimal",
    Kind.MONEY: "money",
    Kind.FLAG: "boolean",
    Kind.MAYBE: "boolean",
    Kind.DAY: "date",
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: key for machines, heading for people, kind of cell as the spreadsheet kit names them."""

    key: str
    heading: str
    kind: str


def columns(indicators: Mapping[str, str]) -> list[SheetColumn]:
    """All columns with headings in the present language; `indicators` maps code to name with unit."""
    found = [
        SheetColumn("reference", _("Reference"), "text"),
        SheetColumn("publication_status", _("Publication"), "text"),
    ]
    found += [SheetColumn(spec.name, str(spec.label), CELL_KINDS.get(spec.kind, "text")) for spec in FIELDS]
    found.append(SheetColumn("documents", _("Documents"), "text"))
    found += [
        SheetColumn(part, _("%(part)s by instrument", part=str(label)), "text")
        for part, label in FUNDING_LABELS.items()
    ]
    found += [
        SheetColumn(f"target_{code}", _("Target: %(indicator)s", indicator=name), "decimal")
        for code, name in indicators.items()
    ]
    found += [
        SheetColumn("indicator_details", _("Indicators: baseline | year | method | source"), "text"),
        SheetColumn("parties", _("Parties"), "text"),
    ]
    found += [
        SheetColumn(f"{field}_{language}", f"{TEXT_LABELS[field]} ({NATIVE_NAMES[language]})", "text")
        for language in LANGUAGES
        for field in TEXT_FIELDS
    ]
    return found


def row_of(
    content: ProjectRecord, *, reference: str, publication: str, words: Vocabulary, language: str
) -> dict[str, Cell]:
    """The cells of one project, column key -> value; codes as names in the language."""
    row: dict[str, Cell] = {
        "reference": reference,
        "publication_status": words.name("Publication", publication, language),
    }
    for spec in FIELDS:
        row[spec.name] = _cell(spec, getattr(content, spec.name), words, language)
    row["documents"] = JOIN.join(
        f"{words.name('DocumentKind', kind, language)}: {words.name('DocumentState', state, language)}"
        for kind, state in content.documents.items()
    )
    for part in FUNDING_LABELS:
        row[part] = _funding_cell(content.funding, part, words, language)
    details = []
    for code, values in content.indicators.items():
        row[f"target_{code}"] = values.target
        more = [plain(values.baseline), plain(values.year), values.method or "", values.source or ""]
        details.append(PART.join([words.name("indicators", code, language), *more]))
    row["indicator_details"] = "\n".join(details)
    row["parties"] = "\n".join(f"{role}: {name}" for role, name in content.parties)
    for language_of_text, texts in content.texts.items():
        for field, text in texts.items():
            row[f"{field}_{language_of_text}"] = text
    return row


def _cell(spec: FieldSpec, value: Any, words: Vocabulary, language: str) -> Cell:
    if value is None:
        return None
    if spec.kind is Kind.CODE:
        return words.name(list_of(spec), value, language)
    if spec.kind is Kind.CODES:
        return JOIN.join(words.name(list_of(spec), code, language) for code in value)
    if spec.kind is Kind.WORDS:
        return JOIN.join(value)
    cell: Cell = value
    return cell


def _funding_cell(funding: Mapping[str, FundingValues], part: str, words: Vocabulary, language: str) -> str:
    return JOIN.join(
        f"{words.name('instruments', code, language)}: {plain(amount)}"
        for code, values in funding.items()
        if (amount := getattr(values, part)) is not None
    )


def plain(value: Decimal | int | None) -> str:
    """A number without grouping, exponent or trailing zeros; empty for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
