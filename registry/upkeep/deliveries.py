"""The worker: delivers the outbox and does what is due."""

import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from mimetypes import guess_type
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

from flask import render_template
from sqlalchemy import select, update

from registry.accounts.throttle import forget_old
from registry.alerts.digests import tell_matches
from registry.alerts.operations import tell_news
from registry.config import Settings
from registry.db import commit, db, now, reading, release
from registry.languages import use_language
from registry.leads.operations import lapse_unanswered
from registry.leads.timing import warn_and_escalate
from registry.matching import following
from registry.notifications.calendars import calendar_text, method_of
from registry.notifications.models import OutboxMessage
from registry.partners.checks.operations import remind_due, screen_changed
from registry.partners.operations import nudge_stale
from registry.projects.operations import expire_due
from registry.reports.orders.operations import order_scheduled
from registry.tasks.operations import remind as remind_of_tasks
from registry.upkeep.file_maker import make_next, throw_away
from registry.upkeep.table_worker import work_on_next
from registry.web.links import signed

log = logging.getLogger(__name__)

#: A message is tried for this long at this pace: 48 times five minutes are four hours.
MOST_ATTEMPTS, PAUSE = 48, timedelta(minutes=5)
#: While one worker sends a message, others leave it alone for this long.
CLAIM = timedelta(minutes=2)
BATCH = 50

Sender = Callable[[EmailMessage, str], None]


def work(settings: Settings, *, stop: Event | None = None, once: bool = False) -> None:
    """Deliver and do what is due until told to stop; with `once`, only what is due now."""
    last_day: date | None = None
    while True:
        try:
            delivered = deliver_due(settings)
            if last_day != now().date():
                do_daily(now().date())
                throw_away(settings)
                commit()
                last_day = now().date()
            watch_clock()
            follow_partners()
            follow_matches()
            make_files(settings)
            work_on_tables()
        except Exception:  # the worker outlives a database that is away
            log.exception("the worker will try again")
            release()
            delivered = 0
        db.session.remove()
        if once and not delivered:
            return
        if not delivered:
            if stop is not None and stop.wait(2):
                return
            if stop is None:
                time.sleep(2)


def do_daily(today: date) -> None:
    """What is done once a day: publications end, people are told what is new, old tries are forgotten."""
    expire_due(today)
    lapse_unanswered(now())
    nudge_stale(today)
    remind_due(today)
    remind_of_tasks(today)
    tell_news(now())
    tell_matches(now())
    forget_old()
    order_scheduled(today)
    commit()


def make_files(settings: Settings) -> None:
    """Make what people asked for, one file after the other, each in a transaction that only reads."""
    while make_next(settings):
        pass


def work_on_tables() -> None:
    """Check, apply or undo tables that were brought in."""
    while work_on_next():
        pass


def watch_clock() -> None:
    """Tell people of answers that are due or overdue."""
    if warn_and_escalate(now()):
        commit()
    release()


def follow_partners() -> None:
    """Compare organisations that came or changed with the sanctions list."""
    screen_changed()
    commit()


def follow_matches() -> None:
    """Bring stored matches up to the last change; what is compared is compared before anything is written."""
    while following.keep_words():
        commit()
    release()
    with reading():
        changed = following.compare_changed()
    release()
    if changed is None:
        return
    if changed.everybody:
        with reading():
            parts = list(following.compare_everybody())
        release()
        for part in parts:
            following.keep_some(part)
            commit()
        following.keep_done(changed)
    else:
        following.keep_changed(changed)
    commit()


def deliver_due(settings: Settings) -> int:
    """Send the messages whose time has come; returns how many were tried."""
    due = db.session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.next_attempt_at <= now())
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(BATCH)
    ).all()
    release()
    send = sender(settings)
    return sum(_deliver(message_id, settings, send) for message_id in due)


