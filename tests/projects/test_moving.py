"""Steps along the publication states, over HTTP: who may take which, what they ask for, what they leave behind."""

import pytest
from sqlalchemy import select

from registry.accounts.roles import GRANTS, STAFF_ROLES, Role
from registry.audit.models import AuditEntry
from registry.db import db, now
from registry.projects.lifecycle import Publication, find_move
from registry.projects.operations import TERM
from registry.projects.parts import ProjectEvent
from registry.projects.queries import history, one_project
from tests.projects.pages import Desk

OTHER_TITLE = {"en": {"title": "Saxaul nursery", "summary": "A million seedlings a year."}}


def test_it_works(desk: Desk) -> None:
    """The whole way, by three people."""
    reference = desk.own_project(Role.EDITOR)
    steps = [
        (Role.EDITOR, "submitted"),
        (Role.REVIEWER, "in_review"),
        (Role.REVIEWER, "approved"),
        (Role.MANAGER, "published"),
    ]
    for role, to in steps:
        assert desk.move(role, reference, to).status_code == 302, to
        assert desk.state(reference) == to
    assert desk.clients[Role.EDITOR].get(f"/en/projects/{reference}").status_code == 200


@pytest.mark.parametrize("state", list(Publication))
def test_the_table_says_who_may_take_which_step(desk: Desk, state: Publication) -> None:
    reference = desk.project(state)
    for to in Publication:
        move = find_move(state, to)
        for role in STAFF_ROLES if move else [Role.ADMIN]:
            may = move is not None and move.permission in GRANTS[role]
            answer = desk.move(role, reference, to, reason="other", note="Because of the test.")
            assert answer.status_code == (302 if may else 422), (role, to)
            assert desk.state(reference) is (to if may else state), (role, to)
            if may:
                desk.change(reference, publication_status=state.value, submitted_by_id=None)


def test_a_partner_or_somebody_not_signed_in_takes_no_step(desk: Desk) -> None:
    reference = desk.project(Publication.APPROVED)
    token = desk.token(desk.clients[Role.ADMIN])
    form = {"to": "published", "csrf_token": token}
    for client in (desk.partner, desk.app.test_client()):
        answer = client.post(f"/en/staff/projects/{reference}/move", data=form)
        assert answer.status_code in (302, 400, 404)
        assert desk.state(reference) is Publication.APPROVED


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (Publication.SUBMITTED, "in_review"),
        (Publication.IN_REVIEW, "approved"),
        (Publication.IN_REVIEW, "changes_requested"),
        (Publication.IN_REVIEW, "rejected"),
        (Publication.APPROVED, "published"),
        (Publication.APPROVED, "changes_requested"),
    ],
)
@pytest.mark.parametrize("part", ["author_id", "submitted_by_id"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_nobody_judges_what_they_wrote_or_submitted(
    desk: Desk, state: Publication, to: str, part: str, role: Role
) -> None:
    reference = desk.project(state)
    desk.change(reference, **{part: desk.cast.staff[role]})
    answer = desk.move(role, reference, to, reason="other", note="Because.")
    assert answer.status_code == 422
    assert "Somebody other than the author must take this step." in answer.text
    assert desk.state(reference) is state


@pytest.mark.parametrize(
    ("role", "state", "to"),
    [
        (Role.REVIEWER, Publication.IN_REVIEW, "changes_requested"),
        (Role.REVIEWER, Publication.IN_REVIEW, "rejected"),
        (Role.MANAGER, Publication.PUBLISHED, "suspended"),
        (Role.MANAGER, Publication.PUBLISHED, "archived"),
        (Role.MANAGER, Publication.SUSPENDED, "archived"),
    ],
)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"reason": "texts"},
        {"note": "Why."},
        {"reason": "texts", "note": "  "},
        {"reason": "x", "note": "Why."},
    ],
)
def test_taking_away_needs_a_reason_and_its_explanation(
    desk: Desk, role: Role, state: Publication, to: str, given: dict[str, str]
) -> None:
    reference = desk.project(state)
    assert desk.move(role, reference, to, **given).status_code == 422
    assert desk.state(reference) is state
    assert desk.move(role, reference, to, reason="texts", note="The need is unclear.").status_code == 302


