"""Criteria to frames: every row that the screen would show over all its pages, in typed columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from registry.catalogue.queries import found_ids
from registry.db import db
from registry.languages import LANGUAGES, current_language
from registry.languages import gettext as _
from registry.leads.criteria import LeadCriteria
from registry.leads.models import Inquiry, Lead
from registry.leads.queries import all_leads
from registry.projects.contents import content_of
from registry.projects.criteria import ProjectCriteria
from registry.projects.loading import indicator_names
from registry.projects.models import Project
from registry.projects.queries import everything, matching, whole_projects
from registry.projects.sheets import columns, row_of
from registry.projects.vocabulary import vocabulary
from registry.reference.queries import labels
from registry.spreadsheets.write import Column, Sheet
from registry.web.formatting import country_name

if TYPE_CHECKING:
    import pandas

#: Rows read from the database at once.
BATCH = 500

#: What the public does not see of a project: people, and the Center's own notes.
STAFF_ONLY = frozenset(
    {
        "publication_status",
        "initiator_contact_name",
        "initiator_email",
        "initiator_phone",
        *(f"anonymous_summary_{language}" for language in LANGUAGES),
    }
)


def project_sheet(criteria: ProjectCriteria, *, for_staff: bool, references: Sequence[str] | None = None) -> Sheet:
    """One row a project with every column that `registry projects import` reads, and the amounts in US dollars.

    `references` names the projects in place of the criteria; only published ones are given.
    """
    wanted = [column for column in columns(indicator_names()) if for_staff or column.key not in STAFF_ONLY]
    sheet_columns = [Column(column.key, column.heading, column.kind) for column in wanted]  # type: ignore[arg-type]
    sheet_columns += [
        Column("usd", _("Sought, USD"), "money"),
        Column("rate_date", _("Date of the exchange rate"), "date"),
    ]
    projects = _all_projects(criteria) if for_staff else _found_projects(criteria)
    if references is not None:
        projects = whole_projects(list(references))
    rows = _project_rows(projects, for_staff=for_staff)
    return Sheet(_("Projects"), sheet_columns, frames_of(rows, sheet_columns))


def _project_rows(projects: Iterable[Project], *, for_staff: bool) -> Iterable[dict[str, Any]]:
    words = vocabulary(labels())
    language = current_language()
    for project in projects:
        row = row_of(
            content_of(project),
            reference=project.reference,
            publication=project.publication_status,
            words=words,
            language=language,
        )
        if not for_staff and not project.initiator_public:
            row["initiator"] = None
        yield {**row, "usd": project.sought_usd, "rate_date": project.rate_date}


def _all_projects(criteria: ProjectCriteria) -> Iterable[Project]:
    query = matching(criteria).options(*everything()).execution_options(yield_per=BATCH)
    return db.session.scalars(query)


def _found_projects(criteria: ProjectCriteria) -> Iterable[Project]:
    """What the catalogue shows for the criteria, in its order."""
    ids = found_ids(criteria)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        query = select(Project).where(Project.id.in_(part)).options(*everything())
        found = {project.id: project for project in db.session.scalars(query) if project.is_published}
        yield from (found[wanted] for wanted in part if wanted in found)


def lead_sheet(criteria: LeadCriteria) -> Sheet:
    """One row a case, with the contact data: for staff who may export."""
    sheet_columns = _lead_columns()
    query = all_leads(criteria).options(
        contains_eager(Lead.inquiry).options(
            selectinload(Inquiry.kinds),
            joinedload(Inquiry.partner_type),
            joinedload(Inquiry.role),
            joinedload(Inquiry.timeframe),
        ),
        joinedload(Lead.officer),
        joinedload(Lead.project).selectinload(Project.texts),
    )
    rows = (_lead_row(lead) for lead in db.session.scalars(query.execution_options(yield_per=BATCH)))
    return Sheet(_("Interests"), sheet_columns, frames_of(rows, sheet_columns))


def _lead_columns() -> list[Column]:
    return [
        Column("number", _("Number"), "text"),
        Column("received", _("Received"), "datetime"),
        Column("state", _("State"), "text"),
        Column("since", _("In this state since"), "datetime"),
        Column("reason", _("Reason"), "text"),
        Column("officer", _("Officer"), "text"),
        Column("next_step", _("Next step"), "text"),
        Column("next_step_on", _("Date of the next step"), "date"),
        Column("project", _("Project"), "text"),
        Column("project_title", _("Title"), "text"),
        Column("sector", _("Sector"), "text"),
        Column("organisation", _("Organisation"), "text"),
        Column("country_code", _("Country code"), "text"),
        Column("country", _("Country"), "text"),
        Column("partner_type", _("Kind of organisation"), "text"),
        Column("contact_name", _("Contact person"), "text"),
        Column("email", _("E-mail address"), "text"),
        Column("phone", _("Phone"), "text"),
        Column("website", _("Website"), "text"),
        Column("kinds", _("Kind of cooperation"), "text"),
        Column("role", _("Role"), "text"),
        Column("amount", _("Indicative amount"), "money"),
        Column("currency", _("Currency"), "text"),
        Column("timeframe", _("Time frame"), "text"),
        Column("language", _("Language"), "text"),
        Column("message", _("Message"), "text"),
        Column("is_demo", _("Illustrative example"), "boolean"),
    ]


def _lead_row(lead: Lead) -> dict[str, Any]:
    inquiry = lead.inquiry
    return {
        "number": lead.number,
        "received": lead.created_at,
        "state": str(lead.state.label),
        "since": lead.status_since,
        "reason": str(lead.reason_label),
        "officer": lead.officer.name if lead.officer else None,
        "next_step": lead.next_step,
        "next_step_on": lead.next_step_on,
        "project": lead.project.reference,
        "project_title": lead.project.title,
        "sector": lead.project.sector.name,
        "organisation": inquiry.organisation,
        "country_code": inquiry.country,
        "country": country_name(inquiry.country),
        "partner_type": inquiry.partner_type.name,
        "contact_name": inquiry.contact_name,
        "email": inquiry.email,
        "phone": inquiry.phone,
        "website": inquiry.website,
        "kinds": "; ".join(kind.name for kind in inquiry.kinds),
        "role": inquiry.role.name if inquiry.role else None,
        "amount": inquiry.amount,
        "currency": inquiry.currency,
        "timeframe": inquiry.timeframe.name if inquiry.timeframe else None,
        "language": inquiry.language,
        "message": inquiry.message,
        "is_demo": lead.is_demo,
    }


def frames_of(rows: Iterable[Mapping[str, Any]], wanted: Sequence[Column]) -> "Iterator[pandas.DataFrame]":
    """Frames of objects, some rows each: decimals stay exact, dates stay dates, missing is None.

    The library takes 26 MB and seconds to load: processes that make no file do without it.
    """
    keys = [column.key for column in wanted]
    source = iter(rows)
    while part := list(islice(source, BATCH)):
        yield import_module("pandas").DataFrame(part, columns=keys, dtype=object)
