"""Scoring again, and what people do with matches."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.matching.fitting import Fit, fits_with
from registry.matching.messages import please_look
from registry.matching.models import Evidence, Invited, Match, WeightSet
from registry.matching.queries import (
    count_weights,
    find_match,
    invitations_since,
    invitations_to,
    newest_weights,
    stored_for_partner,
    stored_for_project,
)
from registry.matching.scoring import Criterion, check_weights
from registry.matching.statuses import Dismissal, EvidenceKind, MatchStatus
from registry.notifications.operations import queue
from registry.partners.changes import note_change
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.refusals import NotFound, Refusal

#: Matches kept for each side.
MOST = 20
#: How often one organisation may be invited, and how soon again to the same project.
MOST_INVITATIONS, INVITATION_PERIOD = 5, timedelta(days=7)
INVITED_AGAIN_AFTER = timedelta(days=90)


def save_weights(tenths: Mapping[Criterion, int], *, note: str, by: User | None) -> WeightSet:
    """A new version of the weights, which counts from now on; raises Refusal."""
    check_weights(tenths)
    version = count_weights() + 1
    before = newest_weights().tenths if version > 1 else {}
    kept = WeightSet(
        version=version,
        tenths={criterion.value: tenths[criterion] for criterion in Criterion},
        note=note,
        made_at=now(),
        by_id=by.id if by else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError:
        raise Refusal(_("Somebody else has just changed the weights. Look at them, then decide anew.")) from None
    record(
        "matching.weights_changed",
        subject=("weights", version),
        by=by or "system",
        changes={"tenths": [before, kept.tenths]},
    )
    return kept


def store_for_partner(partner_id: int, found: Sequence[Fit], again: Sequence[Fit]) -> None:
    """Keep the best projects of an organisation; `again` are matches that people did something with."""
    kept = stored_for_partner(partner_id)
    _store([*found, *again], {(partner_id, project_id): match for project_id, match in kept.items()})
    fresh = {fit.project_id for fit in found}
    for project_id, match in kept.items():
        if project_id not in fresh and match.state is MatchStatus.NEW:
            db.session.delete(match)
    db.session.flush()


def store_for_project(project_id: int, found: Sequence[Fit]) -> None:
    """Keep the best organisations of a project."""
    kept = stored_for_project(project_id)
    _store(found, {(partner_id, project_id): match for partner_id, match in kept.items()})


def _store(found: Iterable[Fit], kept: Mapping[tuple[int, int], Match]) -> None:
    """What people did with a match stays."""
    moment = now()
    for fit in found:
        match = kept.get((fit.partner_id, fit.project_id))
        if match is None:
            match = Match(partner_id=fit.partner_id, project_id=fit.project_id, found_at=moment)
            match.status = MatchStatus.NEW.value
            db.session.add(match)
        for name, value in columns_of(fit, moment).items():
            setattr(match, name, value)
    db.session.flush()


def columns_of(fit: Fit, moment: datetime) -> dict[str, Any]:
    """What is kept of a scoring."""
    return {
        "tenths": fit.tenths,
        "confidence": fit.confidence,
        "ruled_out": list(fit.ruled_out),
        "parts": {criterion.value: list(part) for criterion, part in fit.parts.items()},
        "weights_version": fit.weights_version,
        "scored_at": moment,
    }


def set_status(
    partner: Partner,
    project: Project,
    status: MatchStatus,
    *,
    by: User,
    reason: Dismissal | None = None,
    note: str | None = None,
) -> Match:
    """Say what becomes of a match; it survives every new scoring. A dismissal needs a reason and is evidence."""
    if status is MatchStatus.DISMISSED and reason is None:
        raise Refusal(_("Choose why it does not fit."), "reason")
    match = find_match(partner.id, project.id) or _new_match(partner, project)
    before = match.status
    match.status, match.reason, match.note = status.value, reason.value if reason else None, note
    match.status_by_id, match.status_at = by.id, now()
    db.session.flush()
    if status is MatchStatus.DISMISSED:
        note_evidence(partner.id, project.id, EvidenceKind.DISMISSED)
    elif before == MatchStatus.DISMISSED.value:
        forget_evidence(partner.id, project.id, EvidenceKind.DISMISSED)
    if before != status.value:
        changes = {"status": [before, status.value], "project": [None, project.reference]}
        record("match.status", subject=("partner", partner.id), by=by, changes=changes, reason=match.reason)
    return match


def _new_match(partner: Partner, project: Project) -> Match:
    fits = fits_with(partner.id, [project.id])
    if not fits:
        raise NotFound
    _store(fits, {})
    return db.session.get_one(Match, (partner.id, project.id))


def note_evidence(partner_id: int, project_id: int, kind: EvidenceKind) -> None:
    """Write down what an organisation did with a project; the same again changes nothing."""
    known = select(Evidence.id).where(
        Evidence.partner_id == partner_id, Evidence.project_id == project_id, Evidence.kind == kind.value
    )
    if db.session.scalar(known) is None:
        db.session.add(Evidence(partner_id=partner_id, project_id=project_id, kind=kind.value, at=now()))
        db.session.flush()
        note_change(partner_id)


def forget_evidence(partner_id: int, project_id: int, kind: EvidenceKind) -> None:
    """What was written down by mistake, or is taken back."""
    db.session.execute(
        delete(Evidence).where(
            Evidence.partner_id == partner_id, Evidence.project_id == project_id, Evidence.kind == kind.value
        )
    )
    note_change(partner_id)


def invite(partner: Partner, project: Project, *, by: User) -> Invited:
    """Ask the people of an organisation, in their languages, to look at a project; logged, and not too often."""
    readers = [member.user for member in partner.members if member.user.is_active]
    if not readers:
        raise Refusal(_("Nobody has an account for this organisation. Write to it another way."))
    last = invitations_to(project.id).get(partner.id)
    if last is not None and last.at > now() - INVITED_AGAIN_AFTER:
        raise Refusal(_("This organisation was invited to look at this project already."))
    if invitations_since(partner.id, now() - INVITATION_PERIOD) >= MOST_INVITATIONS:
        raise Refusal(
            _(
                "This organisation was invited %(number)s times within a week. Wait a little.",
                number=MOST_INVITATIONS,
            )
        )
    if not project.takes_interest(now().date()):
        raise Refusal(_("Project %(reference)s takes no new interest.", reference=project.reference))
    invited = Invited(
        partner_id=partner.id,
        project_id=project.id,
        by_id=by.id,
        at=now(),
        recipients=[reader.id for reader in readers],
    )
    db.session.add(invited)
    db.session.flush()
    for reader in readers:
        queue(to=reader.email, language=reader.language, message=please_look(project, reader.language))
    changes = {"project": [None, project.reference]}
    record("match.invited", subject=("partner", partner.id), by=by, changes=changes)
    return invited
