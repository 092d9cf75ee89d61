"""How complete an organisation's profile is, section by section. Pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.languages import lazy_gettext as _l
from registry.partners.mandates.records import GIVING, RESEARCHING, MandateRecord, Openness

LABELS = {
    "organisation": _l("Organisation"),
    "fit": _l("What we seek"),
    "money": _l("Money and terms"),
    "research": _l("Research and exchange"),
    "words": _l("In our own words"),
    "people": _l("People"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a profile and what is missing in it, in words."""

    name: str
    missing: tuple[str, ...]
    of: int

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def done(self) -> int:
        return self.of - len(self.missing)


@dataclass(frozen=True, slots=True)
class About:
    """What counts of an organisation itself."""

    type_code: str
    website: str | None
    languages: Sequence[str]
    has_about: bool
    members: int


def sections(about: About, mandate: MandateRecord) -> list[Section]:
    """Every section that concerns this kind of organisation."""
    open_to = set(mandate.open_to)
    parts: dict[str, list[tuple[object, str]]] = {
        "organisation": [
            (about.website, _l("website")),
            (about.languages, _l("working languages")),
            (about.has_about, _l("description")),
        ],
        "fit": [
            (mandate.sectors or Openness.SECTOR in open_to, _l("sectors")),
            (mandate.districts or Openness.PLACE in open_to, _l("districts")),
            (mandate.stages or Openness.STAGE in open_to, _l("stages")),
            (mandate.instruments or Openness.INSTRUMENT in open_to, _l("forms of cooperation")),
            (mandate.roles, _l("role")),
        ],
        "words": [(mandate.needs, _l("what you look for")), (mandate.offers, _l("what you bring"))],
        "people": [(about.members > 1, _l("a second person"))],
    }
    if about.type_code in RESEARCHING | GIVING:
        parts["research"] = [
            (mandate.topics, _l("topics")),
            (mandate.exchange_places is not None, _l("exchange places")),
            (mandate.co_funding_percent is not None, _l("co-funding rule")),
        ]
    if about.type_code not in RESEARCHING:
        parts["money"] = [
            (mandate.ticket_min or mandate.ticket_max, _l("amounts")),
            (mandate.return_from or mandate.return_below or about.type_code in GIVING, _l("return")),
            (mandate.horizon_from or mandate.horizon_below, _l("time horizon")),
        ]
    return [
        Section(name, tuple(label for value, label in parts[name] if not value), len(parts[name]))
        for name in LABELS
        if name in parts
    ]


def percent(found: Sequence[Section]) -> int:
    """How much of everything is said."""
    return round(100 * sum(section.done for section in found) / sum(section.of for section in found))
