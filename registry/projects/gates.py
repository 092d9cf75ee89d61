"""Stage gates as two tables: what a project must say from a stage on, always or under a condition. Pure rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from registry.languages import lazy_gettext as _l

#: Stages in their order; their names are in the list of stages.
STAGES = ("idea", "pre_feasibility", "feasibility", "ready", "financing", "implementation", "completed")

#: stage -> fields required from it on
REQUIRED: dict[str, tuple[str, ...]] = {
    "idea": ("title", "summary", "sector_code", "type_code", "initiator"),
    "pre_feasibility": ("need", "districts", "document:concept_note"),
    "feasibility": ("solution", "indicators", "contact_officer", "partner_types", "risks"),
    "ready": ("document:feasibility_study", "latitude", "land_tenure", "es_category"),
    "financing": ("partner_sought", "verified_on"),
    "implementation": ("document:agreement", "secured"),
    "completed": ("document:completion_report",),
}


@dataclass(frozen=True, slots=True)
class Conditional:
    """A field required from a stage on, unless an honest "cannot provide" says otherwise."""

    field: str
    from_stage: str
    unless: str


CONDITIONAL: tuple[Conditional, ...] = (
    Conditional("total_cost", "pre_feasibility", unless="cost_unavailable"),
    Conditional("sought", "feasibility", unless="amount_unavailable"),
    Conditional("price_year", "feasibility", unless="cost_unavailable"),
    Conditional("irr_percent", "ready", unless="returns_unavailable"),
)

#: Kinds of record that seek no capital: no study of feasibility, no returns, no land is asked of them.
WITHOUT_CAPITAL = frozenset(
    {
        "technology_request",
        "technology_offer",
        "business_offer",
        "business_request",
        "joint_research",
        "training_place",
        "grant_call",
        "site",
    }
)
ONLY_WITH_CAPITAL = frozenset(
    {
        "document:feasibility_study",
        "document:concept_note",
        "land_tenure",
        "es_category",
        "irr_percent",
        "price_year",
        "total_cost",
        "latitude",
        "indicators",
    }
)

LABELS: dict[str, str] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "sector_code": _l("Sector"),
    "type_code": _l("Kind of record"),
    "initiator": _l("Initiator"),
    "need": _l("Need and market"),
    "districts": _l("District"),
    "solution": _l("What is to be done"),
    "indicators": _l("At least one indicator"),
    "contact_officer": _l("Contact officer"),
    "partner_types": _l("Partner types sought"),
    "risks": _l("Risks and mitigation"),
    "latitude": _l("Point on the map"),
    "land_tenure": _l("Land tenure"),
    "es_category": _l("Environmental and social category"),
    "partner_sought": _l("Partner sought"),
    "verified_on": _l("Date of verification"),
    "secured": _l("Amount secured"),
    "total_cost": _l("Total cost, or “cannot provide”"),
    "sought": _l("Amount sought, or “cannot provide”"),
    "price_year": _l("Price year"),
    "irr_percent": _l("Rate of return, or “cannot provide”"),
    "document:concept_note": _l("Concept note"),
    "document:feasibility_study": _l("Feasibility study"),
    "document:agreement": _l("Agreement"),
    "document:completion_report": _l("Completion report"),
}


def missing(stage: str, type_code: str, has: Callable[[str], Any]) -> list[str]:
    """Fields a project of this type still lacks to stand at a stage; `has(field)` tells what it says."""
    reached = STAGES[: STAGES.index(stage) + 1]
    asked: Iterable[str] = (field for step in reached for field in REQUIRED[step])
    lacking = [field for field in asked if _applies(field, type_code) and not has(field)]
    lacking += [
        rule.field
        for rule in CONDITIONAL
        if rule.from_stage in reached
        and _applies(rule.field, type_code)
        and not has(rule.field)
        and not has(rule.unless)
    ]
    return lacking


def next_stage(stage: str) -> str | None:
    """The stage after this one, None after the last."""
    position = STAGES.index(stage) + 1
    return STAGES[position] if position < len(STAGES) else None


def _applies(field: str, type_code: str) -> bool:
    return type_code not in WITHOUT_CAPITAL or field not in ONLY_WITH_CAPITAL
