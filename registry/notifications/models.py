"""The outbox: messages written in the same transaction as what they tell of."""

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base, UtcDateTime


class OutboxMessage(Base):
    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the Message-ID header; the same at every attempt, so that a reader's program can drop a repetition
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(3))
    subject: Mapped[str] = mapped_column(String(300))
    paragraphs: Mapped[list[str]] = mapped_column(JSON)
    link_label: Mapped[str | None] = mapped_column(String(200))
    #: path on this site; `{token}` in it is replaced on delivery, so that no token is ever stored
    link_path: Mapped[str | None] = mapped_column(String(300))
    #: path of the page that stops such messages, likewise
    stop_path: Mapped[str | None] = mapped_column(String(300))
    #: an entry for the reader's calendar, as plain values
    calendar: Mapped[dict[str, object] | None] = mapped_column(JSON)
    #: a file of the data folder: `path` there and `name` for the reader
    attachment: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    token_purpose: Mapped[str | None] = mapped_column(String(40))
    token_subject: Mapped[int | None]
    token_nonce: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_error: Mapped[str | None] = mapped_column(Text)
