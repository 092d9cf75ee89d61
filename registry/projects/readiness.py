"""What a project lacks for a stage: the gates asked of a real record. Pure."""

from typing import Any

from registry.projects.gates import LABELS, missing, next_stage
from registry.projects.lifecycle import DocumentState
from registry.projects.parts import TEXT_FIELDS
from registry.projects.records import ProjectRecord


def missing_for(content: ProjectRecord, stage: str) -> list[str]:
    """Names of the fields that the gates up to a stage ask for and the record lacks."""
    return missing(stage, content.type_code, lambda field: _says(content, field))


def missing_now(content: ProjectRecord) -> list[object]:
    """The labels of what is missing for the stage that the record names: without it none can be submitted."""
    return [LABELS[field] for field in missing_for(content, content.stage_code)]


def missing_for_next(content: ProjectRecord) -> tuple[str | None, list[object]]:
    """The next stage and the labels of what is missing for it."""
    following = next_stage(content.stage_code)
    if following is None:
        return None, []
    return following, [LABELS[field] for field in missing_for(content, following)]


def _says(content: ProjectRecord, field: str) -> Any:
    if field.startswith("document:"):
        state = content.documents.get(field.partition(":")[2])
        return state in (DocumentState.AVAILABLE.value, DocumentState.NOT_NEEDED.value)
    if field in TEXT_FIELDS:
        return any(texts.get(field) for texts in content.texts.values())
    if field in ("sought", "secured"):
        return any(getattr(line, field) is not None for line in content.funding.values())
    if field == "contact_officer":
        return content.contact_officer_id
    if field == "indicators":
        return any(line.target is not None for line in content.indicators.values())
    value = getattr(content, field)
    return value if isinstance(value, bool) else value not in (None, "", ())
