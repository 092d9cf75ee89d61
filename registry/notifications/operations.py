"""Putting messages into the outbox."""

import uuid
from dataclasses import asdict, dataclass

from registry.db import db, now
from registry.notifications.calendars import CalendarEntry
from registry.notifications.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Token:
    """What a signed link proves: its purpose, which record, and the record's present nonce."""

    purpose: str
    subject: int
    nonce: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the data folder, by its path there, and what its reader's copy is called."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the reader's language. `path` is on this site, with `{token}` where the token goes."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]
    link_label: str | None = None
    path: str | None = None
    token: Token | None = None
    #: page that stops such messages, with `{token}` in it
    stop_path: str | None = None
    calendar: CalendarEntry | None = None
    attachment: Attachment | None = None


def queue(*, to: str, language: str, message: Message) -> OutboxMessage:
    """Write a message into the outbox, in the present transaction; the worker delivers it."""
    moment = now()
    row = OutboxMessage(
        message_id=uuid.uuid4().hex,
        kind=message.kind,
        recipient=to,
        language=language,
        subject=" ".join(message.subject.split())[:300],
        paragraphs=list(message.paragraphs),
        link_label=message.link_label,
        link_path=message.path,
        stop_path=message.stop_path,
        calendar=message.calendar.as_values() if message.calendar else None,
        attachment=asdict(message.attachment) if message.attachment else None,
        token_purpose=message.token.purpose if message.token else None,
        token_subject=message.token.subject if message.token else None,
        token_nonce=message.token.nonce if message.token else None,
        created_at=moment,
        next_attempt_at=moment,
    )
    db.session.add(row)
    db.session.flush()
    return row
