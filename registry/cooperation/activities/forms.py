"""What is written down about an activity and its applicants."""

from wtforms import EmailField, IntegerField
from wtforms.validators import NumberRange

from registry.accounts.forms import usable_address
from registry.cooperation.activities.operations import ActivityPlan
from registry.cooperation.activities.states import ActivityKind
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.web.formatting import countries
from registry.web.forms import Choice, Day, Form, LongText, SelectChoice, Text, choices_in, optional, required


class ActivityForm(Form):
    kind = Choice(_l("What it is"), validators=[required()])
    title = Text(_l("Title"), most=300, validators=[required()])
    country = Choice(_l("Country"), validators=[required()])
    description = LongText(_l("Description"), most=5000)
    starts_on = Day(_l("First day"), validators=[optional()])
    ends_on = Day(_l("Last day"), validators=[optional()])
    places = IntegerField(
        _l("Places"), validators=[optional(), NumberRange(1, 1000, message=_l("From 1 to 1000 places."))]
    )
    project = Text(_l("Project"), most=20)

    def offer(self) -> "ActivityForm":
        """Fill the lists. Returns itself."""
        self.kind.choices = choices_in(ActivityKind, empty=_("Please choose"))
        nothing = SelectChoice("", _("Please choose"))
        self.country.choices = [nothing, *(SelectChoice(code, name) for code, name in countries())]
        return self

    def plan(self) -> ActivityPlan:
        """What was written, as plain values."""
        return ActivityPlan(
            kind=self.kind.data,
            title=self.title.data or "",
            country=self.country.data,
            description=self.description.data or None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            places=self.places.data,
        )


class ApplicantForm(Form):
    name = Text(_l("Name"), id="applicant-name", validators=[required()])
    organisation = Text(_l("Organisation"))
    email = EmailField(_l("E-mail address"), validators=[optional(), usable_address])
    note = LongText(_l("Note"), most=2000)
