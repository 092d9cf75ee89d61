"""Every field of a project once: its name, label and kind, for forms, spreadsheets and exports alike. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l
from registry.projects.lifecycle import Evidence, Exactness, Funding, SocialCategory


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    WORDS = "words"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"
    MAYBE = "maybe"
    DAY = "day"
    CODE = "code"
    CODES = "codes"
    CURRENCY = "currency"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the record. `listing` names a reference list, `enumeration` a fixed one."""

    name: str
    label: str
    kind: Kind
    section: str
    listing: str | None = None
    enumeration: type[Labelled] | None = None
    most: int = 200
    places: int = 2
    least: int | None = None
    greatest: int | None = None


SECTIONS: dict[str, str] = {
    "identity": _l("Identity"),
    "place": _l("Place"),
    "preparation": _l("Preparation"),
    "money": _l("Money"),
    "environment": _l("Enabling environment"),
    "people": _l("People"),
    "control": _l("Control"),
}


FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("type_code", _l("Kind of record"), Kind.CODE, "identity", listing="project_types"),
    FieldSpec("sector_code", _l("Sector"), Kind.CODE, "identity", listing="sectors"),
    FieldSpec("source_language", _l("Language of origin"), Kind.LANGUAGE, "identity"),
    FieldSpec("dac_codes", _l("DAC purpose codes"), Kind.WORDS, "identity"),
    FieldSpec("sdgs", _l("Sustainable Development Goals"), Kind.CODES, "identity", listing="sdgs"),
    FieldSpec("sdg_targets", _l("SDG targets"), Kind.WORDS, "identity"),
    FieldSpec(
        "rio_mitigation",
        _l("Rio marker: climate mitigation (0–3)"),
        Kind.WHOLE,
        "identity",
        least=0,
        greatest=3,
    ),
    FieldSpec(
        "rio_adaptation",
        _l("Rio marker: climate adaptation (0–3)"),
        Kind.WHOLE,
        "identity",
        least=0,
        greatest=3,
    ),
    FieldSpec(
        "rio_biodiversity", _l("Rio marker: biodiversity (0–3)"), Kind.WHOLE, "identity", least=0, greatest=3
    ),
    FieldSpec(
        "rio_desertification",
        _l("Rio marker: desertification (0–3)"),
        Kind.WHOLE,
        "identity",
        least=0,
        greatest=3,
    ),
    FieldSpec("tags", _l("Keywords"), Kind.WORDS, "identity"),
    FieldSpec("districts", _l("Districts"), Kind.CODES, "place", listing="districts"),
    FieldSpec("latitude", _l("Latitude"), Kind.NUMBER, "place", places=5, least=-90, greatest=90),
    FieldSpec("longitude", _l("Longitude"), Kind.NUMBER, "place", places=5, least=-180, greatest=180),
    FieldSpec("exactness", _l("Exactness of the point"), Kind.CODE, "place", enumeration=Exactness),
    FieldSpec("land_area_ha", _l("Land area, ha"), Kind.NUMBER, "place", places=4),
    FieldSpec("land_category", _l("Land category"), Kind.LINE, "place"),
    FieldSpec("land_tenure", _l("Land tenure"), Kind.LINE, "place"),
    FieldSpec("on_seabed", _l("On the dried seabed"), Kind.MAYBE, "place"),
    FieldSpec("stage_code", _l("Stage"), Kind.CODE, "preparation", listing="stages"),
    FieldSpec(
        "readiness_rationale",
        _l("Readiness: rationale (0–4)"),
        Kind.WHOLE,
        "preparation",
        least=0,
        greatest=4,
    ),
    FieldSpec(
        "readiness_options",
        _l("Readiness: options appraisal (0–4)"),
        Kind.WHOLE,
        "preparation",
        least=0,
        greatest=4,
    ),
    FieldSpec(
        "readiness_commercial",
        _l("Readiness: commercial viability (0–4)"),
        Kind.WHOLE,
        "preparation",
        least=0,
        greatest=4,
    ),
    FieldSpec(
        "readiness_affordability",
        _l("Readiness: affordability (0–4)"),
        Kind.WHOLE,
        "preparation",
        least=0,
        greatest=4,
    ),
    FieldSpec(
        "readiness_deliverability",
        _l("Readiness: deliverability (0–4)"),
        Kind.WHOLE,
        "preparation",
        least=0,
        greatest=4,
    ),
    FieldSpec("permits", _l("Permits"), Kind.TEXT, "preparation", most=5000),
    FieldSpec("power_kw", _l("Power needed, kW"), Kind.NUMBER, "preparation", places=4),
    FieldSpec("water_m3_year", _l("Water needed, m³ a year"), Kind.NUMBER, "preparation", places=4),
    FieldSpec("road_access", _l("Road access"), Kind.LINE, "preparation"),
    FieldSpec("railway_km", _l("Distance to the railway, km"), Kind.NUMBER, "preparation", places=4, least=0),
    FieldSpec("currency", _l("Currency"), Kind.CURRENCY, "money"),
    FieldSpec("price_year", _l("Price year"), Kind.WHOLE, "money", least=1990, greatest=2100),
    FieldSpec("total_cost", _l("Total cost"), Kind.MONEY, "money"),
    FieldSpec("cost_unavailable", _l("Total cost cannot be provided"), Kind.FLAG, "money"),
    FieldSpec("amount_unavailable", _l("Amount sought cannot be provided"), Kind.FLAG, "money"),
    FieldSpec(
        "foreign_currency_percent",
        _l("Share in foreign currency, %"),
        Kind.NUMBER,
        "money",
        places=4,
        least=0,
        greatest=100,
    ),
    FieldSpec("ticket_min", _l("Smallest participation"), Kind.MONEY, "money"),
    FieldSpec("ticket_max", _l("Largest participation"), Kind.MONEY, "money"),
    FieldSpec(
        "irr_percent",
        _l("Internal rate of return, %"),
        Kind.NUMBER,
        "money",
        places=4,
        least=-100,
        greatest=1000,
    ),
    FieldSpec("npv", _l("Net present value"), Kind.MONEY, "money", least=-(10**12)),
    FieldSpec("payback_years", _l("Payback, years"), Kind.NUMBER, "money", places=4, least=0, greatest=200),
    FieldSpec("horizon_years", _l("Time horizon, years"), Kind.NUMBER, "money", places=4, least=0, greatest=200),
    FieldSpec("returns_unavailable", _l("Rate of return cannot be provided"), Kind.FLAG, "money"),
    FieldSpec("evidence", _l("Evidence of the figures"), Kind.CODE, "money", enumeration=Evidence),
    FieldSpec("money_source", _l("Source of the figures"), Kind.TEXT, "money", most=5000),
    FieldSpec("funding_status", _l("Funding status"), Kind.CODE, "money", enumeration=Funding),
    FieldSpec("incentives", _l("Incentives"), Kind.CODES, "environment", listing="incentives"),
    FieldSpec(
        "es_category",
        _l("Environmental and social category"),
        Kind.CODE,
        "environment",
        enumeration=SocialCategory,
    ),
    FieldSpec("partner_types", _l("Partner types sought"), Kind.CODES, "people", listing="partner_types"),
    FieldSpec("initiator", _l("Initiator"), Kind.LINE, "people"),
    FieldSpec("initiator_kind", _l("Kind of initiator"), Kind.CODE, "people", listing="partner_types"),
    FieldSpec("initiator_contact_name", _l("Initiator's contact person"), Kind.LINE, "people"),
    FieldSpec("initiator_email", _l("Initiator's e-mail"), Kind.LINE, "people", most=254),
    FieldSpec("initiator_phone", _l("Initiator's phone"), Kind.LINE, "people", most=40),
    FieldSpec("initiator_public", _l("Name the initiator publicly"), Kind.FLAG, "people"),
    FieldSpec("opened_on", _l("Opened on"), Kind.DAY, "control"),
    FieldSpec("closes_on", _l("Closes on"), Kind.DAY, "control"),
    FieldSpec("expires_on", _l("Published until"), Kind.DAY, "control"),
    FieldSpec("verified_on", _l("Last verified on"), Kind.DAY, "control"),
    FieldSpec("is_demo", _l("Illustrative example"), Kind.FLAG, "control"),
)

FIELD = {spec.name: spec for spec in FIELDS}

#: Fields that every record must fill.
OBLIGATORY = frozenset({"type_code", "sector_code", "source_language", "stage_code", "funding_status"})

TEXT_LABELS: dict[str, str] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "need": _l("Need and market"),
    "solution": _l("What is to be done"),
    "impact": _l("Expected effect"),
    "risks": _l("Risks and mitigation"),
    "partner_sought": _l("Partner sought"),
    "anonymous_summary": _l("Anonymous summary"),
}

FUNDING_LABELS: dict[str, str] = {
    "sought": _l("Sought"),
    "pledged": _l("Pledged"),
    "secured": _l("Secured"),
}

INDICATOR_LABELS: dict[str, str] = {
    "baseline": _l("Baseline"),
    "target": _l("Target"),
    "year": _l("Year"),
    "method": _l("Method"),
    "source": _l("Source"),
}
