"""A project as programs read it: codes, plain numbers as text, dates as ISO 8601."""

from datetime import date
from decimal import Decimal
from typing import Any

from registry.catalogue.listing import Listed
from registry.languages import HTML_LANG
from registry.projects.models import Project
from registry.projects.parts import FundingLine


def item_of(project: Listed) -> dict[str, Any]:
    """One line of the catalogue; texts in the language of the page, else the nearest there is."""
    title, language = project.text("title")
    return {
        "reference": project.reference,
        "type": project.type_code,
        "title": title,
        "summary": project.text("summary")[0],
        "language": language,
        "sector": project.sector_code,
        "districts": list(project.district_codes),
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


def seen_point(project: Project | Listed) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude in degrees, as the public sees them; None if not known."""
    if project.latitude is None or project.longitude is None:
        return None
    return project.latitude, project.longitude


def linked_data(project: Project, address: str) -> dict[str, Any]:
    """JSON-LD of a project's page in the words of schema.org: what it is, where, and what it looks for."""
    title, language = project.text("title")
    point = seen_point(project)
    place: dict[str, Any] = {"@type": "Place", "name": ", ".join(district.name for district in project.districts)}
    if point is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": float(point[0]), "longitude": float(point[1])}
    found = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": address,
        "url": address,
        "identifier": project.reference,
        "name": title,
        "description": project.text("summary")[0],
        "inLanguage": HTML_LANG[language],
        "keywords": list(project.tags),
        "location": place if project.districts or point else None,
        "seeks": [_demand(project, line) for line in project.funding if line.sought is not None],
    }
    return {name: value for name, value in found.items() if value}


def _demand(project: Project, line: FundingLine) -> dict[str, Any]:
    price = {"@type": "PriceSpecification", "price": _number(line.sought), "priceCurrency": project.currency}
    demand = {"@type": "Demand", "name": line.instrument.name, "priceSpecification": price}
    return demand | ({"availabilityEnds": project.closes_on.isoformat()} if project.closes_on else {})


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
