"""What is written to people about their reports."""

from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message
from registry.reports.orders.models import FileOrder
from registry.reports.orders.wording import title_of


def report_ready(order: FileOrder) -> Message:
    """A regular report is there; it is fetched after signing in."""
    with use_language(order.language):
        title = title_of(order.what)
        return Message(
            kind="report.ready",
            subject=_("Your report: %(title)s", title=title),
            paragraphs=(_("It is kept for seven days. Sign in to download it."),),
            link_label=_("Open my files"),
            path=f"/{order.language}/staff/reports/files/",
        )
