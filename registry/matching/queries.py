"""Finding matches, weights and evidence."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from registry.db import db
from registry.matching.models import Evidence, Invited, Match, WeightSet
from registry.matching.scoring import Criterion, Weights
from registry.matching.statuses import SPEAKS_FOR, EvidenceKind, MatchStatus
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.refusals import NotFound


def present_weights() -> Weights:
    """The weights that count: the newest version."""
    return weights_of(newest_weights())


def newest_weights() -> WeightSet:
    """The newest version of the weights; there is one from the first start on."""
    return db.session.scalars(select(WeightSet).order_by(WeightSet.version.desc()).limit(1)).one()


def weights_of(kept: WeightSet) -> Weights:
    """A version of the weights as the scorer takes it; a criterion it does not know yet counts nothing."""
    return Weights(kept.version, {criterion: kept.tenths.get(criterion.value, 0) for criterion in Criterion})


def weight_versions() -> list[WeightSet]:
    """All versions, newest first."""
    query = select(WeightSet).options(joinedload(WeightSet.by)).order_by(WeightSet.version.desc())
    return list(db.session.scalars(query))


def count_weights() -> int:
    """How many versions there are."""
    return db.session.scalar(select(func.count()).select_from(WeightSet)) or 0


def find_match(partner_id: int, project_id: int) -> Match | None:
    """The stored match of the two."""
    return db.session.get(Match, (partner_id, project_id))


def stored_for_partner(partner_id: int, project_ids: Collection[int] | None = None) -> dict[int, Match]:
    """project id -> stored match of a partner."""
    query = select(Match).where(Match.partner_id == partner_id)
    if project_ids is not None:
        query = query.where(Match.project_id.in_(project_ids))
    return {match.project_id: match for match in db.session.scalars(query)}


def stored_for_project(project_id: int, partner_ids: Collection[int] | None = None) -> dict[int, Match]:
    """partner id -> stored match of a project."""
    query = select(Match).where(Match.project_id == project_id)
    if partner_ids is not None:
        query = query.where(Match.partner_id.in_(partner_ids))
    return {match.partner_id: match for match in db.session.scalars(query)}


def with_status(partner_id: int, status: MatchStatus) -> list[Match]:
    """A partner's matches of one status, newest first."""
    query = select(Match).where(Match.partner_id == partner_id, Match.status == status.value)
    query = query.options(joinedload(Match.project).selectinload(Project.texts))
    return list(db.session.scalars(query.order_by(Match.status_at.desc(), Match.project_id)))


def new_matches(partner_id: int, since: datetime, most: int) -> list[Match]:
    """Stored matches found since then that nobody looked at and nothing rules out, best first."""
    query = (
        select(Match)
        .where(Match.partner_id == partner_id, Match.status == MatchStatus.NEW.value, Match.found_at > since)
        .order_by(Match.tenths.desc(), Match.project_id.desc())
        .limit(most)
    )
    return [match for match in db.session.scalars(query) if not match.ruled_out]


def evidence_of(partner_id: int, most: int) -> list[Evidence]:
    """What an organisation did with projects, newest first."""
    query = select(Evidence).where(Evidence.partner_id == partner_id)
    return list(db.session.scalars(query.order_by(Evidence.at.desc(), Evidence.id.desc()).limit(most)))


def evidence_by_partner(most: int) -> dict[int, list[tuple[int, bool]]]:
    """partner id -> (project id, whether it speaks for projects like it), the newest so many of each partner."""
    query = select(Evidence.partner_id, Evidence.project_id, Evidence.kind)
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for partner_id, project_id, kind in db.session.execute(query.order_by(Evidence.at.desc(), Evidence.id.desc())):
        if len(found[partner_id]) < most:
            found[partner_id].append((project_id, EvidenceKind(kind) in SPEAKS_FOR))
    return dict(found)


def joined_projects(partner_ids: Collection[int]) -> dict[int, set[int]]:
    """partner id -> projects it registered interest in or signed an agreement about."""
    kinds = [kind.value for kind in SPEAKS_FOR]
    query = select(Evidence.partner_id, Evidence.project_id).where(Evidence.kind.in_(kinds))
    if len(partner_ids) == 1:
        query = query.where(Evidence.partner_id.in_(partner_ids))
    found: dict[int, set[int]] = defaultdict(set)
    for partner_id, project_id in db.session.execute(query):
        found[partner_id].add(project_id)
    return dict(found)


def joined_partners(project_id: int) -> list[int]:
    """Organisations that registered interest in a project or signed an agreement about it."""
    kinds = [kind.value for kind in SPEAKS_FOR]
    query = select(Evidence.partner_id).where(Evidence.project_id == project_id, Evidence.kind.in_(kinds))
    return list(db.session.scalars(query.distinct()))


def last_evidence() -> int:
    """The newest piece of evidence; 0 where there is none."""
    return db.session.scalar(select(func.max(Evidence.id))) or 0


def partners_by_id(ids: Iterable[int]) -> dict[int, Partner]:
    """Organisations with their people."""
    query = select(Partner).where(Partner.id.in_(list(ids))).options(selectinload(Partner.members))
    return {partner.id: partner for partner in db.session.scalars(query)}


def invitations_to(project_id: int) -> dict[int, Invited]:
    """partner id -> the last invitation to look at a project."""
    query = select(Invited).where(Invited.project_id == project_id).options(joinedload(Invited.by))
    return {invited.partner_id: invited for invited in db.session.scalars(query.order_by(Invited.id))}


def invitations_since(partner_id: int, moment: datetime) -> int:
    """How often an organisation was invited since then."""
    query = select(func.count()).where(Invited.partner_id == partner_id, Invited.at >= moment)
    return db.session.scalar(query) or 0


def published_project(project_id: int) -> Project:
    """A published project; raises NotFound."""
    project = db.session.get(Project, project_id)
    if project is None or not project.is_published:
        raise NotFound
    return project
