"""What is written to partners about matches."""

from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message
from registry.projects.models import Project


def please_look(project: Project, language: str) -> Message:
    """The staff thinks that a project could be of interest."""
    with use_language(language):
        return Message(
            kind="matching.invitation",
            subject=_("A project that may fit you: %(title)s", title=project.title),
            paragraphs=(
                _(
                    "The Center thinks that project %(reference)s, “%(title)s”, may be of interest to you.",
                    reference=project.reference,
                    title=project.title,
                ),
                _("The page shows how well it fits what you seek, and why. There you can also put it aside."),
            ),
            link_label=_("Look at the project"),
            path=f"/{language}/partner/matches/{project.reference}",
        )
