"""A project as programs read it: codes, plain numbers as text, dates as ISO 8601."""

from datetime import date
from decimal import Decimal
from typing import Any

from registry.projects.models import Project


def item_of(project: Project) -> dict[str, Any]:
    """One line of the catalogue; texts in the language of the page, else the nearest there is."""
    title, language = project.text("title")
    return {
        "reference": project.reference,
        "type": project.type_code,
        "title": title,
        "summary": project.text("summary")[0],
        "language": language,
        "sector": project.sector_code,
        "districts": [district.code for district in project.districts],
        "stage": project.stage_code,
        "funding": project.funding_status,
        "instruments": [line.instrument_code for line in project.funding],
        "currency": project.currency,
        "sought": _number(project.total("sought")),
        "secured": _number(project.total("secured")),
        "sought_usd": _number(project.sought_usd),
        "rate_date": _day(project.rate_date),
        "closes_on": _day(project.closes_on),
        "is_demo": project.is_demo,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
