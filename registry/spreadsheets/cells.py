"""What one value becomes in a spreadsheet: a text, a number, a date or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

if TYPE_CHECKING:  # pandas takes seconds to load and is not needed to run this module
    import pandas

    Frames = pandas.DataFrame | Iterable[pandas.DataFrame]

Kind = Literal["text", "integer", "decimal", "money", "percent", "date", "datetime", "boolean", "url"]
Value = str | int | float | Decimal | date | datetime | None

#: Spreadsheet programs keep 15 significant digits of a number.
EXACT_DIGITS = 15
#: Decimals finer than this come out of a calculation; their tail is not worth turning them into text.
FINEST_PLACES = 9
#: Before this day the day numbers of spreadsheet programs disagree (they believe in 29 February 1900).
FIRST_SAFE_DAY = date(1900, 3, 1)

NUMBER_KINDS = ("integer", "decimal", "money", "percent")


@dataclass(frozen=True)
class Words:
    """How yes and no are said, and in which zone aware times are told (None: in their own)."""

    yes: str
    no: str
    zone: tzinfo | None = None


def is_one(source: "Frames") -> "TypeGuard[pandas.DataFrame]":
    """Whether it is one frame, not several."""
    return hasattr(source, "iloc")


def columns_of(source: "Frames", keys: Sequence[str], size: int) -> Iterator[list[list[Any]]]:
    """The columns of frames in the order of `keys`, so many rows at a time; None where a value is missing."""
    waiting: list[list[Any]] = [[] for _key in keys]
    frames: Iterable[pandas.DataFrame] = [source] if is_one(source) else source  # type: ignore[assignment]
    for frame in frames:
        for column, key in zip(waiting, keys, strict=True):
            values = frame[key].astype(object)
            column += (values if (known := values.notna()).all() else values.where(known, None)).tolist()
        while waiting and len(waiting[0]) >= size:
            yield [column[:size] for column in waiting]
            waiting = [column[size:] for column in waiting]
    if waiting and waiting[0]:
        yield waiting


def settle(value: Any, kind: Kind, words: Words) -> tuple[Value, bool]:
    """The value as the column's kind wants it, and whether it is of that kind.

    A value of another kind is never dropped: it is handed on as text.
    """
    if hasattr(value, "item"):  # numpy's numbers and truths
        value = value.item()
    if value is None:
        return None, True
    if kind in ("text", "url"):
        return _as_text(value, words), True
    if kind == "boolean":
        return _as_text(value, words), isinstance(value, bool)
    if kind in NUMBER_KINDS:
        number = _as_number(value)
        return (number, True) if number is not None else (_as_text(value, words), False)
    moment = _as_moment(value, kind, words)
    return (moment, True) if moment is not None else (_as_text(value, words), False)


def is_exact(number: int | Decimal) -> bool:
    """Whether a spreadsheet program would keep the number as it is (or only lose a calculated tail)."""
    decimal = Decimal(number)
    if not decimal.is_finite() or decimal.adjusted() > 300:
        return False
    _, digits, exponent = decimal.as_tuple()
    kept = "".join(map(str, digits)).rstrip("0")
    places = -int(exponent) - (len(digits) - len(kept))
    return len(kept.lstrip("0")) <= EXACT_DIGITS or places > FINEST_PLACES


def plain_number(number: int | float | Decimal) -> str:
    """The number in digits and a point, without an exponent or grouping."""
    if isinstance(number, int):
        return str(number)
    decimal = number if isinstance(number, Decimal) else Decimal(repr(number))
    return format(decimal, "f")


def _as_number(value: Any) -> int | float | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return value
    if value != value or value in (float("inf"), float("-inf")):
        return None
    # A whole column of integers becomes floats in a frame as soon as one is missing.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _as_moment(value: Any, kind: Kind, words: Words) -> date | datetime | None:
    if not isinstance(value, date):
        return None
    if not isinstance(value, datetime):
        return value
    # A plain datetime: pandas' own subclass carries nanoseconds and warns when asked to drop them.
    moment = datetime(
        value.year,
        value.month,
        value.day,
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
        tzinfo=value.tzinfo,
        fold=value.fold,
    )
    if moment.tzinfo is not None and words.zone is not None:
        moment = moment.astimezone(words.zone)
    is_midnight = moment.time() == datetime.min.time()
    return moment.date() if kind == "date" and is_midnight else moment


def _as_text(value: Any, words: Words) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, Decimal):
        return plain_number(value) if value.is_finite() else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)
