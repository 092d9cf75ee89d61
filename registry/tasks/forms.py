"""Setting a task."""

from registry.accounts.queries import staff_members
from registry.languages import lazy_gettext as _l
from registry.web.forms import Choice, Day, Form, LongText, SelectChoice, Text, required


class TaskForm(Form):
    title = Text(_l("What is to be done"), id="task-title", validators=[required()])
    due_on = Day(_l("Due on"), id="task-due", validators=[required()])
    assignee = Choice(_l("Who does it"), id="task-assignee", validators=[required()])
    details = LongText(_l("Details"), id="task-details", most=2000)

    def offer(self, present: int | None = None) -> "TaskForm":
        """Fill the list of people; the present one is chosen first. Returns itself."""
        people = staff_members(active_only=True)
        self.assignee.choices = [SelectChoice(str(user.id), user.name) for user in people]
        if not self.is_submitted() and present is not None:
            self.assignee.data = str(present)
        return self
