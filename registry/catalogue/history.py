"""What became of a project since it was published, for everybody: which facts changed and when, not who did it."""

from dataclasses import dataclass
from datetime import datetime

from registry.audit.models import AuditEntry
from registry.audit.queries import entries_of
from registry.catalogue.search.following import current_names
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.languages import pick
from registry.projects.fields import FIELDS
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.web.formatting import format_list

#: Newest entries that are shown.
MOST_SHOWN = 10
#: What nobody outside learns of, not even that it changed.
PRIVATE = frozenset(
    {"initiator_contact_name", "initiator_email", "initiator_phone", "initiator_public", "is_demo", "expires_on"}
)
LABELS = {
    **{field.name: field.label for field in FIELDS},
    "texts": _l("Texts"),
    "funding": _l("Funding"),
    "indicators": _l("Indicators"),
    "documents": _l("Documents"),
    "parties": _l("Parties"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history, in the reader's language."""

    at: datetime
    sentence: str


def public_history(project: Project) -> list[Change]:
    """The changes since the first publication, newest first."""
    if project.published_at is None:
        return []
    entries = entries_of("project", project.reference, since=project.published_at)
    told = ((entry.at, _sentence(entry, project)) for entry in entries)
    return [Change(at, sentence) for at, sentence in told if sentence][:MOST_SHOWN]


def _sentence(entry: AuditEntry, project: Project) -> str | None:
    if entry.action == "project.moved":
        to = entry.changes["publication_status"][1]
        return _("Published after review") if to == Publication.PUBLISHED.value else None
    if entry.action == "project.stage_changed":
        before, after = (pick(current_names()["stages"][code])[0] for code in entry.changes["stage"])
        return _("Stage: %(before)s → %(after)s", before=before, after=after)
    if entry.action == "project.verified":
        return _("Facts checked")
    if entry.action == "project.edited":
        hidden = PRIVATE if project.initiator_public else PRIVATE | {"initiator", "initiator_kind"}
        labels = [str(LABELS[name]) for name in entry.changes if name in LABELS and name not in hidden]
        return _("Changed: %(facts)s", facts=format_list(dict.fromkeys(labels))) if labels else None
    return None
