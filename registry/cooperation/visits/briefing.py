"""The briefing pack of a visit in a member's language: agenda, delegation, passports of the projects."""

from typing import Any

from flask import url_for

from registry.catalogue import passport, shortlist
from registry.catalogue.printing import print_document, turn_to_print
from registry.cooperation.visits.models import Visit
from registry.db import now
from registry.languages import gettext as _
from registry.languages import use_language
from registry.projects.queries import whole_projects
from registry.reference.models import Stage
from registry.reference.queries import entries
from registry.web.formatting import country_name, format_date, format_datetime
from registry.web.identity import current_identity
from registry.web.links import absolute


def briefing_pack(visit: Visit, language: str) -> bytes:
    """The PDF; raises TooMany while others are printed."""
    with turn_to_print(), use_language(language):
        return print_document("dossier", contents(visit, language))


def contents(visit: Visit, language: str) -> dict[str, Any]:
    """What templates/print/dossier.typ takes, in the current language."""
    identity = current_identity()
    center = {name: getattr(identity, name) for name in ("name", "address", "phone", "email")}
    today, stages = now().date(), entries(Stage)
    passports = [
        passport.contents(
            project,
            stages,
            address=absolute(url_for("catalogue.project", reference=project.reference, language=language)),
            center=center,
            today=today,
        )
        for project in whole_projects([project.reference for project in visit.projects])
    ]
    found = shortlist.dossier(passports, center=center, today=today)
    days = f"{format_date(visit.first_day, 'medium')} – {format_date(visit.last_day, 'medium')}"
    found["title"] = _("Briefing for the visit")
    found["about"] = f"{country_name(visit.country)} · {days}"
    found["purpose"] = visit.purpose
    found["agenda_title"], found["people_title"] = _("Agenda"), _("Delegation")
    found["agenda"] = [
        [
            format_datetime(stop.starts_at, "medium"),
            str(stop.sort.label),
            " · ".join(filter(None, (stop.place, stop.project.title if stop.project else "", stop.note))),
        ]
        for stop in visit.stops
    ]
    found["people"] = [
        [member.name, " · ".join(filter(None, (member.position, member.organisation)))] for member in visit.members
    ]
    return found
