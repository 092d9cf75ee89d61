"""What a project lacks for a stage: the gates asked of a real record."""

from typing import Any

from registry.languages import pick
from registry.projects.gates import LABELS, missing, next_stage
from registry.projects.lifecycle import DocumentState
from registry.projects.models import Project
from registry.projects.parts import TEXT_FIELDS


def missing_for(project: Project, stage: str) -> list[str]:
    """Names of the fields that the gates up to a stage ask for and the project lacks."""
    return missing(stage, project.type_code, lambda field: _says(project, field))


def missing_now(project: Project) -> list[object]:
    """The labels of what is missing for the stage that the project names: without it none can be submitted."""
    return [LABELS[field] for field in missing_for(project, project.stage_code)]


def missing_for_next(project: Project) -> tuple[str | None, list[str]]:
    """The next stage and the labels of what is missing for it."""
    following = next_stage(project.stage_code)
    if following is None:
        return None, []
    return following, [LABELS[field] for field in missing_for(project, following)]


def _says(project: Project, field: str) -> Any:
    if field.startswith("document:"):
        kind = field.partition(":")[2]
        states = {line.kind: line.state for line in project.documents}
        return states.get(kind) in (DocumentState.AVAILABLE.value, DocumentState.NOT_NEEDED.value)
    if field in TEXT_FIELDS:
        return pick({language: getattr(text, field) for language, text in project.texts.items()})[0]
    if field in ("sought", "secured"):
        return project.total(field)
    if field == "contact_officer":
        return project.contact_officer_id
    if field == "indicators":
        return any(line.target is not None for line in project.indicators)
    value = getattr(project, field)
    return value if isinstance(value, bool) else value not in (None, "", [])
