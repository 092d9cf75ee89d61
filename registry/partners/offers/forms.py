"""Forms about offers."""

from typing import Any

from wtforms import HiddenField

from registry.db import now
from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import lazy_gettext as _l
from registry.partners.offers.lifecycle import OfferKind
from registry.partners.offers.operations import OfferContent, faults_of
from registry.reference.models import Sector
from registry.reference.queries import entries
from registry.refusals import Refusal
from registry.web.forms import (
    Choices,
    Day,
    LongText,
    OneOfFew,
    Text,
    VersionedForm,
    choices_in,
    choices_of,
    chosen,
    optional,
    required,
)


class StepForm(VersionedForm):
    """A step of an offer, taken from a page that showed a certain version."""


class BaseOfferForm(StepForm):
    kind = OneOfFew(_l("What we offer"), validators=[required()])
    sectors = Choices(_l("Sectors"), validators=[chosen])
    valid_until = Day(_l("Valid until"), validators=[optional()])

    def offer(self) -> Any:
        """Fill the lists. Returns itself."""
        self.kind.choices = choices_in(OfferKind)
        self.sectors.choices = choices_of(entries(Sector))
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then all of them together."""
        fields_are_right = super().validate(extra_validators)
        for field, sentence in faults_of(self.content(), now().date()):
            self.refuse(Refusal(sentence, field))
        return fields_are_right and not self.errors

    def content(self) -> OfferContent:
        """What was written."""
        return OfferContent(
            kind=self.kind.data or "",
            titles=self._texts("title"),
            texts=self._texts("text"),
            sectors=tuple(self.sectors.data or ()),
            valid_until=self.valid_until.data,
        )

    def _texts(self, name: str) -> dict[str, str]:
        written = {language: self[f"{name}_{language}"].data or "" for language in LANGUAGES}
        return {language: text for language, text in written.items() if text}


#: With a title and a text in each language beside the fields above.
OfferForm = type(
    "OfferForm",
    (BaseOfferForm,),
    {
        f"title_{language}": Text(_l("Title (%(language)s)", language=name), most=200)
        for language, name in NATIVE_NAMES.items()
    }
    | {
        f"text_{language}": LongText(_l("Text (%(language)s)", language=name), most=5000)
        for language, name in NATIVE_NAMES.items()
    },
)


def offer_form(content: OfferContent | None = None, version: int | None = None) -> Any:
    """The form with what was written before."""
    values: dict[str, Any] = {"version": version or ""}
    if content is not None:
        values |= {"kind": content.kind, "sectors": list(content.sectors), "valid_until": content.valid_until}
        values |= {f"title_{language}": title for language, title in content.titles.items()}
        values |= {f"text_{language}": text for language, text in content.texts.items()}
    return OfferForm(data=values).offer()


class ReviewForm(StepForm):
    """What the staff decides."""

    to = HiddenField(validators=[required()])
    note = LongText(_l("Remark for the organisation"), most=3000)