def _deliver(message_id: int, settings: Settings, send: Sender) -> int:
    """Claim a message, send it outside any transaction, and write down how it went."""
    claimed = db.session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.next_attempt_at <= now())
        .values(next_attempt_at=now() + CLAIM, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
    )
    if claimed is None:
        release()
        return 0
    commit()
    row = db.session.get_one(OutboxMessage, message_id)
    message = compose(row, settings)
    attempts = row.attempts
    release()
    values: dict[str, object]
    try:
        send(message, row_name(message))
        values = {"sent_at": now(), "next_attempt_at": None, "last_error": None}
    except (OSError, smtplib.SMTPException) as error:
        log.warning("message %s could not be sent: %s", message_id, type(error).__name__)
        values = after_failure(attempts, error)
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(**values))
    commit()
    return 1


def after_failure(attempts: int, error: Exception) -> dict[str, object]:
    """Try again later, or give up and show it to the staff."""
    text = f"{type(error).__name__}: {error}"[:500]
    if attempts >= MOST_ATTEMPTS:
        return {"failed_at": now(), "next_attempt_at": None, "last_error": text}
    return {"next_attempt_at": now() + PAUSE, "last_error": text}


def row_name(message: EmailMessage) -> str:
    """A file name for a message: the part of its id before the host."""
    return str(message["Message-ID"]).strip("<>").partition("@")[0]


def compose(row: OutboxMessage, settings: Settings) -> EmailMessage:
    """The mail with plain text and HTML; its link is signed only now."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    link, stop = _link(row, row.link_path, settings), _link(row, row.stop_path, settings)
    with use_language(row.language):
        values = {"message": row, "link": link, "stop": stop, "base_url": settings.base_url}
        text = render_template("emails/message.txt", **values)
        html = render_template("emails/message.html", **values)
    mail = EmailMessage()
    mail["Subject"] = row.subject
    mail["From"] = settings.mail_from
    mail["To"] = Address(addr_spec=row.recipient) if row.recipient.isascii() else row.recipient
    mail["Date"] = format_datetime(_whole_seconds(row.created_at))
    mail["Message-ID"] = f"<{row.message_id}@{host}>"
    mail["Content-Language"] = row.language
    mail["Auto-Submitted"] = "auto-generated"
    if stop is not None:  # RFC 8058: mail programs offer to stop it with one press
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    if row.calendar is not None:
        _attach_calendar(mail, row, settings)
    if row.attachment is not None:
        _attach_file(mail, row.attachment, settings)
    return mail


def _attach_file(mail: EmailMessage, attachment: Mapping[str, str], settings: Settings) -> None:
    """The file, unless its days are over: the page that the message leads to says so."""
    place = settings.data_dir / attachment["path"]
    if place.is_file():
        kind = guess_type(place.name)[0] or "application/octet-stream"
        maintype, _slash, subtype = kind.partition("/")
        mail.add_attachment(place.read_bytes(), maintype=maintype, subtype=subtype, filename=attachment["name"])


def _attach_calendar(mail: EmailMessage, row: OutboxMessage, settings: Settings) -> None:
    """Calendar programs take the entry from the alternative; people who read mail elsewhere open the file."""
    assert row.calendar is not None
    organiser = parseaddr(settings.mail_from)[1]
    stamp = _whole_seconds(row.created_at)
    entry = calendar_text(row.calendar, organiser=organiser, base_url=settings.base_url, stamp=stamp)
    mail.add_attachment(entry, maintype="text", subtype="calendar", filename="meeting.ics")
    for part in mail.iter_attachments():
        part.set_param("method", method_of(row.calendar))
        part.set_param("charset", "utf-8")


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _link(row: OutboxMessage, path: str | None, settings: Settings) -> str | None:
    if path is None:
        return None
    if row.token_purpose and row.token_subject is not None and row.token_nonce:
        path = path.replace("{token}", signed(row.token_purpose, row.token_subject, row.token_nonce))
    return settings.base_url + path


def sender(settings: Settings) -> Sender:
    """How mails leave: to a server, or as files into the data folder."""
    if settings.mail_url == "file:":
        folder = settings.data_dir / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        return lambda mail, name: _to_file(mail, folder / f"{name}.eml")
    return lambda mail, name: _to_server(mail, settings.mail_url)


def _to_file(mail: EmailMessage, path: Path) -> None:
    draft = path.with_suffix(".part")
    draft.write_bytes(mail.as_bytes())
    draft.rename(path)


def _to_server(mail: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=20, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=20)
    with server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
