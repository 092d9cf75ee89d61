"""Changes to a project: put at once, or kept beside the approved version until somebody else approves them."""

from dataclasses import replace

from sqlalchemy.orm.attributes import flag_modified

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.projects.contents import content_of, put_content
from registry.projects.lifecycle import Move, Reason, Revision, find_revision_move
from registry.projects.models import Project
from registry.projects.parts import ProjectEvent, ProjectRevision
from registry.projects.plain_records import differing_values, values_of
from registry.projects.queries import find_revision
from registry.projects.records import ProjectRecord, changes_between
from registry.refusals import NotFound, Refusal


def latest_content(project: Project) -> ProjectRecord:
    """What the project says with the change that waits, if one does: what its editors go on from."""
    content, revision = content_of(project), find_revision(project)
    return replace(content, **values_of(revision.values)) if revision else content


def put_change(
    project: Project, content: ProjectRecord, *, by: User | str, note: str | None = None
) -> dict[str, list[object]]:
    """Make the project say this from now on; returns what changed, field -> [before, after]."""
    before = content_of(project)
    changes = changes_between(before, content)
    if not changes:
        return {}
    put_content(project, content)
    project.updated_at = now()
    db.session.flush()
    subject = ("project", project.reference)
    edited = {name: pair for name, pair in changes.items() if name != "stage_code"}
    if edited:
        record("project.edited", subject=subject, by=by, changes=edited)
    if content.stage_code != before.stage_code:
        db.session.refresh(project, ["stage"])
        note_step(project, "stage", before.stage_code, content.stage_code, by=by, note=note)
        record("project.stage_changed", subject=subject, by=by, changes={"stage": changes["stage_code"]})
    return changes


def submit_change(project: Project, content: ProjectRecord, *, by: User, note: str | None = None) -> None:
    """Keep a change beside the approved version until it is reviewed; one that changes nothing is withdrawn."""
    values = differing_values(content_of(project), content)
    revision = find_revision(project)
    if not values:
        drop_change(project, by=by)
        return
    if revision is None or note:
        state = revision.status if revision else None
        note_step(project, "revision", state, state or Revision.SUBMITTED, by=by, note=note)
    if revision is None:
        revision = ProjectRevision(project_id=project.id, author_ids=[], status=Revision.SUBMITTED.value)
        db.session.add(revision)
    revision.values = values
    revision.author_ids = sorted({*revision.author_ids, by.id})
    revision.submitted_by_id, revision.submitted_at = by.id, now()
    changes = changes_between(content_of(project), content)
    _raise_version(project)
    record("project.change_submitted", subject=("project", project.reference), by=by, changes=changes)


def drop_change(project: Project, *, by: User) -> None:
    """Withdraw the change that waits, if one does."""
    revision = find_revision(project)
    if revision is not None:
        _close(project, revision, Revision.WITHDRAWN, by=by)


def move_change(
    project: Project, *, to: str, by: User, reason: str | None = None, note: str | None = None
) -> Revision:
    """Take a step with the change that waits; approving it makes the project say it.

    Returns the state it reached. Raises NotFound where none waits, or Refusal with the field that lacks.
    """
    revision = find_revision(project)
    if revision is None:
        raise NotFound
    move = find_revision_move(revision.status, to)
    if move is None or not by.may(move.permission):
        raise Refusal(_("This step is not possible from the present state."), "to")
    _check_step(move, revision, by, reason, note)
    reached = Revision(move.to)
    if reached is Revision.APPROVED:
        content = latest_content(project)
        _close(project, revision, reached, by=by, note=note)
        put_change(project, content, by=by)
    elif reached is Revision.WITHDRAWN:
        _close(project, revision, reached, by=by, note=note)
    else:
        note_step(project, "revision", revision.status, reached, by=by, reason=reason, note=note)
        _audit(project, revision.status, reached, by=by, reason=reason)
        revision.status = reached.value
        _raise_version(project)
    return reached


def _check_step(move: Move, revision: ProjectRevision, by: User, reason: str | None, note: str | None) -> None:
    if move.by_another and by.id in revision.author_ids:
        raise Refusal(_("Somebody other than the author must take this step."), "to")
    if move.needs_reason and (reason not in set(Reason) or not (note or "").strip()):
        raise Refusal(_("Choose a reason and explain it."), "reason")
    if move.needs_answer and not (note or "").strip():
        raise Refusal(_("Write what you changed."), "note")


def _close(
    project: Project, revision: ProjectRevision, reached: Revision, *, by: User, note: str | None = None
) -> None:
    note_step(project, "revision", revision.status, reached, by=by, note=note)
    _audit(project, revision.status, reached, by=by)
    db.session.delete(revision)
    _raise_version(project)


def _audit(project: Project, before: str, after: Revision, *, by: User, reason: str | None = None) -> None:
    changes = {"revision": [before, after.value]}
    record("project.change_moved", subject=("project", project.reference), by=by, changes=changes, reason=reason)


def _raise_version(project: Project) -> None:
    """Whoever has the project open on an older version is told, though none of its own columns changed."""
    flag_modified(project, "publication_status")
    db.session.flush()


def note_step(
    project: Project,
    axis: str,
    before: str | None,
    after: str,
    *,
    by: User | str,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """Write down a step in the project's life; `axis` is "publication", "stage" or "revision"."""
    event = ProjectEvent(
        project_id=project.id,
        at=now(),
        by_id=None if isinstance(by, str) else by.id,
        axis=axis,
        from_state=before,
        to_state=after,
        reason=reason or None,
        note=note or None,
    )
    db.session.add(event)
    db.session.flush()
