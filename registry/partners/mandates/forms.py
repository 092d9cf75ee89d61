"""The form of a mandate."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField
from wtforms.validators import NumberRange

from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.mandates.records import LISTS, TEXTS, VALUES, Condition, MandateRecord, Openness
from registry.reference.models import District, Instrument, InterestRole, Restriction, Sdg, Sector, Stage
from registry.reference.queries import entries
from registry.web.formatting import CURRENCIES
from registry.web.forms import (
    Choice,
    Choices,
    LongText,
    Number,
    SelectChoice,
    VersionedForm,
    choices_in,
    choices_of,
    optional,
)

#: A percentage; more than a thousandfold return is a slip of the pen.
PERCENT: dict[str, Any] = {"places": 2, "least": Decimal(0), "greatest": Decimal(1000)}
YEARS: dict[str, Any] = {"places": 1, "least": Decimal(0), "greatest": Decimal(100)}
TEXT_LABELS = {
    "needs": _l("What we look for"),
    "offers": _l("What we bring"),
    "topics": _l("Research topics"),
    "equipment": _l("Equipment and data we share"),
}
#: field -> list its codes come from
CODES: dict[str, Any] = {
    "sectors": Sector,
    "districts": District,
    "stages": Stage,
    "instruments": Instrument,
    "sdgs": Sdg,
    "roles": InterestRole,
    "restrictions": Restriction,
}


class BaseMandateForm(VersionedForm):
    sectors = Choices(_l("Sectors"))
    districts = Choices(_l("Districts"))
    stages = Choices(_l("Stages of preparation"))
    instruments = Choices(_l("Forms of cooperation we offer"))
    open_to = Choices(_l("Where we have no preference"))
    conditions = Choices(_l("What must fit"))
    sdgs = Choices(_l("Sustainable Development Goals"))
    roles = Choices(_l("Our role"))
    restrictions = Choices(_l("What we insist on"))
    currency = Choice(_l("Currency"))
    ticket_min = Number(_l("Smallest amount"), least=Decimal(0), validators=[optional()])
    ticket_max = Number(_l("Largest amount"), least=Decimal(0), validators=[optional()])
    return_from = Number(_l("Return from"), validators=[optional()], **PERCENT)
    return_below = Number(_l("Return below"), validators=[optional()], **PERCENT)
    horizon_from = Number(_l("Time from"), validators=[optional()], **YEARS)
    horizon_below = Number(_l("Time below"), validators=[optional()], **YEARS)
    exchange_places = IntegerField(
        _l("Exchange places a year"),
        validators=[optional(), NumberRange(0, 10_000, message=_l("Write a whole number from 0 to 10000."))],
    )
    co_funding_percent = Number(
        _l("Share of the cost that others must bring"),
        validators=[optional()],
        places=2,
        least=Decimal(0),
        greatest=Decimal(100),
    )

    def offer(self) -> "BaseMandateForm":
        """Fill the lists. Returns itself."""
        for name, kind in CODES.items():
            self[name].choices = choices_of(entries(kind))
        self.sdgs.choices = [SelectChoice(goal.code, f"{goal.code}. {goal.name}") for goal in entries(Sdg)]
        self.open_to.choices = choices_in(Openness)
        self.conditions.choices = choices_in(Condition)
        self.currency.choices = [SelectChoice("", _("Please choose")), *(SelectChoice(c, c) for c in CURRENCIES)]
        return self

    def content(self) -> MandateRecord:
        """What was written."""
        values: dict[str, Any] = {name: tuple(self[name].data or ()) for name in LISTS}
        values |= {name: self[name].data for name in VALUES}
        for name in TEXTS:
            written = {language: self[f"{name}_{language}"].data or "" for language in LANGUAGES}
            values[name] = {language: text for language, text in written.items() if text}
        return MandateRecord(**values)


#: With a text in each language beside the fields above.
MandateForm = type(
    "MandateForm",
    (BaseMandateForm,),
    {
        f"{name}_{language}": LongText(f"{NATIVE_NAMES[language]}", most=3000)
        for name in TEXTS
        for language in LANGUAGES
    },
)


def mandate_form(content: MandateRecord, version: int | None) -> Any:
    """The form with what was said before."""
    values: dict[str, Any] = {name: list(getattr(content, name)) for name in LISTS}
    values |= {name: getattr(content, name) for name in VALUES}
    for name in TEXTS:
        values |= {f"{name}_{language}": text for language, text in getattr(content, name).items()}
    return MandateForm(data=values | {"version": version or ""}).offer()
