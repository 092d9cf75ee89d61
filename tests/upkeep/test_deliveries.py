"""Mail reaches a real server; what the server refuses is tried again, and nothing is lost or sent twice."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select, update

from registry.db import commit, db, now
from registry.notifications.models import OutboxMessage
from registry.notifications.operations import Message, Token, queue
from registry.upkeep.deliveries import MOST_ATTEMPTS, work
from tests.conftest import MakeApp
from tools.ports import free_port

NOTE = Message("test", "О проекте — тест", ("Первый абзац.", "第二段。"), "Open", "/en/projects/")


class Mailbox:
    """What a mail server does with the mails it gets: keep them, or answer as told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer


@contextmanager
def mail_server(box: Mailbox, port: int | None = None) -> Iterator[str]:
    """Address of an SMTP server on this machine that puts mails into a mailbox."""
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_url(box: Mailbox) -> Iterator[str]:
    with mail_server(box) as address:
        yield address


def put(app: Flask, message: Message = NOTE) -> int:
    with app.app_context():
        row = queue(to="reader@example.org", language="ru", message=message)
        commit()
        return row.id


def deliver(app: Flask) -> None:
    with app.app_context():
        work(app.extensions["registry"], once=True)


def row_of(app: Flask, number: int) -> OutboxMessage:
    with app.app_context():
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.id == number)).one()
        db.session.expunge(row)
        return row


def make_due(app: Flask, number: int, **values: Any) -> None:
    with app.app_context():
        changed = {"next_attempt_at": now() - timedelta(seconds=1), **values}
        db.session.execute(update(OutboxMessage).where(OutboxMessage.id == number).values(**changed))
        commit()


def test_it_works(make_app: MakeApp, box: Mailbox, mail_url: str) -> None:
    app = make_app(REGISTRY_MAIL_URL=mail_url, REGISTRY_BASE_URL="https://registry.example.org")
    number = put(app)
    deliver(app)
    (mail,) = box.mails
    assert mail["Subject"] == "О проекте — тест"
    assert mail["To"] == "reader@example.org"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    for text in (plain.get_content(), html.get_content()):
        assert "Первый абзац." in text
        assert "第二段。" in text
        assert "https://registry.example.org/en/projects/" in text
    assert row_of(app, number).sent_at is not None
    deliver(app)
    assert len(box.mails) == 1


def test_without_a_server_mails_become_files(app: Flask, tmp_path: Path) -> None:
    put(app)
    deliver(app)
    (path,) = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "О проекте — тест"


def test_while_the_server_is_down_nothing_is_lost(make_app: MakeApp, box: Mailbox) -> None:
    with mail_server(Mailbox()) as address:
        pass  # the port is free again, and nobody listens
    app = make_app(REGISTRY_MAIL_URL=address)
    number = put(app)
    deliver(app)
    waiting = row_of(app, number)
    assert (waiting.sent_at, waiting.failed_at, waiting.attempts) == (None, None, 1)
    assert waiting.next_attempt_at is not None
    assert waiting.next_attempt_at > now()
    with mail_server(box, int(address.rpartition(":")[2])):
        make_due(app, number)
        deliver(app)
    assert [mail["Message-ID"].strip("<>").partition("@")[0] for mail in box.mails] == [waiting.message_id]


@pytest.mark.parametrize("answer", ["451 Try again later", "550 No such mailbox"])
def test_what_the_server_refuses_is_tried_again(
    make_app: MakeApp, box: Mailbox, mail_url: str, answer: str
) -> None:
    app = make_app(REGISTRY_MAIL_URL=mail_url)
    number = put(app)
    box.answer = answer
    deliver(app)
    assert row_of(app, number).sent_at is None
    box.answer = "250 OK"
    make_due(app, number)
    deliver(app)
    assert row_of(app, number).sent_at is not None
    assert len(box.mails) == 1


def test_after_many_tries_it_is_given_up_and_kept(make_app: MakeApp, box: Mailbox, mail_url: str) -> None:
    app = make_app(REGISTRY_MAIL_URL=mail_url)
    number = put(app)
    box.answer = "550 No such mailbox"
    make_due(app, number, attempts=MOST_ATTEMPTS - 1)
    deliver(app)
    row = row_of(app, number)
    assert row.failed_at is not None
    assert row.next_attempt_at is None
    assert "550" in (row.last_error or "")


def test_a_second_worker_leaves_a_claimed_message_alone(make_app: MakeApp, box: Mailbox, mail_url: str) -> None:
    app = make_app(REGISTRY_MAIL_URL=mail_url)
    number = put(app)
    make_due(app, number, next_attempt_at=now() + timedelta(minutes=1), attempts=1)
    deliver(app)
    assert box.mails == []


def test_a_link_is_signed_only_on_delivery(make_app: MakeApp, box: Mailbox, mail_url: str) -> None:
    app = make_app(REGISTRY_MAIL_URL=mail_url)
    token = Token("test", 7, "nonce-of-the-record")
    number = put(app, Message("test", "Subject", ("Text.",), "Open", "/en/confirm/{token}", token))
    deliver(app)
    (mail,) = box.mails
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "{token}" not in plain.get_content()
    assert "/en/confirm/" in plain.get_content()
    assert row_of(app, number).link_path == "/en/confirm/{token}"
