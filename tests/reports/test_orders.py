"""Files that the worker makes: asked for, cancelled, begun again, thrown away; and regular reports."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.db import commit, db, execute_beside, now
from registry.notifications.models import OutboxMessage
from registry.refusals import Refusal
from registry.reports.orders.models import FileOrder
from registry.reports.orders.operations import (
    add_schedule,
    cancel_order,
    last_day,
    order_file,
    order_scheduled,
)
from registry.reports.orders.states import OrderState, Period
from registry.reports.orders.storage import folder_of
from registry.upkeep import file_maker as making
from registry.upkeep.deliveries import compose
from tests.makers import client_of, make_staff, token_in
from tests.reports.test_shelf import director, director_of


def only_order() -> FileOrder:
    """The one file that was asked for."""
    return db.session.scalars(select(FileOrder)).one()


def test_it_works(loaded: Flask) -> None:
    client = director_of(loaded)
    page = client.get("/zh/staff/reports/").text
    answer = client.post("/zh/staff/reports/files/pack", data={"csrf_token": token_in(page), "country": "CN"})
    assert answer.status_code == 302
    assert "data-fresh" in client.get("/zh/staff/reports/files/").text
    settings = loaded.extensions["registry"]
    with loaded.app_context():
        assert making.make_next(settings)
        assert not making.make_next(settings)
        order = only_order()
        assert order.standing is OrderState.DONE
        number = order.id
        place = folder_of(settings) / str(order.file_name)
        assert place.stat().st_mode & 0o777 == 0o600
        assert not list(place.parent.glob("*.part"))
    shown = client.get("/zh/staff/reports/files/").text
    assert "data-fresh" not in shown
    with client.get(f"/zh/staff/reports/files/{number}") as fetched:
        book = load_workbook(io.BytesIO(fetched.data))
    assert "代码表" in book.sheetnames
    assert any("中国" in str(cell.value) for row in book.worksheets[0] for cell in row)


def test_a_file_is_its_owners(loaded: Flask) -> None:
    with loaded.app_context():
        other = make_staff(Role.DIRECTOR, email="other@example.org")
        number, other_id = order_file(director(), "pipeline", [], "csv").id, other.id
        commit()
        making.make_next(loaded.extensions["registry"])
        client = client_of(loaded, other_id)
    assert client.get(f"/en/staff/reports/files/{number}").status_code == 404
    with director_of(loaded).get(f"/en/staff/reports/files/{number}") as fetched:
        assert fetched.status_code == 200


def test_who_may_not_read_gets_no_file(loaded: Flask) -> None:
    with loaded.app_context():
        editor = make_staff(Role.EDITOR, email="another.editor@example.org")
        with pytest.raises(Refusal):
            order_file(editor, "pipeline", [], "xlsx")
        order_file(director(), "leads", [], "csv")
        director().role = Role.EDITOR.value
        commit()
        making.make_next(loaded.extensions["registry"])
        assert only_order().file_name is None


def test_a_cancelled_file_stops_and_leaves_nothing(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded.extensions["registry"]
    monkeypatch.setattr(making, "LOOK", -1.0)
    with loaded.app_context():
        order_file(director(), "leads", [], "xlsx")
        commit()
        told_by = making._progress

        def cancelled_meanwhile(order_id: int) -> Callable[[int], None]:
            execute_beside(update(FileOrder).where(FileOrder.id == order_id).values(state="cancelled"))
            return told_by(order_id)

        monkeypatch.setattr(making, "_progress", cancelled_meanwhile)
        assert making.make_next(settings)
        assert only_order().standing is OrderState.CANCELLED
        assert not list(folder_of(settings).iterdir())


def test_what_a_dead_worker_left_is_made_by_the_next(loaded: Flask) -> None:
    settings = loaded.extensions["registry"]
    with loaded.app_context():
        order = order_file(director(), "register", [], "csv")
        order.state, order.seen_at, order.attempts = "running", now() - timedelta(seconds=30), 1
        commit()
        assert not making.make_next(settings)
        only_order().seen_at = now() - timedelta(minutes=3)
        commit()
        assert making.make_next(settings)
        assert only_order().standing is OrderState.DONE


def test_what_always_fails_is_given_up(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(making, "_write", broken)
    with loaded.app_context():
        order_file(director(), "register", [], "csv")
        commit()
        assert making.make_next(loaded.extensions["registry"])
        assert only_order().standing is OrderState.FAILED


def test_old_files_go(loaded: Flask) -> None:
    settings = loaded.extensions["registry"]
    with loaded.app_context():
        order_file(director(), "register", [], "csv")
        commit()
        making.make_next(settings)
        making.throw_away(settings)
        assert only_order().file_name
        only_order().expires_at = now() - timedelta(seconds=1)
        making.throw_away(settings)
        commit()
        assert only_order().file_name is None
        assert not list(folder_of(settings).iterdir())


def test_only_some_files_wait_at_once(loaded: Flask) -> None:
    with loaded.app_context():
        for _turn in range(5):
            order = order_file(director(), "register", [], "csv")
        with pytest.raises(Refusal):
            order_file(director(), "register", [], "csv")
        cancel_order(order)
        order_file(director(), "register", [], "csv")


def test_a_regular_report_comes_in_the_readers_language(loaded: Flask) -> None:
    monday = date(2026, 11, 30)
    with loaded.app_context():
        manager = find_user("manager@example.org")
        assert manager is not None
        reader = director()
        reader.language = "ru"
        schedule = add_schedule(
            "pipeline", [("country", "CN")], "xlsx", Period.WEEKLY, recipient=reader, by=manager
        )
        schedule.sent_on = monday - timedelta(days=7)
        commit()
        assert order_scheduled(monday - timedelta(days=1)) == 0
        assert order_scheduled(monday + timedelta(days=1)) == 1
        assert order_scheduled(monday + timedelta(days=2)) == 0
        commit()
        making.make_next(loaded.extensions["registry"])
        order = only_order()
        assert (order.user_id, order.language, order.standing) == (reader.id, "ru", OrderState.DONE)
        mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report.ready")).one()
        assert mail.recipient == reader.email
        assert "Обращения по этапам" in mail.subject
        reader.role = Role.EDITOR.value
        assert order_scheduled(monday + timedelta(days=7)) == 0


def scheduled(report: str, ending: str = "xlsx", *, is_attached: bool = True) -> None:
    """A report for the director that is due on the last Monday of November."""
    schedule = add_schedule(
        report, [], ending, Period.WEEKLY, recipient=director(), by=director(), is_attached=is_attached
    )
    schedule.sent_on = date(2026, 11, 1)
    commit()
    assert order_scheduled(date(2026, 11, 30)) == 1
    commit()


def test_a_report_comes_with_its_message_where_that_was_asked(loaded: Flask) -> None:
    settings = loaded.extensions["registry"]
    with loaded.app_context():
        scheduled("pipeline")
        making.make_next(settings)
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report.ready")).one()
        mail = compose(row, settings)
        (part,) = mail.iter_attachments()
        assert part.get_filename() == "pipeline.xlsx"
        assert "Pipeline" in load_workbook(io.BytesIO(part.get_payload(decode=True))).sheetnames  # type: ignore[arg-type]
        order = only_order()
        (folder_of(settings) / str(order.file_name)).unlink()
        assert not list(compose(row, settings).iter_attachments())
        with pytest.raises(Refusal):
            add_schedule(
                "access-log", [], "xlsx", Period.WEEKLY, recipient=director(), by=director(), is_attached=True
            )


def test_what_is_too_long_for_mail_is_fetched(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_MAILED", 100)
    with loaded.app_context():
        scheduled("pipeline")
        making.make_next(loaded.extensions["registry"])
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report.ready")).one()
        assert row.attachment is None


def test_who_waits_for_a_report_is_told_that_it_failed(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.reports.shelf.files.MOST_PRINTED", 1)
    with loaded.app_context():
        scheduled("pipeline", "pdf", is_attached=False)
        making.make_next(loaded.extensions["registry"])
        assert only_order().standing is OrderState.FAILED
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report.failed")).one()
        assert row.recipient == director().email
        assert any("at most 1 are printed" in sentence for sentence in row.paragraphs)


def test_a_schedule_is_set_up_and_ended_on_pages(loaded: Flask) -> None:
    client = director_of(loaded)
    page = client.get("/en/staff/reports/pipeline/schedule?country=CN").text
    with loaded.app_context():
        mine = str(director().id)
    sent = {"csrf_token": token_in(page), "recipient": mine, "period": "monthly", "ending": "pdf"}
    sent["is_attached"] = "y"
    assert client.post("/en/staff/reports/pipeline/schedule?country=CN", data=sent).status_code == 302
    assert client.post("/en/staff/reports/pipeline/schedule", data=sent | {"period": "hourly"}).status_code == 422
    shown = client.get("/en/staff/reports/files/").text
    assert "On the first of the month" in shown
    assert client.post("/en/staff/reports/schedules/1/end", data=sent).status_code == 302
    assert "On the first of the month" not in client.get("/en/staff/reports/files/").text


@pytest.mark.parametrize(
    ("period", "day", "last"),
    [
        (Period.WEEKLY, date(2026, 11, 30), date(2026, 11, 30)),
        (Period.WEEKLY, date(2026, 12, 6), date(2026, 11, 30)),
        (Period.MONTHLY, date(2026, 12, 1), date(2026, 12, 1)),
        (Period.MONTHLY, date(2027, 1, 31), date(2027, 1, 1)),
    ],
)
def test_days_of_sending(period: Period, day: date, last: date) -> None:
    assert last_day(period, day) == last
