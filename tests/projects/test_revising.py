"""A material change to a reviewed project: the approved version stays until somebody else approves the change."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.roles import GRANTS, STAFF_ROLES, Role
from registry.audit.models import AuditEntry
from registry.db import commit, db
from registry.projects.contents import content_of
from registry.projects.lifecycle import REVIEWED, REVISION_MOVES, Publication, Revision, find_revision_move
from registry.projects.operations import edit_project
from registry.projects.plain_records import differing_values, values_of
from registry.projects.queries import count_revisions, find_revision, history, one_project
from registry.projects.records import ProjectRecord
from tests.makers import RECORD
from tests.projects.form_reader import Fields, fields_of
from tests.projects.full import FULL
from tests.projects.pages import Desk

WHY = {"reason": "figures", "note": "The cost has no source."}


def save(desk: Desk, role: Role, reference: str, change: Fields) -> TestResponse:
    path = f"/en/staff/projects/{reference}/edit"
    client = desk.clients[role]
    return client.post(path, data=fields_of(client.get(path).text, path) | change)


def step(desk: Desk, role: Role, reference: str, to: str, **given: str) -> TestResponse:
    return desk.post(role, f"{reference}/revision", to=to, **given)


def content(desk: Desk, reference: str) -> ProjectRecord:
    with desk.app.app_context():
        return content_of(one_project(reference))


def revision_of(desk: Desk, reference: str) -> Revision | None:
    with desk.app.app_context():
        revision = find_revision(one_project(reference))
        return revision.state if revision else None


@pytest.fixture
def changed(desk: Desk) -> str:
    """A published project whose new cost waits for a review."""
    reference = desk.project(Publication.PUBLISHED)
    assert save(desk, Role.EDITOR, reference, {"total_cost": ["700000"]}).status_code == 302
    return reference


def test_it_works(desk: Desk, changed: str) -> None:
    assert desk.state(changed) is Publication.PUBLISHED
    assert content(desk, changed).total_cost == RECORD.total_cost
    assert "700,000" not in desk.partner.get(f"/en/projects/{changed}").text
    page = desk.clients[Role.REVIEWER].get(f"/en/staff/projects/{changed}").text
    assert "A change waits beside the approved version" in page
    assert "700000" in page
    assert changed in desk.clients[Role.REVIEWER].get("/en/staff/projects/revisions").text
    assert step(desk, Role.REVIEWER, changed, "approved").status_code == 302
    assert content(desk, changed).total_cost == Decimal(700_000)
    assert desk.state(changed) is Publication.PUBLISHED
    public = desk.partner.get(f"/en/projects/{changed}").text
    assert "700,000" in public
    assert "Changed: Total cost" in public
    with desk.app.app_context():
        assert count_revisions() == 0
        assert [event.to_state for event in history(one_project(changed)) if event.axis == "revision"] == [
            "approved",
            "submitted",
        ]
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-3:] == ["project.change_submitted", "project.change_moved", "project.edited"]


@pytest.mark.parametrize("state", sorted(REVIEWED))
@pytest.mark.parametrize(
    "change",
    [{"total_cost": ["700000"]}, {"initiator": ["Somebody else"]}, {"sought_equity": ["1"]}, {"districts": [""]}],
)
def test_every_material_change_waits(desk: Desk, state: Publication, change: Fields) -> None:
    reference = desk.project(state)
    before = content(desk, reference)
    assert save(desk, Role.MANAGER, reference, change).status_code == 302
    assert desk.state(reference) is state
    assert content(desk, reference) == before
    assert revision_of(desk, reference) is Revision.SUBMITTED
    assert step(desk, Role.REVIEWER, reference, "approved").status_code == 302
    assert content(desk, reference) != before
    assert desk.state(reference) is state


def test_the_stage_waits_too(desk: Desk) -> None:
    reference = desk.project(Publication.PUBLISHED)
    answer = desk.post(
        Role.MANAGER, f"{reference}/stage", stage="pre_feasibility", bypass_reason="It is on its way."
    )
    assert answer.status_code == 302
    assert content(desk, reference).stage_code == "idea"
    assert step(desk, Role.REVIEWER, reference, "approved").status_code == 302
    assert content(desk, reference).stage_code == "pre_feasibility"
    with desk.app.app_context():
        events = history(one_project(reference))
        assert [event.to_state for event in events if event.axis == "stage"] == ["pre_feasibility"]
        assert "It is on its way." in {event.note for event in events}


@pytest.mark.parametrize("state", [Revision.SUBMITTED, Revision.RETURNED])
def test_the_table_says_who_may_take_which_step(desk: Desk, state: Revision) -> None:
    assert set(REVISION_MOVES) == {Revision.SUBMITTED, Revision.RETURNED}
    for to in Revision:
        move = find_revision_move(state, to)
        for role in STAFF_ROLES:
            reference = desk.project(Publication.PUBLISHED)
            with desk.app.app_context():
                project = one_project(reference)
                editor = db.session.get_one(User, desk.cast.staff[Role.EDITOR])
                edit_project(project, replace(RECORD, total_cost=Decimal(700_000)), by=editor)
                found = find_revision(project)
                assert found is not None
                found.status, found.author_ids = state.value, [0]
                commit()
            may = move is not None and move.permission in GRANTS[role]
            answer = step(desk, role, reference, to, **WHY)
            assert answer.status_code == (302 if may else 422), (role, to)
            closed = to in (Revision.APPROVED, Revision.WITHDRAWN)
            assert revision_of(desk, reference) is ((None if closed else to) if may else state), (role, to)


@pytest.mark.parametrize("to", ["approved", "returned"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_nobody_judges_a_change_they_wrote_on(desk: Desk, changed: str, role: Role, to: str) -> None:
    assert save(desk, role, changed, {"price_year": ["2025"]}).status_code == 302
    assert save(desk, Role.EDITOR, changed, {"tags": ["cotton"]}).status_code == 302
    answer = step(desk, role, changed, to, **WHY)
    assert answer.status_code == 422
    assert "Somebody other than the author must take this step." in answer.text
    assert content(desk, changed).total_cost == RECORD.total_cost
    assert step(desk, Role.REVIEWER, changed, "approved").status_code == 302
    after = content(desk, changed)
    assert (after.total_cost, after.price_year, after.tags) == (Decimal(700_000), 2025, ("cotton",))


def test_sent_back_corrected_and_submitted_again(desk: Desk, changed: str) -> None:
    assert step(desk, Role.REVIEWER, changed, "returned").status_code == 422
    assert step(desk, Role.REVIEWER, changed, "returned", **WHY).status_code == 302
    page = desk.clients[Role.EDITOR].get(f"/en/staff/projects/{changed}").text
    assert "The cost has no source." in page
    assert step(desk, Role.REVIEWER, changed, "approved").status_code == 422
    assert save(desk, Role.EDITOR, changed, {"total_cost": ["650000"]}).status_code == 302
    assert step(desk, Role.EDITOR, changed, "submitted").status_code == 422
    assert step(desk, Role.EDITOR, changed, "submitted", note="The study says 650,000.").status_code == 302
    assert step(desk, Role.REVIEWER, changed, "approved").status_code == 302
    assert content(desk, changed).total_cost == Decimal(650_000)


def test_a_change_taken_back_by_the_form_is_withdrawn(desk: Desk, changed: str) -> None:
    assert save(desk, Role.EDITOR, changed, {"total_cost": [str(RECORD.total_cost)]}).status_code == 302
    assert revision_of(desk, changed) is None


def test_withdrawn_it_leaves_no_trace_outside(desk: Desk, changed: str) -> None:
    assert step(desk, Role.EDITOR, changed, "withdrawn").status_code == 302
    assert revision_of(desk, changed) is None
    assert content(desk, changed).total_cost == RECORD.total_cost
    assert "Changed: " not in desk.partner.get(f"/en/projects/{changed}").text


def test_an_archived_project_keeps_no_change_waiting(desk: Desk, changed: str) -> None:
    assert desk.move(Role.MANAGER, changed, "archived", **WHY).status_code == 302
    assert revision_of(desk, changed) is None


def test_what_changed_meanwhile_is_not_undone(desk: Desk, changed: str) -> None:
    """A file loaded while the change waits says something about other facts: both are kept."""
    with desk.app.app_context():
        edit_project(one_project(changed), replace(RECORD, price_year=2024), by="loading")
        commit()
    assert step(desk, Role.REVIEWER, changed, "approved").status_code == 302
    after = content(desk, changed)
    assert (after.total_cost, after.price_year) == (Decimal(700_000), 2024)


def test_a_change_edited_under_the_reviewers_eyes_is_not_approved(desk: Desk, changed: str) -> None:
    with desk.app.app_context():
        seen = str(one_project(changed).version)
    assert save(desk, Role.EDITOR, changed, {"total_cost": ["9000000"]}).status_code == 302
    answer = step(desk, Role.REVIEWER, changed, "approved", version=seen)
    assert answer.status_code == 409
    assert "9000000" in answer.text
    assert content(desk, changed).total_cost == RECORD.total_cost


def test_without_a_waiting_change_there_is_no_step(desk: Desk) -> None:
    reference = desk.project(Publication.PUBLISHED)
    assert step(desk, Role.REVIEWER, reference, "approved").status_code == 404


@pytest.mark.parametrize("record", [RECORD, FULL], ids=["usual", "full"])
def test_a_record_survives_being_kept(record: ProjectRecord) -> None:
    bare = ProjectRecord(type_code="x", sector_code="x", stage_code="x", source_language="en")
    assert replace(bare, **values_of(differing_values(bare, record))) == record
