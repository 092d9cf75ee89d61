"""Two organisations become one, with everything, and two again, exactly."""

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Column, ForeignKey, Integer, Table, select
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.audit.models import AuditEntry
from registry.db import Base
from registry.leads.operations import withdraw
from registry.leads.queries import open_key
from registry.matching.models import Match, PartnerWords
from registry.partners.changes import changed_after
from registry.partners.checks.models import SanctionHit
from registry.partners.merging.models import DifferentPair
from registry.partners.merging.operations import merge, undo
from registry.partners.merging.policies import (
    CHOSEN,
    JOINED,
    MANDATE,
    POLICIES,
    UNTOUCHED,
    How,
    Side,
    without_policy,
)
from registry.partners.merging.queries import counts_of, keys_with, parts_of, pointing
from registry.partners.models import Partner
from registry.partners.offers.models import Offer
from registry.partners.operations import set_parent
from registry.refusals import Refusal, Stale
from tests.makers import make_inquiry
from tests.partners.doubles import cases_of, dump, evidence_of, make_doubles, make_hit

Db = scoped_session[Session]
ALL_OF_GONE = dict.fromkeys((*CHOSEN, MANDATE), Side.GONE)


def test_it_works(session: Db) -> None:
    two = make_doubles()
    kept, kept_id, gone_id, manager = two.kept, two.kept.id, two.gone.id, two.manager
    parts = {(str(part.label), part.how): part.count for part in parts_of(two.kept, two.gone)}
    assert (parts["People", How.MOVES], parts["Cases", How.MOVES], parts["Other names", How.ONCE]) == (1, 2, 2)
    assert [parts["Matches with projects", how] for how in (How.ONCE, How.REMADE)] == [2, 1]
    choices = {"name_original": Side.GONE, "website": Side.GONE, "abouts": Side.GONE}
    merge(kept, two.gone, choices=choices, by=manager)
    assert session.get(Partner, gone_id) is None
    assert not any(counts_of(gone_id).values())
    assert kept.names == (
        "China Agricultural University",
        "中国农业大学",
        "C.A.U.",
        f"Of {kept_id}",
        f"Of {gone_id}",
        "CAU",
    )
    assert "中国农业大学" in kept.name_key
    assert (kept.website, kept.note, kept.country) == ("https://www.cau.example.org", "Met in Nukus", "DE")
    assert (kept.abouts["zh"], kept.languages, kept.parent_id) == ("大学", [], None)
    assert len(kept.members) == 2
    assert {lead.project_id for lead in cases_of(kept)} == {project.id for project in two.projects[:3]}
    assert all(lead.open_key == open_key(lead.project_id, f"partner:{kept_id}") for lead in cases_of(kept))
    found = {match.project_id - two.projects[0].id: match.status for match in session.scalars(select(Match))}
    assert found == {0: "new", 1: "pinned", 2: "dismissed", 3: "pinned"}
    assert session.scalar(select(PartnerWords)) is None
    assert evidence_of(kept).count((two.projects[3].id, "dismissed")) == 1
    assert session.scalars(select(SanctionHit.entry_id).order_by(SanctionHit.entry_id)).all() == [
        "Q1",
        f"Q{kept_id}-own",
        f"Q{gone_id}-own",
    ]
    (pair,) = session.scalars(select(DifferentPair))
    assert (pair.first_id, pair.second_id) == (kept_id, two.third.id)
    assert session.scalars(select(Partner.parent_id).where(Partner.name == "Child")).one() == kept_id
    entries = session.execute(
        select(AuditEntry.subject_id, AuditEntry.changes).where(AuditEntry.action == "partner.merged")
    ).all()
    assert [subject for subject, _changes in entries] == [str(kept_id), str(gone_id)]
    assert entries[0][1]["website"] == [None, "https://www.cau.example.org"]
    assert [partner_id for partner_id, _number in changed_after(0)][-2:] == [kept_id, gone_id]


def test_two_open_cases_about_one_project_forbid_it(session: Db) -> None:
    two = make_doubles()
    user = session.scalars(select(User).where(User.email == "two@cau.example.org")).one()
    case = make_inquiry(two.projects[0], by=user).leads[0]
    mine, before = cases_of(two.kept)[0].number, dump()
    assert any(part.obstacle and case.number in part.obstacle for part in parts_of(two.kept, two.gone))
    with pytest.raises(Refusal, match=f"{mine} and {case.number}"):
        merge(two.kept, two.gone, choices={}, by=two.manager)
    assert dump() == before
    withdraw(case, by=user)
    merge(two.kept, two.gone, choices={}, by=two.manager)


@pytest.mark.parametrize(("ours", "theirs", "stays"), [("dismissed", "confirmed", 1), ("confirmed", "open", 0)])
def test_nobody_gets_off_a_sanctions_list(session: Db, ours: str, theirs: str, stays: int) -> None:
    two = make_doubles()
    session.add_all([make_hit(two.kept, "Q7", ours), make_hit(two.gone, "Q7", theirs)])
    session.flush()
    before = dump()
    merged = merge(two.kept, two.gone, choices={}, by=two.manager)
    state = session.scalars(select(SanctionHit.state).where(SanctionHit.entry_id == "Q7")).one()
    assert state == (ours, theirs)[stays]
    undo(merged, by=two.manager)
    assert dump() == before


def test_nobody_belongs_to_oneself(session: Db) -> None:
    two = make_doubles()
    child = session.scalars(select(Partner).where(Partner.name == "Child")).one()
    set_parent(two.gone, None, by=two.manager)
    set_parent(two.kept, child, by=two.manager)  # which belongs to the one that goes
    merge(two.kept, two.gone, choices={"parent_id": Side.KEPT}, by=two.manager)
    assert (two.kept.parent_id, child.parent_id) == (None, two.kept.id)


def test_the_real_outlives_the_demonstration(session: Db) -> None:
    two = make_doubles()
    two.kept.is_demo = True
    merge(two.kept, two.gone, choices={}, by=two.manager)
    assert not two.kept.is_demo


def test_later_changes_are_noticed(session: Db) -> None:
    two = make_doubles()
    offers = select(Offer).where(Offer.partner_id == two.gone.id)
    offer, version = session.scalars(offers).one(), session.scalars(offers).one().version
    with pytest.raises(Stale):
        merge(two.kept, two.gone, choices={}, by=two.manager, seen=(two.kept.version, two.gone.version - 1))
    merge(two.kept, two.gone, choices={}, by=two.manager, seen=(two.kept.version, two.gone.version))
    assert offer.version == version + 1, "whoever has it open is told"


def test_the_policy_names_every_column() -> None:
    assert pointing() == POLICIES.keys()
    columns = {*CHOSEN, *JOINED, *UNTOUCHED}
    assert columns == set(Partner.__table__.c.keys())
    for (name, column), policy in POLICIES.items():
        keys = len(keys_with(Base.metadata.tables[name], column))
        assert keys == {How.MOVES: 0}.get(policy.how, 1), f"{name}.{column}"


def test_a_column_without_a_policy_forbids_every_merge(session: Db) -> None:
    two = make_doubles()
    table = Table(
        "newcomers",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("partner_id", ForeignKey("partners.id")),
    )
    try:
        assert without_policy(pointing()) == ["newcomers.partner_id"]
        with pytest.raises(Refusal, match=r"newcomers\.partner_id"):
            merge(two.kept, two.gone, choices={}, by=two.manager)
    finally:
        Base.metadata.remove(table)
    assert session.get(Partner, two.gone.id) is not None
