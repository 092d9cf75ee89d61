"""The projects somebody wants to keep in view: in the session, without an account."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import session

from registry.languages import HTML_LANG, NATIVE_NAMES, current_language, ngettext
from registry.languages import gettext as _
from registry.web.formatting import format_date

KEY = "shortlist"
#: More than these nobody compares, and a cookie holds no more.
MOST_LISTED = 50


def kept() -> list[str]:
    """References on the reader's list, in the order they came."""
    return [str(reference) for reference in session.get(KEY, ())]


def keep(references: Iterable[str]) -> list[str]:
    """Put these at the end of the list; returns what had no more room."""
    wanted = list(dict.fromkeys([*kept(), *references]))
    session[KEY] = wanted[:MOST_LISTED]
    return wanted[MOST_LISTED:]


def drop(references: Iterable[str]) -> None:
    """Take these off the list."""
    gone = set(references)
    left = [reference for reference in kept() if reference not in gone]
    if left:
        session[KEY] = left
    else:
        session.pop(KEY, None)


def dossier(passports: Sequence[dict[str, Any]], *, center: dict[str, str], today: Any) -> dict[str, Any]:
    """What templates/print/dossier.typ takes: a cover, and the passports of projects."""
    code = current_language()
    number = len(passports)
    return {
        "lang": HTML_LANG[code].partition("-")[0],
        "title": _("Projects of the Aral Sea region"),
        "count": ngettext("%(num)s project", "%(num)s projects", number),
        "contents": _("Contents"),
        "printed": _("Printed on %(date)s in %(language)s", date=format_date(today), language=NATIVE_NAMES[code]),
        "center": center,
        "projects": list(passports),
        "lacking": [],
    }
