"""The lists as they are shipped: seed_data/reference/*.csv into the database."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from registry.db import db
from registry.languages import LANGUAGES
from registry.reference.models import LISTS, Entry, ExchangeRate
from registry.reference.operations import next_number

SEPARATOR = ";"
#: Its number is raised when a list changed: whoever keeps names reads them again.
SERIES = "reference-lists"


def load_lists(folder: Path) -> int:
    """Bring every list up to what the files say; safe to repeat. Entries not in a file stay as they are."""
    count = 0
    changed = False
    for name, kind in LISTS.items():
        for row in _rows(folder / f"{name}.csv"):
            entry = db.session.merge(_entry(kind, row))
            changed = changed or entry in db.session.new or db.session.is_modified(entry)
            count += 1
        db.session.flush()
    if changed:
        next_number(SERIES)
    for row in _rows(folder / "exchange_rates.csv"):
        _load_rate(row)
    db.session.flush()
    return count


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _entry(kind: type[Entry], row: dict[str, str]) -> Entry:
    values: dict[str, Any] = {
        "code": row["code"],
        "position": int(row["position"]),
        "retired_on": _day(row["retired_on"]),
        "names": _per_language(row, "name"),
    }
    for column in _own_columns(kind):
        values[column] = READERS[column](row)
    return kind(**values)


def _own_columns(kind: Any) -> set[str]:
    return set(kind.__table__.columns.keys()) - {"code", "position", "retired_on", "names"}


def _per_language(row: dict[str, str], prefix: str) -> dict[str, str]:
    return {language: row[f"{prefix}_{language}"] for language in LANGUAGES}


def _many(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


READERS: dict[str, Any] = {
    "abouts": lambda row: _per_language(row, "about"),
    "units": lambda row: _per_language(row, "unit"),
    "dac_codes": lambda row: _many(row["dac_codes"]),
    "sdg_targets": lambda row: _many(row["sdg_targets"]),
    "sdgs": lambda row: _many(row["sdgs"]),
    "iso": lambda row: row["iso"],
    "region_code": lambda row: row["region"],
    "kind": lambda row: row["kind"],
    "latitude": lambda row: Decimal(row["latitude"]),
    "longitude": lambda row: Decimal(row["longitude"]),
    "is_northern": lambda row: row["is_northern"] == "yes",
    "evidence": lambda row: _many(row["evidence"]),
    "iati_finance_type": lambda row: row["iati_finance_type"] or None,
    "instruments": lambda row: _many(row["instruments"]),
    "iati_codes": lambda row: _many(row["iati_codes"]),
    "money_flow": lambda row: row["money_flow"],
    "part_of_code": lambda row: row["part_of"] or None,
    "iris_code": lambda row: row["iris_code"] or None,
    "act": lambda row: row["act"],
    "link": lambda row: row["link"] or None,
    "valid_until": lambda row: _day(row["valid_until"]),
    "source": lambda row: row["source"],
}


def _load_rate(row: dict[str, str]) -> None:
    dated = date.fromisoformat(row["dated"])
    rate = db.session.scalar(
        select(ExchangeRate).where(ExchangeRate.currency == row["currency"], ExchangeRate.dated == dated)
    )
    if rate is None:
        rate = ExchangeRate(currency=row["currency"], dated=dated)
        db.session.add(rate)
    rate.per_usd = Decimal(row["per_usd"])
    rate.source = row["source"]
