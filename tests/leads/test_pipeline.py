"""The table of a case's states: every state leads on, and what partners read follows from it."""

import pytest

from registry.accounts.roles import GRANTS, Permission, Role
from registry.leads.pipeline import (
    ENDED,
    MOVES,
    OPEN,
    PARTNER_LABELS,
    WITHDRAWABLE,
    Actor,
    LeadStatus,
    PartnerLabel,
    find_move,
)


def test_every_state_has_a_label_for_the_partner_and_a_way_on() -> None:
    assert set(PARTNER_LABELS) == set(MOVES) == set(LeadStatus)
    assert all(MOVES[status] for status in LeadStatus)
    assert set(PARTNER_LABELS.values()) == set(PartnerLabel)


def test_every_state_can_be_reached() -> None:
    reached, found = {LeadStatus.DRAFT}, {LeadStatus.DRAFT}
    while found:
        found = {move.to for status in found for move in MOVES[status]} - reached
        reached |= found
    assert reached == set(LeadStatus)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_an_ended_case_is_only_reopened_by_who_may_and_with_a_note(status: LeadStatus) -> None:
    for move in MOVES[status]:
        assert move.permission is Permission.LEADS_REOPEN
        assert move.needs_note
        assert move.to in OPEN


@pytest.mark.parametrize("status", sorted({LeadStatus.DECLINED, LeadStatus.OWNER_DECLINED, LeadStatus.LOST}))
def test_whoever_closes_a_case_gives_a_reason(status: LeadStatus) -> None:
    leading = [move for moves in MOVES.values() for move in moves if move.to is status]
    assert leading
    assert all(move.reasons for move in leading)


def test_partners_withdraw_until_an_agreement_is_signed() -> None:
    for status in LeadStatus:
        move = find_move(status, LeadStatus.WITHDRAWN)
        assert (move is not None and move.actor is Actor.PARTNER) == (status in WITHDRAWABLE)
    assert LeadStatus.NEGOTIATION in WITHDRAWABLE
    assert LeadStatus.AGREEMENT_SIGNED not in WITHDRAWABLE


def test_who_reads_cases_but_takes_no_steps() -> None:
    assert Permission.LEADS_REVIEW not in GRANTS[Role.DIRECTOR]
    assert Permission.LEADS_REVIEW in GRANTS[Role.REVIEWER]
    assert Permission.LEADS_REOPEN not in GRANTS[Role.REVIEWER]
