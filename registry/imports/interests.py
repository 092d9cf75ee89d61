"""Expressions of interest out of tables, such as those collected at a fair: each becomes a case."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.db import db, now
from registry.imports.kinds import Changes, Compared, Kind, NumberedCells
from registry.imports.names import all_headings, codes_of, country_codes, in_parts, line
from registry.imports.readers import number_in
from registry.imports.states import Verdict
from registry.languages import LANGUAGES, NATIVE_NAMES, current_language, fold, pick
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.inquiring import Application, organisation_key, register_on_behalf, remove_untouched
from registry.leads.models import Lead
from registry.leads.queries import open_lead
from registry.partners.queries import named
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.reference.queries import labels
from registry.refusals import Refusal
from registry.spreadsheets.values import is_nothing
from registry.web.formatting import CURRENCIES, countries

SPLIT = ";"
#: Column -> how long its text may be.
LONGEST = {"organisation": 200, "contact_name": 200, "email": 254, "phone": 40, "website": 300, "message": 5000}
NEEDED = ("organisation", "contact_name", "message")


class Interests(Kind):
    """Cases by their number; a table only brings new ones."""

    name = "interests"
    label: object = _l("Interests")
    permission = Permission.LEADS_REVIEW

    def headings(self) -> Mapping[str, str]:
        return {
            "number": _("Number"),
            "project": _("Project"),
            "organisation": _("Organisation"),
            "country": _("Country"),
            "partner_type": _("Kind of organisation"),
            "contact_name": _("Contact person"),
            "email": _("E-mail address"),
            "phone": _("Phone"),
            "website": _("Website"),
            "kinds": _("Kind of cooperation"),
            "amount": _("Indicative amount"),
            "currency": _("Currency"),
            "language": _("Language"),
            "message": _("Message"),
        }

    def amounts(self) -> Collection[str]:
        return ("amount",)

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        types, kinds = (
            {code: pick(names)[0] for code, names in labels()[listing].items()}
            for listing in ("partner_types", "interest_kinds")
        )
        return {
            "country": dict(countries()),
            "partner_type": types,
            "kinds": kinds,
            "language": dict(NATIVE_NAMES),
            "message": {},
        }

    def known(self) -> Mapping[str, str]:
        return all_headings(self.headings)

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        lists = _Lists()
        projects = _projects(line(cells.get("project")) for _number, cells in rows)
        numbers = _numbers(line(cells.get("number")) for _number, cells in rows)
        seen: dict[tuple[int, str], int] = {}
        for number, cells in rows:
            known = line(cells.get("number"))
            if known in numbers:
                yield Compared(number, cells, Verdict.UNCHANGED, known)
                continue
            try:
                project, application = _read(cells, projects, lists)
            except Refusal as refusal:
                problem = (refusal.field or "project", str(refusal))
                yield Compared(number, cells, Verdict.PROBLEM, problems=[problem])
                continue
            key = organisation_key(application, named(application.organisation))
            twice = seen.setdefault((project.id, key), number)
            yield _compared(number, cells, open_lead(project.id, key), twice)

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        project, application = _read(cells, _projects([line(cells.get("project"))]), _Lists())
        partner = named(application.organisation)
        return register_on_behalf(
            application, project=one_project(project.reference), partner=partner, by=by
        ).number

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        raise Refusal(_("A case is changed on its own page, not by a table."))

    def remove(self, reference: str, *, by: User) -> None:
        remove_untouched(reference, by=by)

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        raise Refusal(_("A case is changed on its own page, not by a table."))


class _Lists:
    """Names in every language -> codes."""

    def __init__(self) -> None:
        self.countries = country_codes()
        self.types, self.kinds = codes_of("partner_types"), codes_of("interest_kinds")
        self.languages = {fold(name): code for code, name in NATIVE_NAMES.items()} | {
            code: code for code in LANGUAGES
        }


def _compared(number: int, cells: Mapping[str, Any], known: Lead | None, first: int) -> Compared:
    if first != number:
        sentence = _("This stands in row %(row)s already.", row=first)
        return Compared(number, cells, Verdict.PROBLEM, problems=[("organisation", sentence)])
    if known is not None:
        sentence = _("This organisation has an open case about the project: %(number)s.", number=known.number)
        return Compared(number, cells, Verdict.PROBLEM, problems=[("organisation", sentence)])
    changes = {key: ("", line(value)[:300]) for key, value in cells.items() if line(value)}
    return Compared(number, cells, Verdict.NEW, changes=changes)


def _projects(references: Iterable[str]) -> dict[str, Project]:
    return {
        project.reference: project
        for some in in_parts(references)
        for project in db.session.scalars(select(Project).where(Project.reference.in_(some)))
    }


def _numbers(given: Iterable[str]) -> set[str]:
    """Those of these numbers that cases have."""
    return {
        number
        for some in in_parts(given)
        for number in db.session.scalars(select(Lead.number).where(Lead.number.in_(some)))
    }


def _read(cells: Mapping[str, Any], projects: Mapping[str, Project], lists: _Lists) -> tuple[Project, Application]:
    """What the cells say; raises Refusal beside the column."""
    if line(cells.get("number")):
        raise Refusal(_("There is no case with this number."), "number")
    project = projects.get(line(cells.get("project")))
    if project is None:
        raise Refusal(_("There is no project with this reference."), "project")
    if not project.takes_interest(now().date()):
        raise Refusal(_("Project %(reference)s takes no new interest.", reference=project.reference), "project")
    texts = {key: _text(cells, key) for key in LONGEST}
    amount, currency = _amount(cells)
    language = line(cells.get("language"))
    return project, Application(
        organisation=texts["organisation"],
        country=_code(cells, "country", lists.countries),
        partner_type=_code(cells, "partner_type", lists.types),
        contact_name=texts["contact_name"],
        email=_email(texts["email"]),
        kinds=_kinds(cells, lists.kinds),
        message=texts["message"],
        language=_code(cells, "language", lists.languages) if language else current_language(),
        phone=texts["phone"] or None,
        website=texts["website"] or None,
        amount=amount,
        currency=currency,
    )


def _text(cells: Mapping[str, Any], key: str) -> str:
    text = str(cells.get(key) or "").strip() if key == "message" else line(cells.get(key))
    if not text and key in NEEDED:
        raise Refusal(_("This cell must be filled in."), key)
    if len(text) > LONGEST[key]:
        raise Refusal(_("Use at most %(most)s characters.", most=LONGEST[key]), key)
    return text


def _code(cells: Mapping[str, Any], key: str, known: Mapping[str, str]) -> str:
    text = line(cells.get(key))
    if not text:
        raise Refusal(_("This cell must be filled in."), key)
    if fold(text) not in known:
        raise Refusal(_("“%(value)s” is not in the list.", value=text[:60]), key)
    return known[fold(text)]


def _kinds(cells: Mapping[str, Any], known: Mapping[str, str]) -> tuple[str, ...]:
    parts = [part.strip() for part in line(cells.get("kinds")).split(SPLIT) if part.strip()]
    if not parts:
        raise Refusal(_("This cell must be filled in."), "kinds")
    return tuple(dict.fromkeys(_code({"kinds": part}, "kinds", known) for part in parts))


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refusal(_("Write an e-mail address such as name@example.org."), "email") from None


def _amount(cells: Mapping[str, Any]) -> tuple[Decimal | None, str | None]:
    """The amount and its currency, which may be named beside it."""
    value, currency = cells.get("amount"), line(cells.get("currency")).upper()
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None, None
    number, beside = number_in(cells, "amount", places=2)
    if beside and currency and beside != currency:
        raise Refusal(_("This amount is in another currency than its own cell says."), "amount")
    if (beside or currency) not in CURRENCIES:
        raise Refusal(_("Choose the currency of the amount."), "currency")
    if number <= 0:
        raise Refusal(_("Write a number greater than 0."), "amount")
    return number, beside or currency
