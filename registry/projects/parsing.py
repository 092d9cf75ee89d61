"""A row of a spreadsheet as a project: every cell checked, every problem named."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from registry.languages import LANGUAGES, fold
from registry.languages import gettext as _
from registry.projects.fields import FIELD, FIELDS, FUNDING_LABELS, OBLIGATORY, FieldSpec, Kind
from registry.projects.lifecycle import Publication
from registry.projects.parts import SUMMARY_LENGTH, TEXT_FIELDS, TEXT_LENGTH, TITLE_LENGTH
from registry.projects.records import FundingValues, IndicatorValues, ProjectRecord, contradictions
from registry.projects.vocabulary import Vocabulary, list_of

YES = {fold(word) for word in ("yes", "да", "ha", "awa", "是", "true", "1")}
NO = {fold(word) for word in ("no", "нет", "yoʻq", "yaq", "否", "false", "0")}

#: Short headings that files may use for a field.
ALIASES = {"type": "type_code", "sector": "sector_code", "stage": "stage_code"}


#: Chinese keyboards write these signs for ; : and | of ours.
FULL_WIDTH = str.maketrans("；：｜", ";:|")


class CellProblem(ValueError):
    """A cell cannot be used; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and why a file cannot be imported."""

    row: int
    column: str
    sentence: str


@dataclass(slots=True)
class ParsedRow:
    """What one row says: reference and publication may be empty, content is None where a problem stands."""

    number: int
    reference: str = ""
    publication: Publication | None = None
    content: ProjectRecord | None = None
    problems: list[Problem] = field(default_factory=list)


def parse_row(number: int, cells: Mapping[str, Any], words: Vocabulary) -> ParsedRow:
    """Read one row; `cells` maps column keys to what the spreadsheet kit found."""
    row = ParsedRow(number)
    values: dict[str, Any] = {}

    def read(column: str, reader: Callable[[Any], Any]) -> Any:
        cell = cells.get(column)
        try:
            return None if cell is None else reader(cell)  # most cells of most tables are empty
        except CellProblem as problem:
            row.problems.append(Problem(number, column, str(problem)))
            return None

    row.reference = read("reference", lambda cell: _line(cell, 20)) or ""
    publication = read("publication_status", lambda cell: _code(cell, "Publication", words))
    row.publication = Publication(publication) if publication else None
    for spec in FIELDS:
        value = read(spec.name, partial(parse_cell, spec, words=words))
        if value is not None:
            values[spec.name] = value
        elif spec.name in OBLIGATORY and not any(p.column == spec.name for p in row.problems):
            row.problems.append(Problem(number, spec.name, _("This cell must be filled in.")))
    values["documents"] = read("documents", lambda cell: _documents(cell, words)) or {}
    values["funding"] = _funding(read, words)
    values["indicators"] = _indicators(read, cells, words)
    values["parties"] = read("parties", _parties) or ()
    values["texts"] = _texts(read)
    if not row.problems:
        content = ProjectRecord(**values)
        row.problems += [Problem(number, name, sentence) for name, sentence in contradictions(content)]
        row.content = None if row.problems else content
    return row


def parse_cell(spec: FieldSpec, cell: Any, words: Vocabulary) -> Any:
    """The value of one field; None for an empty cell. Raises CellProblem."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return False if spec.kind is Kind.FLAG else (() if spec.kind in (Kind.CODES, Kind.WORDS) else None)
    return _READERS[spec.kind](cell, spec, words)


def _line(cell: Any, most: int) -> str | None:
    text = _text(cell)
    if len(text) > most:
        raise CellProblem(_("Use at most %(most)s characters; these are %(number)s.", most=most, number=len(text)))
    return text or None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").strip()


def split_items(text: str) -> list[str]:
    """The items of a list written with semicolons, of either width."""
    return [part.strip() for part in re.split("[;；]", text) if part.strip()]


def _split(cell: Any) -> list[str]:
    return split_items(_text(cell))


def _known(text: str, listing: str, words: Vocabulary) -> str:
    code = words.code(listing, text)
    if code is None:
        raise CellProblem(_("“%(value)s” is not in the list.", value=text[:60]))
    return code


def _code(cell: Any, listing: str, words: Vocabulary) -> str | None:
    text = _text(cell)
    return _known(text, listing, words) if text else None


def _currency(cell: Any) -> str:
    text = _text(cell).upper()
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise CellProblem(_("Write a currency code such as USD."))
    return text


def _language(cell: Any) -> str:
    text = _text(cell).lower()
    if text not in LANGUAGES:
        raise CellProblem(_("Write one of: %(codes)s.", codes=", ".join(LANGUAGES)))
    return text