def test_whoever_submits_again_says_what_changed(desk: Desk) -> None:
    reference = desk.project(Publication.CHANGES_REQUESTED)
    answer = desk.move(Role.EDITOR, reference, "submitted")
    assert answer.status_code == 422
    assert "Write what you changed." in answer.text
    assert desk.move(Role.EDITOR, reference, "submitted", note="The figures have a year.").status_code == 302


def test_what_the_stage_asks_for_must_be_there(desk: Desk) -> None:
    reference = desk.project(initiator=None)
    answer = desk.move(Role.EDITOR, reference, "submitted")
    assert answer.status_code == 422
    assert "Something is missing for this stage" in answer.text
    assert desk.state(reference) is Publication.DRAFT


def test_the_same_title_must_be_explained(desk: Desk) -> None:
    first = desk.project(Publication.PUBLISHED)
    reference = desk.project()
    answer = desk.move(Role.EDITOR, reference, "submitted")
    assert answer.status_code == 422
    assert first in answer.text
    assert desk.move(Role.EDITOR, reference, "submitted", note="Another district.").status_code == 302


@pytest.mark.parametrize(
    "other",
    [{"publication": Publication.ARCHIVED}, {"publication": Publication.REJECTED}, {"texts": OTHER_TITLE}],
)
def test_other_projects_do_not_look_like_the_same(desk: Desk, other: dict[str, object]) -> None:
    desk.project(**other)  # type: ignore[arg-type]
    assert desk.move(Role.EDITOR, desk.project(), "submitted").status_code == 302


def test_a_title_in_other_letters_is_the_same(desk: Desk) -> None:
    desk.project(texts={"ru": {"title": "КАПЕЛЬНОЕ  орошение хлопка", "summary": "Иначе."}})
    assert desk.move(Role.EDITOR, desk.project(), "submitted").status_code == 422


def test_a_step_leaves_an_event_and_an_audit_entry(desk: Desk) -> None:
    reference = desk.project(Publication.IN_REVIEW)
    desk.move(Role.REVIEWER, reference, "changes_requested", reason="figures", note="No price year.")
    with desk.app.app_context():
        event: ProjectEvent = history(one_project(reference))[0]
        assert (event.axis, event.from_state, event.to_state) == ("publication", "in_review", "changes_requested")
        assert (event.reason, event.note) == ("figures", "No price year.")
        assert event.by_id == desk.cast.staff[Role.REVIEWER]
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject_id, entry.reason) == ("project.moved", reference, "figures")
        assert entry.actor_id == desk.cast.staff[Role.REVIEWER]
        assert entry.changes == {"publication_status": ["in_review", "changes_requested"]}


def test_a_refused_step_leaves_nothing(desk: Desk) -> None:
    reference = desk.project(Publication.IN_REVIEW)

    def traces() -> tuple[int, int]:
        with desk.app.app_context():
            return len(history(one_project(reference))), len(list(db.session.scalars(select(AuditEntry))))

    before = traces()
    desk.move(Role.REVIEWER, reference, "changes_requested")
    assert traces() == before


def test_a_publication_lasts_a_year_and_a_renewal_another(desk: Desk) -> None:
    reference = desk.project(Publication.APPROVED)
    desk.move(Role.MANAGER, reference, "published")
    with desk.app.app_context():
        project = one_project(reference)
        assert project.expires_on == now().date() + TERM
        published_at = project.published_at
    desk.change(reference, publication_status="expired", expires_on=now().date())
    desk.move(Role.MANAGER, reference, "published")
    with desk.app.app_context():
        assert one_project(reference).expires_on == now().date() + TERM
        assert one_project(reference).published_at == published_at


def test_a_step_from_an_old_page_is_a_conflict(desk: Desk) -> None:
    reference = desk.project(Publication.SUBMITTED)
    assert desk.move(Role.REVIEWER, reference, "in_review", version="0").status_code == 409
    assert desk.state(reference) is Publication.SUBMITTED


def test_without_the_token_nothing_moves(desk: Desk) -> None:
    reference = desk.project(Publication.SUBMITTED)
    answer = desk.clients[Role.REVIEWER].post(f"/en/staff/projects/{reference}/move", data={"to": "in_review"})
    assert answer.status_code == 400
    assert desk.state(reference) is Publication.SUBMITTED
