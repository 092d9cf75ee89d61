"""What an organisation seeks and offers, as plain values, in the vocabulary of projects. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l

#: Kinds of organisation that speak of topics, places and equipment instead of returns.
RESEARCHING = frozenset({"research_institute", "ngo", "individual_expert"})
GIVING = frozenset({"bilateral_donor", "development_bank", "foundation", "government_agency", "local_government"})


class Openness(Labelled):
    """Where an organisation has no preference, which is more than not having said one."""

    SECTOR = "sector", _l("Any sector")
    PLACE = "place", _l("Any district")
    STAGE = "stage", _l("Any stage")
    INSTRUMENT = "instrument", _l("Any form of cooperation")


class Condition(Labelled):
    """In what a project must fit, or it is of no interest at all."""

    SECTOR = "sector", _l("The sector must fit")
    PLACE = "place", _l("The place must fit")
    STAGE = "stage", _l("The stage must fit")
    INSTRUMENT = "instrument", _l("The form of cooperation must fit")
    AMOUNT = "amount", _l("The amount must fit")


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRecord:
    """Codes are those of the reference lists; texts are language -> text; ranges reach from one number to below
    another, either of which may be left open."""

    sectors: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    currency: str | None = None
    ticket_min: Decimal | None = None
    ticket_max: Decimal | None = None
    return_from: Decimal | None = None
    return_below: Decimal | None = None
    horizon_from: Decimal | None = None
    horizon_below: Decimal | None = None

    needs: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, str] = field(default_factory=dict)

    #: for institutes and donors
    topics: Mapping[str, str] = field(default_factory=dict)
    equipment: Mapping[str, str] = field(default_factory=dict)
    exchange_places: int | None = None
    #: percent of the cost that others must bring
    co_funding_percent: Decimal | None = None


#: Columns that hold a list of codes, texts by language, and single values.
LISTS = (
    "sectors",
    "districts",
    "stages",
    "instruments",
    "sdgs",
    "roles",
    "restrictions",
    "open_to",
    "conditions",
)
TEXTS = ("needs", "offers", "topics", "equipment")
VALUES = (
    "currency",
    "ticket_min",
    "ticket_max",
    "return_from",
    "return_below",
    "horizon_from",
    "horizon_below",
    "exchange_places",
    "co_funding_percent",
)