def _yes_no(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = fold(_text(cell))
    if text in YES or text in NO:
        return text in YES
    raise CellProblem(_("Write yes or no."))


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(_text(cell)[:10])
    except ValueError:
        raise CellProblem(_("Write a date such as 2026-11-24.")) from None


def _whole(cell: Any, spec: FieldSpec) -> int:
    number = _number(cell, spec)
    if number != number.to_integral_value():
        raise CellProblem(_("Write a whole number."))
    return int(number)


def _number(cell: Any, spec: FieldSpec) -> Decimal:
    number = number_in(cell)
    if round(number, spec.places) != number:
        raise CellProblem(_("Use at most %(places)s decimal places.", places=spec.places))
    least = spec.least if spec.least is not None else Decimal(1).scaleb(-spec.places)
    greatest = spec.greatest if spec.greatest is not None else 10**13
    if not least <= number <= greatest:
        raise CellProblem(
            _("Write a number from %(least)s to %(greatest)s.", least=f"{least:f}", greatest=greatest)
        )
    return number


def number_in(cell: Any) -> Decimal:
    """The number in a cell: typed, or as text with a point and no grouping."""
    if isinstance(cell, bool):
        raise CellProblem(_("Write a number such as 1250000 or 1250000.50."))
    try:
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(_text(cell).replace(" ", ""))
    except InvalidOperation:
        raise CellProblem(_("Write a number such as 1250000 or 1250000.50.")) from None
    if not number.is_finite():
        raise CellProblem(_("Write a number such as 1250000 or 1250000.50."))
    return number


def _pairs(cell: Any) -> list[tuple[str, str]]:
    pairs = []
    for part in _split(cell):
        name, colon, value = part.translate(FULL_WIDTH).rpartition(":")
        if not colon:
            raise CellProblem(_("Write “name: value; name: value”."))
        pairs.append((name.strip(), value.strip()))
    return pairs


def _documents(cell: Any, words: Vocabulary) -> dict[str, str]:
    return {
        _known(kind, "DocumentKind", words): _known(state, "DocumentState", words) for kind, state in _pairs(cell)
    }


def _funding(read: Callable[..., Any], words: Vocabulary) -> dict[str, FundingValues]:
    amounts: dict[str, dict[str, Decimal]] = {}
    for part in FUNDING_LABELS:
        pairs = read(
            part,
            lambda cell: [(_known(n, "instruments", words), _number(v, _AMOUNT)) for n, v in _pairs(cell)],
        )
        for code, amount in pairs or ():
            amounts.setdefault(code, {})[part] = amount
    return {code: FundingValues(**parts) for code, parts in sorted(amounts.items())}


_AMOUNT = FIELD["total_cost"]
_TARGET = FieldSpec("target", "", Kind.NUMBER, "", places=4, least=0)
_YEAR = FieldSpec("year", "", Kind.WHOLE, "", least=1990, greatest=2100)


def _indicators(
    read: Callable[..., Any], cells: Mapping[str, Any], words: Vocabulary
) -> dict[str, IndicatorValues]:
    found: dict[str, dict[str, Any]] = read("indicator_details", lambda cell: _details(cell, words)) or {}
    for column in cells:
        code = column.removeprefix("target_")
        if code != column:
            target = read(column, lambda cell: parse_cell(_TARGET, cell, words))
            if target is not None:
                found.setdefault(code, {})["target"] = target
    return {code: IndicatorValues(**parts) for code, parts in sorted(found.items())}


def _details(cell: Any, words: Vocabulary) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in filter(str.strip, _text(cell).split("\n")):
        parts = [part.strip() for part in re.split("[|｜]", line)]
        if len(parts) != 5:
            raise CellProblem(_("Write one line for each indicator: name | baseline | year | method | source."))
        code = _known(parts[0], "indicators", words)
        found[code] = {
            "baseline": parse_cell(_TARGET, parts[1], words),
            "year": parse_cell(_YEAR, parts[2], words),
            "method": parts[3] or None,
            "source": parts[4] or None,
        }
    return found


def _parties(cell: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for line in filter(str.strip, _text(cell).split("\n")):
        role, name = (part.strip() for part in [*re.split("[:：]", line, maxsplit=1), ""][:2])
        if not (role and name) or len(role) > 100 or len(name) > 200:
            raise CellProblem(_("Write one line for each party: role: name."))
        found.append((role, name))
    return tuple(found)


def _texts(read: Callable[..., Any]) -> dict[str, dict[str, str]]:
    most = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}
    texts: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for field_name in TEXT_FIELDS:
            limit = most.get(field_name, TEXT_LENGTH)
            text = read(f"{field_name}_{language}", lambda cell, limit=limit: _line(cell, limit))
            if text:
                texts.setdefault(language, {})[field_name] = text
    return texts


#: How a cell of each kind is read: cell, field, vocabulary -> value.
_READERS: Mapping[Kind, Callable[[Any, FieldSpec, Vocabulary], Any]] = {
    Kind.LINE: lambda cell, spec, _words: _line(cell, spec.most),
    Kind.TEXT: lambda cell, spec, _words: _line(cell, spec.most),
    Kind.CURRENCY: lambda cell, _spec, _words: _currency(cell),
    Kind.LANGUAGE: lambda cell, _spec, _words: _language(cell),
    Kind.WORDS: lambda cell, _spec, _words: tuple(dict.fromkeys(_split(cell))),
    Kind.CODE: lambda cell, spec, words: _code(cell, list_of(spec), words),
    Kind.CODES: lambda cell, spec, words: tuple(
        sorted({_known(part, list_of(spec), words) for part in _split(cell)})
    ),
    Kind.FLAG: lambda cell, _spec, _words: _yes_no(cell),
    Kind.MAYBE: lambda cell, _spec, _words: _yes_no(cell),
    Kind.DAY: lambda cell, _spec, _words: _day(cell),
    Kind.WHOLE: lambda cell, spec, _words: _whole(cell, spec),
    Kind.NUMBER: lambda cell, spec, _words: _number(cell, spec),
    Kind.MONEY: lambda cell, spec, _words: _number(cell, spec),
}
