"""The filters over the list of leads, with counts."""

from collections.abc import Mapping

from registry.accounts.queries import staff_members
from registry.languages import gettext as _
from registry.leads.criteria import LeadCriteria
from registry.leads.pipeline import LeadStatus
from registry.reference.models import InterestKind, Sector
from registry.reference.queries import entries
from registry.web.choosing import Facet, facet
from registry.web.formatting import countries


def facet_names() -> dict[str, tuple[str, dict[str, str]]]:
    """Parameter -> heading, and code -> name in the reader's language."""
    people = {str(user.id): user.name for user in staff_members()}
    return {
        "status": (_("State"), {status.value: str(status.label) for status in LeadStatus}),
        "clock": (
            _("Answer due"),
            {"overdue": _("Overdue"), "soon": _("Within two days"), "later": _("Later")},
        ),
        "sector": (_("Sector"), {entry.code: entry.name for entry in entries(Sector)}),
        "country": (_("Country"), dict(countries())),
        "kind": (_("Kind of cooperation"), {entry.code: entry.name for entry in entries(InterestKind)}),
        "officer": (_("Officer"), {"none": _("Nobody"), **people}),
    }


def facets(criteria: LeadCriteria, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """All groups; values nobody has are left out unless chosen."""
    return [
        facet(name, label, options, counts[name], criteria.chosen(name))
        for name, (label, options) in facet_names().items()
    ]
