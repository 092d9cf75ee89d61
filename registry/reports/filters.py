"""A filter in words, for the cover of a file."""

from registry.catalogue.facets import facet_labels, facet_names
from registry.languages import gettext as _
from registry.leads.criteria import FACETS as LEAD_FACETS
from registry.leads.criteria import LeadCriteria
from registry.leads.facets import facet_names as lead_facet_names
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.lifecycle import Publication
from registry.web.formatting import format_date, format_money


def describe_projects(criteria: ProjectCriteria) -> list[tuple[str, str]]:
    """Heading and chosen values of everything that narrows the list."""
    names, headings = facet_names(), facet_labels()
    described = [(_("Search words"), criteria.q)] if criteria.q else []
    for facet in FACETS:
        if criteria.chosen(facet):
            described.append((headings[facet], "; ".join(names[facet][code] for code in criteria.chosen(facet))))
    if criteria.min is not None:
        described.append((_("Least amount"), format_money(criteria.min, "USD")))
    if criteria.max is not None:
        described.append((_("Greatest amount"), format_money(criteria.max, "USD")))
    states = "; ".join(str(Publication(state).label) for state in criteria.publication)
    return [*described, (_("Publication"), states)]


def describe_leads(criteria: LeadCriteria) -> list[tuple[str, str]]:
    """Heading and chosen values of everything that narrows the list."""
    names = lead_facet_names()
    described = [(_("Search words"), criteria.q)] if criteria.q else []
    for facet in LEAD_FACETS:
        if criteria.chosen(facet):
            heading, labels = names[facet]
            described.append((heading, "; ".join(labels[code] for code in criteria.chosen(facet))))
    if criteria.since:
        described.append((_("Received from"), format_date(criteria.since)))
    if criteria.until:
        described.append((_("Received until"), format_date(criteria.until)))
    return described
