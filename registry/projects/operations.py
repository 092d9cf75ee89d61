"""What happens to projects."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.projects.contents import content_of, put_content
from registry.projects.gates import STAGES
from registry.projects.lifecycle import EDITABLE, MATERIAL, REVIEWED, Move, Publication, Reason, find_move
from registry.projects.models import Project
from registry.projects.queries import expired_by, find_revision, find_similar
from registry.projects.readiness import missing_for
from registry.projects.records import ProjectRecord, changes_between, contradictions
from registry.projects.revising import drop_change, latest_content, note_step, put_change, submit_change
from registry.reference.operations import next_number, raise_counter
from registry.refusals import Refusal

#: How long a publication lasts unless it is renewed.
TERM = timedelta(days=365)


def add_project(content: ProjectRecord, *, by: User | str, reference: str | None = None) -> Project:
    """A new project as a draft; the reference is the next of this year unless the record brings its own.

    Raises Refusal where fields contradict each other.
    """
    check_content(content)
    moment = now()
    project = Project(
        reference=reference or _next_reference(moment.year),
        publication_status=Publication.DRAFT.value,
        created_at=moment,
        updated_at=moment,
        author_id=None if isinstance(by, str) else by.id,
    )
    if reference is not None:
        _keep_from_giving_out(reference)
    put_content(project, content)
    db.session.add(project)
    db.session.flush()
    note_step(project, "publication", None, project.publication_status, by=by)
    record("project.added", subject=("project", project.reference), by=by)
    return project


def check_content(content: ProjectRecord) -> None:
    """Refuse fields that contradict each other; raises Refusal."""
    for name, sentence in contradictions(content):
        raise Refusal(sentence, name)


def _next_reference(year: int) -> str:
    return f"ARAL-{year}-{next_number(f'project-{year}'):04}"


def _keep_from_giving_out(reference: str) -> None:
    prefix, _dash, rest = reference.partition("-")
    year, _dash, number = rest.partition("-")
    if prefix == "ARAL" and year.isdigit() and number.isdigit():
        raise_counter(f"project-{year}", int(number))


def edit_project(
    project: Project, content: ProjectRecord, *, by: User | str, seen: int | None = None
) -> dict[str, Any]:
    """Put new content into a project; returns what changed, field -> [before, after].

    `seen` is the version the editor had open. A material change to a project that is or was published waits for
    a review beside the approved version, and what is edited until then joins it. Raises Stale, or Refusal where
    the state forbids edits or fields contradict each other.
    """
    project.check_version(seen)
    if project.publication not in EDITABLE and not isinstance(by, str):
        raise Refusal(_("A project in review cannot be edited. Ask the reviewer to send it back."))
    check_content(content)
    if isinstance(by, str):
        return put_change(project, content, by=by)
    before = latest_content(project)
    if content.stage_code != before.stage_code:
        raise Refusal(_("Change the stage on the project's page, where its gate is checked."), "stage_code")
    changes = changes_between(before, content)
    if changes:
        _put_or_submit(project, content, changes, by=by)
    return changes


def _put_or_submit(
    project: Project, content: ProjectRecord, changes: Collection[str], *, by: User, note: str | None = None
) -> None:
    is_material = project.publication in REVIEWED and not MATERIAL.isdisjoint(changes)
    change = submit_change if is_material or find_revision(project) else put_change
    change(project, content, by=by, note=note)


def move_project(
    project: Project, *, to: str, by: User, reason: str | None = None, note: str | None = None
) -> None:
    """Take a step of the publication table. Raises Refusal with the field that lacks."""
    move = find_move(project.publication_status, to)
    if move is None or not by.may(move.permission):
        raise Refusal(_("This step is not possible from the present state."), "to")
    _check_move(project, move, by, reason, note)
    if move.to is Publication.SUBMITTED:
        project.submitted_by_id = by.id
    if move.to is Publication.PUBLISHED:
        _start_term(project)
    _enter(project, Publication(move.to), by=by, reason=reason, note=note)
    if move.to is Publication.ARCHIVED:
        drop_change(project, by=by)


def _check_move(project: Project, move: Move, by: User, reason: str | None, note: str | None) -> None:
    if move.by_another and by.id in (project.author_id, project.submitted_by_id):
        raise Refusal(_("Somebody other than the author must take this step."), "to")
    if move.needs_reason and (reason not in set(Reason) or not (note or "").strip()):
        raise Refusal(_("Choose a reason and explain it."), "reason")
    if move.needs_answer and not (note or "").strip():
        raise Refusal(_("Write what you changed."), "note")
    if move.to is Publication.SUBMITTED:
        if missing_for(content_of(project), project.stage_code):
            raise Refusal(_("Something is missing for this stage: see the list on this page."), "to")
        similar = find_similar(project)
        if similar and not (note or "").strip():
            raise Refusal(
                _(
                    "Project %(reference)s has the same title. Say in the note how this one differs.",
                    reference=similar[0].reference,
                ),
                "note",
            )


def _start_term(project: Project) -> None:
    today = now().date()
    project.published_at = project.published_at or now()
    if project.expires_on is None or project.expires_on <= today:
        project.expires_on = today + TERM


def _enter(
    project: Project, to: Publication, *, by: User | str, reason: str | None = None, note: str | None = None
) -> None:
    before = project.publication_status
    project.publication_status = to.value
    note_step(project, "publication", before, to.value, by=by, reason=reason, note=note)
    record(
        "project.moved",
        subject=("project", project.reference),
        by=by,
        changes={"publication_status": [before, to.value]},
        reason=reason,
    )


def change_stage(project: Project, *, to: str, by: User, bypass_reason: str | None = None) -> None:
    """Move along the preparation stages; forward only through the gate, unless a manager says why not.

    Where the project was reviewed, the new stage waits for a review like any material change. Raises Refusal
    naming the gate.
    """
    content = latest_content(project)
    if to not in STAGES or to == content.stage_code:
        raise Refusal(_("Choose another stage."), "stage")
    if project.publication not in EDITABLE:
        raise Refusal(_("A project in review cannot be edited. Ask the reviewer to send it back."), "stage")
    is_forward = STAGES.index(to) > STAGES.index(content.stage_code)
    if is_forward and missing_for(content, to):
        bypasses = by.may(Permission.PROJECTS_BYPASS_GATES) and (bypass_reason or "").strip()
        if not bypasses:
            raise Refusal(_("Something is missing for this stage: see the list on this page."), "stage")
    _put_or_submit(project, replace(content, stage_code=to), {"stage_code"}, by=by, note=bypass_reason)


def place(project: Project, publication: Publication, *, by: str) -> None:
    """Put a loaded project into the publication state that its file names; the operator answers for it."""
    if project.publication is publication:
        return
    if publication in (
        Publication.PUBLISHED,
        Publication.SUSPENDED,
        Publication.EXPIRED,
        Publication.ARCHIVED,
    ):
        project.published_at = project.published_at or now()
    if publication is Publication.PUBLISHED and project.expires_on is None:
        project.expires_on = now().date() + TERM
    _enter(project, publication, by=by)


def expire_due(today: date) -> int:
    """Take projects whose term is over off the public list; returns how many."""
    due = expired_by(today)
    for project in due:
        _enter(project, Publication.EXPIRED, by="system")
    return len(due)


def name_officer(project: Project, *, officer: User | None, by: User) -> None:
    """Name the member of staff whom partners ask about this project, or nobody."""
    changes = {"contact_officer": [project.contact_officer_id, officer.id if officer else None]}
    project.contact_officer = officer
    db.session.flush()
    record("project.officer_named", subject=("project", project.reference), by=by, changes=changes)


def verify_project(project: Project, *, by: User) -> None:
    """Write down that the project's facts were checked today."""
    before, project.verified_on = project.verified_on, now().date()
    project.verified_by_id = by.id
    db.session.flush()
    changes = {"verified_on": [before, project.verified_on]}
    record("project.verified", subject=("project", project.reference), by=by, changes=changes)


def remove_draft(project: Project, *, by: User) -> None:
    """Take a project away that was never shown to anybody; raises Refusal for any other."""
    if project.publication is not Publication.DRAFT or project.published_at is not None:
        raise Refusal(_("Only a draft can be removed; this project is further."))
    record("project.removed", subject=("project", project.reference), by=by)
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Project).where(Project.id == project.id))
    except IntegrityError:
        raise Refusal(_("%(reference)s is used already and stays.", reference=project.reference)) from None
    db.session.expunge(project)
