"""Files by name."""

from registry.languages import gettext as _
from registry.reports.orders.states import LEADS, PACK, PROJECTS
from registry.reports.shelf.catalogue import SHELF


def title_of(what: str) -> str:
    """What a file holds, in the reader's language."""
    others = {PACK: _("Pack of reports"), LEADS: _("Interests"), PROJECTS: _("Projects")}
    return others.get(what) or str(SHELF[what].title)
