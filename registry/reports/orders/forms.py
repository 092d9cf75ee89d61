"""Asking for a regular report."""

from wtforms import BooleanField

from registry.accounts.queries import staff_members
from registry.languages import lazy_gettext as _l
from registry.reports.orders.states import Period
from registry.web.forms import Choice, Form, SelectChoice, required


class ScheduleForm(Form):
    """Who gets the report, how often, as which file."""

    recipient = Choice(_l("Recipient"), validators=[required()])
    period = Choice(
        _l("How often"),
        validators=[required()],
        choices=[SelectChoice(one.value, one.label) for one in Period],
    )
    ending = Choice(
        _l("File"),
        validators=[required()],
        choices=[SelectChoice("xlsx", "Excel"), SelectChoice("csv", "CSV"), SelectChoice("pdf", "PDF")],
    )

    is_attached = BooleanField(_l("Attach the file to the message"))

    def offer(self, default: int) -> "ScheduleForm":
        """The staff as choices; returns itself."""
        people = staff_members(active_only=True)
        self.recipient.choices = [SelectChoice(str(user.id), user.name) for user in people]
        if not self.is_submitted():
            self.recipient.data = str(default)
        return self
