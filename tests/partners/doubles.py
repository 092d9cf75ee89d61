"""One organisation registered twice, with everything that can point to either."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.cooperation.activities.operations import ActivityPlan, add_activity
from registry.cooperation.agreements.operations import Terms, add_agreement
from registry.cooperation.visits.operations import VisitPlan, add_member, add_visit
from registry.db import Base, db
from registry.leads.models import Lead
from registry.matching.models import Evidence, Invited, Match, PartnerWords
from registry.matching.operations import note_evidence
from registry.matching.statuses import EvidenceKind
from registry.partners.checks.models import Check, SanctionHit
from registry.partners.mandates.operations import save_mandate
from registry.partners.mandates.records import MandateRecord
from registry.partners.merging.operations import mark_different
from registry.partners.models import OtherName, Partner
from registry.partners.operations import Organisation, add_partner, set_parent
from registry.partners.people import invite
from registry.partners.queries import partner_of
from registry.partners.standing import MemberRole
from registry.projects.models import Project
from tests.makers import make_inquiry, make_partner_user, make_project, make_staff
from tests.partners.offering import make_offer

MOMENT = datetime(2026, 11, 3, 4, 5, 6, 789012, UTC)
#: Tables that go on whatever is undone.
GOING_ON = {"audit_entries", "counters", "partner_changes", "partner_merges"}


@dataclass
class Doubles:
    """Two that are one, a third beside them, who merges, and projects."""

    kept: Partner
    gone: Partner
    third: Partner
    manager: User
    projects: list[Project]


def make_doubles() -> Doubles:
    """To be called inside an application context."""
    manager = make_staff(Role.MANAGER)
    kept_user = make_partner_user("China Agricultural University", "one@cau.example.org")
    gone_user = make_partner_user("CAU", "two@cau.example.org")
    third = add_partner(Organisation("Third", "KZ", "ngo"), by="tests")
    projects = [make_project() for _number in range(4)]
    made = Doubles(partner_of(kept_user), partner_of(gone_user), third, manager, projects)
    _describe(made)
    for user, partner in ((kept_user, made.kept), (gone_user, made.gone)):
        make_offer(user, titles={"en": partner.name}, texts={"en": "Lines"}, valid_until=date(2030, 1, 2))
        address = f"colleague-{partner.id}@example.org"
        invite(partner, email=address, name="Colleague", role=MemberRole.EDITOR, language="zh", by=user)
        _say_what_is_sought(partner)
        _check(partner, manager)
    make_inquiry(projects[0], by=kept_user)
    make_inquiry(projects[1], projects[2], by=gone_user, amount=Decimal("1250000.50"), currency="USD")
    _match(made)
    _cooperate(made)
    db.session.flush()
    db.session.expire_all()
    return made


def _describe(made: Doubles) -> None:
    kept, gone = made.kept, made.gone
    child = add_partner(Organisation("Child", "CN", "ngo"), by="tests")
    set_parent(gone, kept, by=made.manager)
    set_parent(child, gone, by=made.manager)
    gone.name_original, gone.website, gone.note = "中国农业大学", "https://www.cau.example.org", "Met in Nukus"
    gone.languages, gone.abouts = ["zh", "en"], {"zh": "大学", "en": "A university"}
    gone.confirmed_on = date(2026, 5, 6)
    for partner in (kept, gone):
        for name in ("C.A.U.", f"Of {partner.id}"):
            partner.other_names.append(OtherName(name=name))
    mark_different(made.third, gone, by=made.manager)
    mark_different(kept, gone, by=made.manager)
    db.session.flush()


def _say_what_is_sought(partner: Partner) -> None:
    sought = MandateRecord(
        sectors=("water_saving",),
        currency="USD",
        ticket_min=Decimal("1000.50") + partner.id,
        return_from=Decimal("3.1234"),
        needs={"ru": "Капельное орошение", "en": "Drip \u2028 lines"},
    )
    save_mandate(partner, sought, by="tests")
    words = PartnerWords(partner_id=partner.id, terms={"капля": 0.1 + 0.2, "drip": 1e-17}, written_at=MOMENT)
    words.mark = "a mark"
    db.session.add(words)


def _check(partner: Partner, manager: User) -> None:
    about: dict[str, Any] = {"partner_id": partner.id, "checked_on": date(2026, 1, 2), "checked_by_id": manager.id}
    db.session.add(Check(kind="registration", outcome="cleared", due_on=date(2027, 1, 2), **about))
    for entry in ("Q1", f"Q{partner.id}-own"):
        db.session.add(make_hit(partner, entry))


def make_hit(partner: Partner, entry: str, state: str = "open") -> SanctionHit:
    return SanctionHit(
        partner_id=partner.id,
        entry_id=entry,
        entry_name="Somebody",
        dataset="a list",
        partner_name=partner.name,
        way="similar",
        likeness=91,
        state=state,
        found_at=MOMENT,
    )


def _cooperate(made: Doubles) -> None:
    visit = add_visit(VisitPlan("A visit", "CN", date(2026, 5, 6), date(2026, 5, 7)), by=made.manager)
    sides = [(partner.name, partner) for partner in (made.kept, made.gone)]
    add_agreement(Terms("mou", "A memorandum", "CN"), parties=sides, by=made.manager)
    for partner in (made.kept, made.gone):
        add_member(visit, name="A", organisation=partner.name, language="zh", partner=partner, by=made.manager)
        add_activity(ActivityPlan("joint_project", "A trial", "CN"), partner=partner, by=made.manager)


def _match(made: Doubles) -> None:
    kept, gone, ids = made.kept.id, made.gone.id, [project.id for project in made.projects]
    statuses = [(kept, 0, "new"), (kept, 1, "new"), (kept, 2, "dismissed"), (kept, 3, "pinned")]
    statuses += [(gone, 0, "new"), (gone, 1, "pinned"), (gone, 2, "seen")]
    for partner_id, place, status in statuses:
        match = Match(partner_id=partner_id, project_id=ids[place], status=status, found_at=MOMENT)
        match.tenths, match.confidence, match.ruled_out, match.weights_version = 700 + partner_id, 80, ["stage"], 1
        match.parts, match.scored_at = {"sector": [3, 250], "place": [1, 50]}, MOMENT
        db.session.add(match)
        invited = Invited(partner_id=partner_id, project_id=ids[place], by_id=made.manager.id, at=MOMENT)
        invited.recipients = [1, 2]
        db.session.add(invited)
    db.session.flush()
    for partner_id in (kept, gone):
        note_evidence(partner_id, ids[3], EvidenceKind.DISMISSED)


def dump() -> dict[str, list[str]]:
    """Every row of every table, as the database gives it."""
    return {
        table.name: sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
        if table.name not in GOING_ON
    }


def cases_of(partner: Partner) -> list[Lead]:
    """The cases with this organisation's key."""
    key = f"partner:{partner.id}"
    return list(db.session.scalars(select(Lead).where(Lead.organisation_key == key).order_by(Lead.id)))


def evidence_of(partner: Partner) -> list[tuple[int, str]]:
    """Project and kind of what an organisation did."""
    query = select(Evidence.project_id, Evidence.kind).where(Evidence.partner_id == partner.id)
    return [(project_id, kind) for project_id, kind in db.session.execute(query.order_by(Evidence.id))]
