"""All that a project says of itself, as plain values: what forms, files and exports hand to each other. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from registry.languages import gettext as _


@dataclass(frozen=True, slots=True)
class FundingValues:
    """Money by one instrument, in the project's currency; None is not known."""

    sought: Decimal | None = None
    pledged: Decimal | None = None
    secured: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorValues:
    """One promised effect in the indicator's unit; None is not known."""

    baseline: Decimal | None = None
    target: Decimal | None = None
    year: int | None = None
    method: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """A project's content. Lists hold codes; texts are language -> field -> text."""

    type_code: str
    sector_code: str
    stage_code: str
    source_language: str
    funding_status: str = "seeking"
    is_demo: bool = False

    dac_codes: tuple[str, ...] = ()
    sdg_targets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rio_mitigation: int | None = None
    rio_adaptation: int | None = None
    rio_biodiversity: int | None = None
    rio_desertification: int | None = None

    latitude: Decimal | None = None
    longitude: Decimal | None = None
    exactness: str | None = None
    land_area_ha: Decimal | None = None
    land_category: str | None = None
    land_tenure: str | None = None
    on_seabed: bool | None = None

    readiness_rationale: int | None = None
    readiness_options: int | None = None
    readiness_commercial: int | None = None
    readiness_affordability: int | None = None
    readiness_deliverability: int | None = None
    permits: str | None = None
    power_kw: Decimal | None = None
    water_m3_year: Decimal | None = None
    road_access: str | None = None
    railway_km: Decimal | None = None

    currency: str | None = None
    price_year: int | None = None
    total_cost: Decimal | None = None
    cost_unavailable: bool = False
    amount_unavailable: bool = False
    foreign_currency_percent: Decimal | None = None
    ticket_min: Decimal | None = None
    ticket_max: Decimal | None = None
    irr_percent: Decimal | None = None
    npv: Decimal | None = None
    payback_years: Decimal | None = None
    horizon_years: Decimal | None = None
    returns_unavailable: bool = False
    evidence: str | None = None
    money_source: str | None = None

    es_category: str | None = None
    initiator: str | None = None
    initiator_kind: str | None = None
    initiator_contact_name: str | None = None
    initiator_email: str | None = None
    initiator_phone: str | None = None
    initiator_public: bool = False
    contact_officer_id: int | None = None
    opened_on: date | None = None
    closes_on: date | None = None
    expires_on: date | None = None
    verified_on: date | None = None

    districts: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    incentives: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    funding: Mapping[str, FundingValues] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorValues] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[tuple[str, str], ...] = ()


#: Content kept in rows of its own, not in a column of the project.
PARTS = frozenset(
    {
        "districts",
        "sdgs",
        "partner_types",
        "incentives",
        "texts",
        "funding",
        "indicators",
        "documents",
        "parties",
    }
)
#: Content kept in a column of the project, in the record's order.
COLUMNS = tuple(item.name for item in fields(ProjectRecord) if item.name not in PARTS)
#: Columns that hold a list.
LISTS = frozenset({"dac_codes", "sdg_targets", "tags"})


def changes_between(before: ProjectRecord, after: ProjectRecord) -> dict[str, list[object]]:
    """Every field that differs: name -> [before, after]."""
    changes: dict[str, list[object]] = {}
    for item in fields(ProjectRecord):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if old != new:
            changes[item.name] = [_plain(old), _plain(new)]
    return changes


def contradictions(content: ProjectRecord) -> list[tuple[str, str]]:
    """Fields that contradict each other, each with a sentence in the reader's language."""
    found = []
    if (
        content.ticket_min is not None
        and content.ticket_max is not None
        and content.ticket_max < content.ticket_min
    ):
        found.append(("ticket_max", _("The largest participation is below the smallest.")))
    if (content.latitude is None) != (content.longitude is None):
        lacking = "latitude" if content.latitude is None else "longitude"
        found.append((lacking, _("Give both latitude and longitude, or neither.")))
    return found


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, FundingValues | IndicatorValues):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return value
