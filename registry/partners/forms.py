"""Forms about organisations."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, EmailField
from wtforms.validators import URL

from registry.accounts.forms import usable_address
from registry.languages import LANGUAGES, NATIVE_NAMES, current_language, locale_for, sort_key
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.models import Partner
from registry.partners.operations import Organisation
from registry.partners.queries import named
from registry.partners.standing import MemberRole
from registry.reference.models import PartnerType
from registry.reference.queries import entries
from registry.refusals import Refusal
from registry.web.formatting import countries
from registry.web.forms import (
    Choice,
    Choices,
    Form,
    LongText,
    OneOfFew,
    SelectChoice,
    Text,
    VersionedForm,
    choices_in,
    choices_of,
    optional,
    required,
)

#: Languages that organisations work in, beside ours.
MORE_LANGUAGES = ("ar", "de", "es", "fr", "ja", "kk", "ko", "tk", "tr")


def language_choices() -> list[SelectChoice]:
    """Working languages: ours under their own names, then others in the reader's language."""
    names = locale_for(current_language()).languages
    others = sorted(MORE_LANGUAGES, key=lambda code: sort_key(names.get(code, code)))
    return [SelectChoice(code, NATIVE_NAMES.get(code) or names.get(code, code)) for code in (*LANGUAGES, *others)]


class OrganisationFields(Form):
    """What every form about an organisation asks."""

    organisation = Text(_l("Organisation"), validators=[required()])
    organisation_original = Text(_l("Name in its own script"))
    country = Choice(_l("Country"), validators=[required()])
    partner_type = Choice(_l("Kind of organisation"), validators=[required()])
    website = Text(
        _l("Website"),
        most=300,
        validators=[optional(), URL(message=_l("Write an address such as https://example.org."))],
    )

    def offer(self) -> Any:
        """Fill the lists. Returns itself."""
        nothing = SelectChoice("", _("Please choose"))
        self.country.choices = [nothing, *(SelectChoice(code, name) for code, name in countries())]
        self.partner_type.choices = [nothing, *choices_of(entries(PartnerType))]
        return self

    def as_organisation(self) -> Organisation:
        """What was written of the organisation."""
        return Organisation(
            name=self.organisation.data or "",
            name_original=self.organisation_original.data or None,
            country=self.country.data,
            type_code=self.partner_type.data,
            website=self.website.data or None,
        )


class RegisterForm(OrganisationFields):
    name = Text(_l("Your name"), validators=[required()])
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])
    consent = BooleanField(
        _l("I agree that the Center keeps these data as long as I have an account"),
        validators=[required(_l("Without your agreement no account can be made."))],
    )


class BaseProfileForm(VersionedForm, OrganisationFields):
    other_names = LongText(_l("Other names"), most=2000)
    languages = Choices(_l("Working languages"))

    def offer(self) -> Any:
        """Fill the lists. Returns itself."""
        self.languages.choices = language_choices()
        return super().offer()

    def as_organisation(self) -> Organisation:
        """What was written of the organisation."""
        names = (line.strip() for line in (self.other_names.data or "").splitlines())
        abouts = {language: self[f"about_{language}"].data or "" for language in LANGUAGES}
        return replace(
            super().as_organisation(),
            other_names=tuple(dict.fromkeys(name[:200] for name in names if name)),
            languages=tuple(self.languages.data or ()),
            abouts={language: text for language, text in abouts.items() if text},
        )


#: With a description in each language beside the fields above.
ProfileForm = type(
    "ProfileForm",
    (BaseProfileForm,),
    {f"about_{language}": LongText(NATIVE_NAMES[language], most=3000) for language in LANGUAGES},
)


def profile_form(content: Organisation, version: int) -> Any:
    """The form with what is known of an organisation."""
    values = {
        "organisation": content.name,
        "organisation_original": content.name_original,
        "other_names": "\n".join(content.other_names),
        "country": content.country,
        "partner_type": content.type_code,
        "website": content.website,
        "languages": list(content.languages),
        "version": version,
        **{f"about_{language}": text for language, text in content.abouts.items()},
    }
    return ProfileForm(data=values).offer()


class ParentForm(Form):
    parent = Text(_l("Belongs to"), validators=[optional()])

    def organisation(self) -> Partner | None:
        """The organisation that was named, None for none; raises Refusal where this name has nobody, or two."""
        if not self.parent.data:
            return None
        found = named(self.parent.data)
        if found is None:
            raise Refusal(_("There is no organisation of exactly this name, or more than one."), "parent")
        return found


class InviteForm(Form):
    name = Text(_l("Name"), validators=[required()])
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])
    role = OneOfFew(_l("What the person may do"), validators=[required()])
    language = Choice(_l("Language of the invitation"), validators=[required()])

    def offer(self) -> "InviteForm":
        """Fill the lists. Returns itself."""
        self.role.choices = choices_in(MemberRole)
        self.language.choices = [SelectChoice(code, name) for code, name in NATIVE_NAMES.items()]
        return self


class RoleForm(Form):
    role = Choice(_l("What the person may do"), validators=[required()])

    def offer(self) -> "RoleForm":
        """Fill the list. Returns itself."""
        self.role.choices = choices_in(MemberRole)
        return self
