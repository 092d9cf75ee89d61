"""What is written to people about their reports."""

from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Attachment, Message
from registry.reports.orders.models import FileOrder
from registry.reports.orders.wording import title_of


def report_ready(order: FileOrder, attachment: Attachment | None = None) -> Message:
    """A regular report is there: with the message, or to be fetched after signing in."""
    with use_language(order.language):
        kept = _("It is kept for seven days. Sign in to download it.")
        paragraphs = (_("It is attached to this message."), kept) if attachment else (kept,)
        return _message(order, "report.ready", paragraphs, attachment)


def report_failed(order: FileOrder, sentence: str) -> Message:
    """A regular report could not be made; the sentence says why, where it is known."""
    with use_language(order.language):
        paragraphs = (_("It could not be made this time."), *([sentence] if sentence else []))
        return _message(order, "report.failed", paragraphs, None)


def _message(order: FileOrder, kind: str, paragraphs: tuple[str, ...], attachment: Attachment | None) -> Message:
    return Message(
        kind=kind,
        subject=_("Your report: %(title)s", title=title_of(order.what)),
        paragraphs=paragraphs,
        link_label=_("Open my files"),
        path=f"/{order.language}/staff/reports/files/",
        attachment=attachment,
    )
