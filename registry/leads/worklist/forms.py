"""Keeping a view; one change for many cases."""

from wtforms import BooleanField

from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.operations import Step
from registry.leads.pipeline import LeadReason, LeadStatus
from registry.web.forms import Choice, Form, LongText, SelectChoice, Text, choices_in, required


class ViewForm(Form):
    name = Text(_l("Name of the view"), most=80, validators=[required()])
    is_shared = BooleanField(_l("For all the staff"))


class BulkForm(Form):
    officer = Choice(_l("Give to"))
    to = Choice(_l("Take the step to"))
    reason = Choice(_l("Reason"))
    note = LongText(_l("Note"), most=5000)

    def offer(self) -> "BulkForm":
        """Fill the lists. Returns itself."""
        people = staff_who_may(Permission.LEADS_REVIEW)
        self.officer.choices = [SelectChoice("", "–"), *(SelectChoice(str(user.id), user.name) for user in people)]
        self.to.choices = choices_in(LeadStatus, empty="–")
        self.reason.choices = choices_in(LeadReason, empty=_("Please choose"))
        return self

    def step(self) -> Step:
        """What is said with the step."""
        return Step(reason=self.reason.data, note=self.note.data or None)
