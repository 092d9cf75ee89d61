"""Tasks: set, done, and told of in one message."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.db import commit, db, now
from registry.notifications.models import OutboxMessage
from registry.refusals import Refusal
from registry.tasks.models import Task
from registry.tasks.operations import finish, remind, reopen, set_task
from registry.tasks.queries import count_due, open_tasks_of, tasks_about
from registry.tasks.subjects import Subject
from tests.makers import Cast, client_of, make_cast, make_partner_user, make_staff, token_in

Db = scoped_session[Session]


def test_it_works(session: Db) -> None:
    reviewer, manager = make_staff(Role.REVIEWER), make_staff(Role.MANAGER)
    day = now().date()
    task = set_task("Call them", due_on=day, assignee=reviewer, by=manager, about=(Subject.LEAD, "2026-00001"))
    assert open_tasks_of(reviewer.id) == tasks_about(Subject.LEAD, "2026-00001") == [task]
    assert count_due(reviewer.id, day) == 1
    finish(task, by=reviewer)
    assert open_tasks_of(reviewer.id) == []
    reopen(task, by=reviewer)
    assert open_tasks_of(reviewer.id) == [task]


def test_everything_due_is_one_message_a_day(session: Db) -> None:
    reviewer, today = make_staff(Role.REVIEWER), now().date()
    for title, days in (("One", -3), ("Two", 0), ("Three", 1), ("Later", 5)):
        set_task(title, due_on=today + timedelta(days=days), assignee=reviewer, by=reviewer)
    assert remind(today) == 1
    assert remind(today) == 0
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "task.reminder"))
    assert [line.partition(" · ")[2] for line in mail.paragraphs] == ["One", "Two", "Three"]
    assert remind(today + timedelta(days=1)) == 1


def test_only_staff_take_tasks_and_they_say_something(session: Db) -> None:
    reviewer, partner = make_staff(Role.REVIEWER), make_partner_user()
    for title, assignee in ((" ", reviewer), ("Call them", partner)):
        with pytest.raises(Refusal):
            set_task(title, due_on=now().date(), assignee=assignee, by=reviewer)


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


def test_the_page(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast.staff[Role.EDITOR])
    form = {
        "csrf_token": token_in(client.get("/en/staff/tasks/").text),
        "title": "Check the text",
        "due_on": "2026-12-01",
        "assignee": str(cast.staff[Role.REVIEWER]),
        "back": "//elsewhere.example.org/",
    }
    assert client.post("/en/staff/tasks/", data=form | {"due_on": ""}).status_code == 422
    assert client.post("/en/staff/tasks/", data=form).location == "/en/staff/tasks/"
    reviewer = client_of(app, cast.staff[Role.REVIEWER])
    page = reviewer.get("/en/staff/tasks/").text
    assert "Check the text" in page
    done = {"csrf_token": token_in(page), "back": "/en/staff/"}
    assert reviewer.post("/en/staff/tasks/1/done", data=done).location == "/en/staff/"
    with app.app_context():
        assert db.session.scalars(select(Task)).one().done_at is not None
    assert client_of(app, cast.staff[Role.DIRECTOR]).get("/en/staff/tasks/").status_code == 403
