"""Criteria for leads out of query parameters, with the codes that exist at present."""

from collections.abc import Iterable

from registry.accounts.queries import staff_members
from registry.leads.criteria import CLOCKS, LeadCriteria, read_criteria
from registry.leads.pipeline import LeadStatus
from registry.projects.criteria import UnknownValue
from registry.reference.models import InterestKind, Sector
from registry.reference.queries import codes
from registry.web.formatting import countries


def read(parameters: Iterable[tuple[str, str]]) -> tuple[LeadCriteria, list[UnknownValue]]:
    """Criteria, and every value that had to be ignored."""
    known = {
        "status": {status.value for status in LeadStatus},
        "clock": set(CLOCKS),
        "sector": codes(Sector),
        "country": set(dict(countries())),
        "kind": codes(InterestKind),
        "officer": {"none", *(str(user.id) for user in staff_members())},
    }
    return read_criteria(parameters, known)
