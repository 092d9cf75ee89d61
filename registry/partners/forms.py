"""Forms about organisations."""

from wtforms import BooleanField, EmailField
from wtforms.validators import URL

from registry.accounts.forms import usable_address
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.operations import Organisation
from registry.reference.models import PartnerType
from registry.reference.queries import entries
from registry.web.formatting import countries
from registry.web.forms import Choice, Form, SelectChoice, Text, choices_of, optional, required


class RegisterForm(Form):
    organisation = Text(_l("Organisation"), validators=[required()])
    organisation_original = Text(_l("Name in its own script"))
    country = Choice(_l("Country"), validators=[required()])
    partner_type = Choice(_l("Kind of organisation"), validators=[required()])
    website = Text(
        _l("Website"),
        most=300,
        validators=[optional(), URL(message=_l("Write an address such as https://example.org."))],
    )
    name = Text(_l("Your name"), validators=[required()])
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])
    consent = BooleanField(
        _l("I agree that the Center keeps these data as long as I have an account"),
        validators=[required(_l("Without your agreement no account can be made."))],
    )

    def offer(self) -> "RegisterForm":
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
