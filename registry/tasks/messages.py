"""What is written to the staff about tasks."""

from collections.abc import Sequence

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import ngettext, use_language
from registry.notifications.operations import Message
from registry.tasks.models import Task


def given(task: Task) -> Message:
    """Somebody has something to do."""
    with use_language(task.assignee.language):
        return Message(
            kind="task.given",
            subject=_("A task for you: %(title)s", title=task.title),
            paragraphs=(_("It is due on %(day)s.", day=task.due_on.isoformat()),),
            link_label=_("Open my tasks"),
            path=f"/{task.assignee.language}/staff/tasks/",
        )


def reminder(tasks: Sequence[Task], reader: User) -> Message:
    """Everything that is due, in one message."""
    with use_language(reader.language):
        lines = tuple(f"{task.due_on.isoformat()} · {task.title}" for task in tasks)
        return Message(
            kind="task.reminder",
            subject=ngettext("%(num)s task is due", "%(num)s tasks are due", len(tasks)),
            paragraphs=lines,
            link_label=_("Open my tasks"),
            path=f"/{reader.language}/staff/tasks/",
        )
