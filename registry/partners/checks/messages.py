"""What is written to the staff about checks of organisations."""

from collections.abc import Iterable

from registry.languages import gettext as _
from registry.languages import ngettext, use_language
from registry.notifications.operations import Message
from registry.partners.checks.models import Check, SanctionHit
from registry.web.formatting import format_date, format_list, format_percent

#: Organisations named in one message; of more only the number is told.
MOST_NAMED = 50


def hit_escalated(hit: SanctionHit, language: str) -> Message:
    """To whoever decides: a name may stand on a sanctions list."""
    with use_language(language):
        return Message(
            kind="partners.hit",
            subject=_("Does %(organisation)s stand on a sanctions list?", organisation=hit.partner.name),
            paragraphs=(
                _(
                    "The name “%(name)s” is like “%(listed)s” on a sanctions list (%(way)s, %(likeness)s).",
                    name=hit.partner_name,
                    listed=hit.entry_name,
                    way=str(hit.hit_way.label),
                    likeness=format_percent(hit.likeness),
                ),
                _("Whoever looked at it could not tell and asks you to decide."),
            ),
            link_label=_("Decide"),
            path=f"/{language}/staff/partners/{hit.partner_id}/checks",
        )


def checks_are_due(checks: Iterable[Check], language: str) -> Message:
    """To whoever checks: these organisations are to be checked again."""
    by_partner: dict[int, list[Check]] = {}
    for check in checks:
        by_partner.setdefault(check.partner_id, []).append(check)
    rest = len(by_partner) - MOST_NAMED
    only = next(iter(by_partner)) if len(by_partner) == 1 else None
    with use_language(language):
        lines = [_line(due) for due in list(by_partner.values())[:MOST_NAMED]]
        if rest > 0:
            lines.append(ngettext("and %(num)s more organisation.", "and %(num)s more organisations.", rest))
        return Message(
            kind="partners.checks_due",
            subject=ngettext(
                "%(num)s organisation is to be checked again",
                "%(num)s organisations are to be checked again",
                len(by_partner),
            ),
            paragraphs=(_("A check counts for twelve months. These have come to their end:"), *lines),
            link_label=_("Open the checks") if only else _("Open the organisations"),
            path=f"/{language}/staff/partners/{only}/checks" if only else f"/{language}/staff/partners/",
        )


def _line(checks: list[Check]) -> str:
    parts = [
        f"{check.check_kind.label} ({format_date(check.due_on, 'medium')})" for check in checks if check.due_on
    ]
    return f"{checks[0].partner.name}: {format_list(parts)}"
