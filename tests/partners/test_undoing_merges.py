"""A merge is undone exactly, or not at all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.db import Base, commit, db
from registry.leads.operations import advance, withdraw
from registry.leads.queries import open_key
from registry.matching.models import PartnerWords
from registry.partners.mandates.models import Mandate
from registry.partners.merging.encoding import decode, encode
from registry.partners.merging.models import Merge
from registry.partners.merging.operations import PARTNERS, merge, undo
from registry.partners.merging.policies import (
    CHOSEN,
    MANDATE,
    Side,
)
from registry.partners.merging.queries import counts_of, pointing, rows_of
from registry.partners.models import Member, Partner
from registry.partners.operations import Organisation, add_partner, edit_partner, organisation_of
from registry.partners.people import remove_member
from registry.refusals import Refusal
from registry.upkeep.deliveries import follow_matches
from tests.makers import make_inquiry
from tests.partners.doubles import cases_of, dump, make_doubles, make_hit

Db = scoped_session[Session]
ALL_OF_GONE = dict.fromkeys((*CHOSEN, MANDATE), Side.GONE)


@pytest.mark.parametrize("choices", [{}, ALL_OF_GONE, {"name": Side.GONE}, {MANDATE: Side.GONE}])
def test_undoing_restores_every_row(session: Db, choices: dict[str, Side]) -> None:
    two = make_doubles()
    two.kept.name_key = "an older way of making keys"
    session.flush()
    before = dump()
    merged = merge(two.kept, two.gone, choices=choices, by=two.manager)
    assert dump() != before
    merged = session.scalars(select(Merge).execution_options(populate_existing=True)).one()
    undo(merged, by=two.manager)
    assert dump() == before
    with pytest.raises(Refusal):
        undo(merged, by=two.manager)


def test_merges_are_undone_the_last_one_first(session: Db) -> None:
    two = make_doubles()
    kept_id, third_id, before = two.kept.id, two.third.id, dump()
    first = merge(two.kept, two.gone, choices={}, by=two.manager)
    second = merge(two.third, session.get_one(Partner, kept_id), choices=ALL_OF_GONE, by=two.manager)
    assert counts_of(third_id)["partner_members", "partner_id"] == 2
    with pytest.raises(Refusal, match="itself merged"):
        undo(first, by=two.manager)
    undo(second, by=two.manager)
    undo(first, by=two.manager)
    assert dump() == before


def test_what_came_since_stays(session: Db) -> None:
    two = make_doubles()
    kept, kept_id, gone_id = two.kept, two.kept.id, two.gone.id
    gone_row = rows_of(PARTNERS, "id", gone_id)
    merged = merge(kept, two.gone, choices={MANDATE: Side.GONE}, by=two.manager)
    newer = add_partner(Organisation("Registered later", "DE", "ngo"), by="tests")
    assert newer.id != gone_id, "an id must never be given out again"
    session.add(make_hit(newer, "Q1"))
    user = session.scalars(select(User).where(User.email == "two@cau.example.org")).one()
    closed, opened = cases_of(kept)[1:]
    withdraw(closed, by=user)
    advance(opened, to="screening", by=two.manager)
    content = organisation_of(kept)
    content = replace(content, languages=("ru",), other_names=(*content.other_names, "Added later"))
    edit_partner(kept, content, by=two.manager, seen=None)
    make_inquiry(two.projects[3], by=user)
    undo(merged, by=two.manager)
    assert kept.languages == ["ru"]
    assert {"added", "later"} < set(kept.name_key.split())
    assert "cau" not in kept.name_key.split()
    assert rows_of(PARTNERS, "id", gone_id) == gone_row
    theirs = cases_of(session.get_one(Partner, gone_id))
    assert [lead.open_key for lead in theirs] == [None, open_key(opened.project_id, f"partner:{gone_id}")]
    assert [lead.project_id for lead in cases_of(kept)] == [two.projects[0].id, two.projects[3].id]
    least = session.scalars(select(Mandate.ticket_min).order_by(Mandate.partner_id)).all()
    assert least == [Decimal("1000.5") + kept_id, Decimal("1000.5") + gone_id]


def test_a_case_that_was_opened_again_is_its_own_organisations(session: Db) -> None:
    two = make_doubles()
    case = cases_of(two.gone)[0]
    withdraw(case, by=session.scalars(select(User).where(User.email == "two@cau.example.org")).one())
    gone_id, merged = two.gone.id, merge(two.kept, two.gone, choices={}, by=two.manager)
    advance(case, to="screening", note="After all", by=two.manager)
    assert case.open_key == open_key(case.project_id, f"partner:{two.kept.id}")
    undo(merged, by=two.manager)
    assert case.open_key == open_key(case.project_id, f"partner:{gone_id}")


def test_the_worker_in_between_is_no_obstacle(app: Flask) -> None:
    """What is worked out anew is put back as it was, and then worked out anew."""
    with app.app_context():
        two = make_doubles()
        kept_id, gone_id, before = two.kept.id, two.gone.id, dump()
        merge_id = merge(two.kept, two.gone, choices={MANDATE: Side.GONE}, by=two.manager).id
        commit()
        follow_matches()
        assert {words.partner_id for words in db.session.scalars(select(PartnerWords))} == {kept_id}
        manager = db.session.scalars(select(User).where(User.role == Role.MANAGER.value)).one()
        undo(db.session.get_one(Merge, merge_id), by=manager)
        after = dump()
        assert {name for name in after if after[name] != before[name]} <= {"matches"}
        assert after["match_words"] == before["match_words"]
        commit()
        follow_matches()
        assert {words.partner_id for words in db.session.scalars(select(PartnerWords))} == {kept_id, gone_id}


def test_what_was_moved_and_changed_since_is_not_undone(session: Db) -> None:
    two = make_doubles()
    kept = two.kept
    merged = merge(kept, two.gone, choices={}, by=two.manager)
    moved = session.scalars(select(Member).where(Member.partner_id == kept.id).order_by(Member.id)).all()[-1]
    remove_member(kept, moved, by=two.manager)
    before = dump()
    with pytest.raises(Refusal, match="People"):
        undo(merged, by=two.manager)
    assert dump() == before
    assert merged.undone_at is None


def test_a_field_that_was_chosen_and_changed_since_is_not_undone(session: Db) -> None:
    two = make_doubles()
    merged = merge(two.kept, two.gone, choices={"website": Side.GONE}, by=two.manager)
    two.kept.website = "https://example.org"
    session.flush()
    with pytest.raises(Refusal, match="Organisation"):
        undo(merged, by=two.manager)


def test_every_value_can_be_kept(session: Db) -> None:
    two = make_doubles()
    for name, column in pointing():
        table = Base.metadata.tables[name]
        rows = rows_of(table, column, two.gone.id)
        assert rows or column == "first_id", name
        assert [decode(table, encode(row)) for row in rows] == rows
