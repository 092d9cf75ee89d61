"""What is written on a case: notes of the staff, and messages between the staff and the partner."""

import re

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import now
from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload, attach
from registry.languages import gettext as _
from registry.leads import messages
from registry.leads.events import add_event
from registry.leads.models import Lead
from registry.leads.pipeline import ENDED, WRITTEN, EventKind, LeadStatus
from registry.leads.timing import note_answer
from registry.notifications.operations import queue
from registry.refusals import Refusal

#: `@reviewer` in a note calls whoever has that before the @ of the e-mail address.
MENTION = re.compile(r"(?<![\w@])@([\w.+-]{2,64})")


def add_note(lead: Lead, *, text: str, by: User, kind: EventKind = EventKind.NOTE) -> None:
    """Keep what only staff read: a note, a risk, a call …; people named with @ are told. Raises Refusal."""
    if not text.strip():
        raise Refusal(_("Write a few words about it."), "note")
    if kind not in WRITTEN:
        raise Refusal(_("Choose what it is."), "kind")
    add_event(lead, kind=kind, by=by, note=text)
    record("lead.noted", subject=("lead", lead.number), by=by)
    for reader in mentioned(text):
        if reader.id != by.id:
            queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, "mentioned"))


def mentioned(text: str) -> list[User]:
    """The staff called in a text with @."""
    names = {name.rstrip(".").casefold() for name in MENTION.findall(text)}
    if not names:
        return []
    readers = staff_who_may(Permission.LEADS_READ)
    return [user for user in readers if user.email.partition("@")[0].casefold() in names]


def write_to_partner(lead: Lead, *, text: str, by: User, upload: Upload | None = None) -> None:
    """A message of the staff; the partner is told by mail that there is one, without its text. Raises Refusal."""
    if not text.strip():
        raise Refusal(_("Write your message."), "text")
    if lead.state is LeadStatus.DRAFT:
        raise Refusal(_("The partner has not confirmed this interest yet."), "text")
    add_event(lead, kind=EventKind.TO_PARTNER, by=by, note=_with_file(lead, text, upload, by))
    note_answer(lead, now())
    record("lead.message_sent", subject=("lead", lead.number), by=by)
    queue(to=lead.inquiry.email, language=lead.inquiry.language, message=messages.there_is_a_message(lead))


def write_to_staff(lead: Lead, *, text: str, by: User, upload: Upload | None = None) -> None:
    """A message of the partner; the officer, or else the managers, are told. Raises Refusal."""
    if not text.strip():
        raise Refusal(_("Write your message."), "text")
    if lead.state in ENDED or lead.state is LeadStatus.DRAFT:
        raise Refusal(_("This interest is closed. Please write to the Center."), "text")
    add_event(lead, kind=EventKind.FROM_PARTNER, by=by, note=_with_file(lead, text, upload, by))
    record("lead.message_received", subject=("lead", lead.number), by=by)
    for reader in [lead.officer] if lead.officer else staff_who_may(Permission.LEADS_ASSIGN):
        queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, "message"))


def _with_file(lead: Lead, text: str, upload: Upload | None, by: User) -> str:
    """The text of a message, with the name of what came with it, which both sides find among the documents."""
    if upload is None:
        return text
    # Of the documents of a case only its partner and the staff know at all.
    document = attach(upload, to=("lead", lead.id), tag=Tag.OTHER, level=Level.SIGNED_IN, by=by)
    return f"{text}\n[{document.file_name}]"
