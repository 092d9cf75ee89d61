"""Forms about checks."""

from datetime import date

from wtforms import HiddenField

from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.checks.outcomes import CheckKind, Outcome
from registry.web.forms import Choice, Day, Form, LongText, OneOfFew, choices_in, required


class CheckForm(Form):
    """How a check came out."""

    kind = Choice(_l("What was checked"), validators=[required()])
    outcome = OneOfFew(_l("Outcome"), validators=[required()])
    checked_on = Day(_l("Day of the check"))
    note = LongText(_l("What was found, and where"), id="check-note", most=5000)

    def offer(self, day: date) -> "CheckForm":
        """Fill the lists, and the day if nothing was sent yet. Returns itself."""
        self.kind.choices = choices_in(CheckKind, empty=_("Please choose"))
        self.outcome.choices = choices_in(Outcome)
        if self.checked_on.raw_data is None:
            self.checked_on.data = day
        return self


class HitForm(Form):
    """A step with a hit; the version is the state that was seen."""

    to = HiddenField(validators=[required()])
    version = HiddenField()
    note = LongText(_l("Note"), most=5000)
