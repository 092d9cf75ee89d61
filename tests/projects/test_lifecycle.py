"""The table of publication states and steps, by itself."""

from itertools import pairwise

import pytest

from registry.accounts.roles import GRANTS, STAFF_ROLES, Permission, Role
from registry.languages import LANGUAGES, use_language
from registry.projects.lifecycle import (
    EDITABLE,
    FORMER,
    MATERIAL,
    MOVES,
    OPEN_FUNDING,
    DocumentKind,
    DocumentState,
    Evidence,
    Exactness,
    Funding,
    Move,
    Publication,
    Reason,
    SocialCategory,
    find_move,
)
from registry.projects.records import COLUMNS, PARTS

ALL_MOVES = [(state, move) for state, moves in MOVES.items() for move in moves]
ENUMERATIONS = (Publication, Funding, Evidence, Exactness, DocumentKind, DocumentState, SocialCategory, Reason)

#: The way a record takes when all goes well.
THE_WAY = ("draft", "submitted", "in_review", "approved", "published")


def test_it_works() -> None:
    for state, to in pairwise(THE_WAY):
        assert find_move(state, to) is not None, (state, to)


def test_every_state_has_its_steps_listed() -> None:
    assert set(MOVES) == set(Publication)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, left = set(), [Publication.DRAFT]
    while left:
        state = left.pop()
        if state not in reached:
            reached.add(state)
            left += [Publication(move.to) for move in MOVES[state]]
    # A published record expires by the calendar, not by anybody's step.
    assert reached | {Publication.EXPIRED} == set(Publication)


def test_only_an_archived_record_stays_where_it_is() -> None:
    assert [state for state, moves in MOVES.items() if not moves] == [Publication.ARCHIVED]


def test_no_state_has_two_steps_to_the_same_state_or_one_to_itself() -> None:
    for state, moves in MOVES.items():
        targets = [move.to for move in moves]
        assert len(targets) == len(set(targets))
        assert state not in targets


def test_a_state_can_not_be_skipped() -> None:
    assert find_move("draft", "published") is None
    assert find_move("draft", "approved") is None
    assert find_move("submitted", "approved") is None
    assert find_move("submitted", "published") is None
    assert find_move("in_review", "published") is None
    assert find_move("changes_requested", "approved") is None
    assert find_move("rejected", "published") is None


def test_an_unknown_target_is_no_step() -> None:
    assert find_move("draft", "no such state") is None


@pytest.mark.parametrize(("state", "move"), ALL_MOVES)
def test_whatever_judges_a_record_is_taken_by_another_person(state: Publication, move: Move) -> None:
    assert find_move(state, move.to) is move
    judges = move.to in (
        Publication.IN_REVIEW,
        Publication.APPROVED,
        Publication.CHANGES_REQUESTED,
        Publication.REJECTED,
    )
    publishes_anew = state is Publication.APPROVED and move.to is Publication.PUBLISHED
    assert move.by_another is (judges or publishes_anew)


def test_steps_that_take_something_away_need_a_reason() -> None:
    taking = {Publication.CHANGES_REQUESTED, Publication.REJECTED, Publication.SUSPENDED, Publication.ARCHIVED}
    assert all(move.needs_reason is (move.to in taking) for _state, move in ALL_MOVES)


def test_only_a_second_submission_needs_an_answer() -> None:
    answering = [(state, move.to) for state, move in ALL_MOVES if move.needs_answer]
    assert answering == [(Publication.CHANGES_REQUESTED, Publication.SUBMITTED)]


def test_who_may_take_which_step() -> None:
    def may(role: Role) -> set[str]:
        return {f"{state}>{move.to}" for state, move in ALL_MOVES if move.permission in GRANTS[role]}

    assert may(Role.EDITOR) == {"draft>submitted", "changes_requested>submitted", "rejected>draft"}
    assert may(Role.REVIEWER) == {
        "submitted>in_review",
        "in_review>approved",
        "in_review>changes_requested",
        "in_review>rejected",
        "approved>changes_requested",
    }
    assert may(Role.DIRECTOR) == may(Role.PARTNER) == set()
    assert may(Role.MANAGER) == may(Role.ADMIN) == {f"{state}>{move.to}" for state, move in ALL_MOVES}


def test_every_step_can_be_taken_by_somebody() -> None:
    for _state, move in ALL_MOVES:
        assert any(move.permission in GRANTS[role] for role in STAFF_ROLES)


def test_a_record_under_review_cannot_be_edited() -> None:
    assert not EDITABLE & {Publication.SUBMITTED, Publication.IN_REVIEW, Publication.APPROVED}
    assert Publication.ARCHIVED not in EDITABLE


def test_former_records_are_not_published_ones() -> None:
    assert frozenset({Publication.EXPIRED, Publication.ARCHIVED}) == FORMER


def test_interest_is_taken_only_while_money_is_sought() -> None:
    assert frozenset({Funding.SEEKING, Funding.PART_FUNDED}) == OPEN_FUNDING


def test_material_fields_exist() -> None:
    assert set(COLUMNS) | PARTS >= MATERIAL
    assert {"total_cost", "stage_code", "districts", "initiator"} <= MATERIAL


@pytest.mark.parametrize("kind", ENUMERATIONS)
def test_every_code_has_a_label_of_its_own_in_each_language(kind: type[Publication]) -> None:
    for language in LANGUAGES:
        with use_language(language):
            labels = [str(member.label) for member in kind]
        assert all(labels)
        assert len(labels) == len(set(labels)), (kind, language)


def test_passing_a_gate_is_for_managers() -> None:
    granted = {role for role in Role if Permission.PROJECTS_BYPASS_GATES in GRANTS[role]}
    assert granted == {Role.MANAGER, Role.ADMIN}
