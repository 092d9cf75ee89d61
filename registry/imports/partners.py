"""Organisations out of tables, known by their name. Columns that a table lacks stay as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from registry.accounts.models import User
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db
from registry.imports.cells import said
from registry.imports.kinds import Changes, Compared, Kind, NumberedCells, check_unchanged
from registry.imports.names import all_headings, codes_of, country_codes, line
from registry.imports.states import Verdict
from registry.languages import LANGUAGES, NATIVE_NAMES, fold, pick
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.merging.queries import everybody
from registry.partners.models import OtherName, Partner
from registry.partners.naming import LIKELY, Known
from registry.partners.operations import Organisation, add_partner, edit_partner, organisation_of
from registry.partners.queries import one_partner
from registry.reference.queries import labels
from registry.refusals import Refusal
from registry.web.formatting import countries, country_name

SPLIT = ";"
LONGEST = 200


class Partners(Kind):
    """Organisations by any of their names."""

    name = "partners"
    label: object = _l("Partners")
    permission = Permission.PARTNERS_EDIT

    def headings(self) -> Mapping[str, str]:
        return {
            "name": _("Organisation"),
            "name_original": _("Name in its own script"),
            "other_names": _("Other names"),
            "country": _("Country"),
            "type_code": _("Kind of organisation"),
            "website": _("Website"),
            **{f"about_{code}": f"{_('About')} ({NATIVE_NAMES[code]})" for code in LANGUAGES},
        }

    def amounts(self) -> Collection[str]:
        return ()

    def obligatory(self) -> Mapping[str, Mapping[str, str]]:
        types = {code: pick(names)[0] for code, names in labels()["partner_types"].items()}
        return {"country": dict(countries()), "type_code": types}

    def known(self) -> Mapping[str, str]:
        return all_headings(self.headings)

    def compare(self, rows: Sequence[NumberedCells]) -> Iterable[Compared]:
        lists = _Lists()
        known = _known_names()
        seen: dict[str, int] = {}
        for number, cells in rows:
            name = fold(line(cells.get("name")))
            if name and name in seen:
                sentence = _("This name stands in row %(row)s already.", row=seen[name])
                yield Compared(number, cells, Verdict.PROBLEM, problems=[("name", sentence)])
                continue
            seen[name] = number
            found = _compared(number, cells, known.get(name), lists)
            like = _like(cells, lists) if found.verdict is Verdict.NEW else None
            if like is not None:
                sentence = _("This may be an organisation that is there already: %(name)s.", name=like)
                found = Compared(number, cells, Verdict.DUPLICATE, None, found.changes, [("name", sentence)])
            yield found

    def add(self, cells: Mapping[str, Any], *, by: User) -> str:
        return str(add_partner(_organisation(cells, None, _Lists()), by=by).id)

    def change(self, reference: str, cells: Mapping[str, Any], changes: Changes, *, by: User) -> dict[str, Any]:
        wanted = {key: cells.get(key) for key in changes}
        return _put(reference, wanted, {key: pair[0] for key, pair in changes.items()}, by=by)

    def remove(self, reference: str, *, by: User) -> None:
        partner = one_partner(int(reference))
        record("partner.removed", subject=("partner", partner.id), by=by, changes={"name": [partner.name, None]})
        try:
            with db.session.begin_nested():
                db.session.execute(delete(Partner).where(Partner.id == partner.id))
        except IntegrityError:
            raise Refusal(_("%(name)s is used already and stays.", name=partner.name)) from None
        db.session.expunge(partner)

    def restore(self, reference: str, earlier: Mapping[str, Any], changes: Changes, *, by: User) -> None:
        _put(reference, earlier, {key: pair[1] for key, pair in changes.items()}, by=by)


def _like(cells: Mapping[str, Any], lists: "_Lists") -> str | None:
    """The name of a registered organisation that is likely the same under another name or spelling."""
    new = _organisation(cells, None, lists)
    names = tuple(filter(None, (new.name, new.name_original, *new.other_names)))
    here = everybody()
    likely = [pair for pair in here.index.alike(Known(0, names, new.country)) if pair.score >= LIKELY]
    return here.known[likely[0].second].names[0] if likely else None


def _put(reference: str, wanted: Mapping[str, Any], expected: Mapping[str, str], *, by: User) -> dict[str, str]:
    """Put cells into a profile; returns what they were."""
    partner = one_partner(int(reference))
    present = organisation_of(partner)
    earlier = {key: _said(present, key) for key in wanted}
    check_unchanged(earlier, expected)
    edit_partner(partner, _organisation(wanted, present, _Lists()), by=by, seen=None)
    return earlier


class _Lists:
    """Names of countries and of kinds of organisations in every language -> codes."""

    def __init__(self) -> None:
        self.countries, self.types = country_codes(), codes_of("partner_types")


def _compared(number: int, cells: Mapping[str, Any], partner_id: int | None, lists: _Lists) -> Compared:
    before = None if partner_id is None else organisation_of(one_partner(partner_id))
    try:
        after = _organisation(cells, before, lists)
    except Refusal as refusal:
        return Compared(number, cells, Verdict.PROBLEM, problems=[(refusal.field or "name", str(refusal))])
    # A table that calls an organisation by another of its names does not rename it.
    keys = [key for key in cells if before is None or key != "name"]
    changes = {key: (_said(before, key), _said(after, key)) for key in keys}
    changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    if before is None:
        return Compared(number, cells, Verdict.NEW, changes=changes)
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return Compared(number, cells, verdict, str(partner_id), changes)


def _organisation(cells: Mapping[str, Any], before: Organisation | None, lists: _Lists) -> Organisation:
    """What the cells say, over what was known before; raises Refusal beside the column."""
    values: dict[str, Any] = {}
    for key in ("name", "name_original", "website"):
        if key in cells:
            values[key] = line(cells[key]) or None
    for key, known, sentence in (
        ("country", lists.countries, _("This country is not known. Write its name or its code of two letters.")),
        ("type_code", lists.types, _("This kind of organisation is not in the list.")),
    ):
        if key in cells and line(cells[key]):
            code = known.get(fold(line(cells[key])))
            if code is None:
                raise Refusal(sentence, key)
            values[key] = code
        elif before is None:
            raise Refusal(_("This cell must be filled in."), key)
    if "other_names" in cells:
        parts = (part.strip() for part in line(cells["other_names"]).split(SPLIT))
        values["other_names"] = tuple(part for part in parts if part)
    abouts = dict(before.abouts) if before else {}
    abouts |= {code: _text(cells[f"about_{code}"]) for code in LANGUAGES if f"about_{code}" in cells}
    values["abouts"] = {code: text for code, text in abouts.items() if text}
    if not values.get("name", before and before.name):
        raise Refusal(_("This cell must be filled in."), "name")
    if any(len(values.get(key) or "") > LONGEST for key in ("name", "name_original")):
        raise Refusal(_("Use at most %(most)s characters.", most=LONGEST), "name")
    return replace(before, **values) if before else Organisation(**values)


def _said(content: Organisation | None, key: str) -> str:
    if content is None:
        return ""
    if key.startswith("about_"):
        return content.abouts.get(key.removeprefix("about_"), "")
    if key == "other_names":
        return f"{SPLIT} ".join(content.other_names)
    if key == "country":
        return country_name(content.country)
    return said(getattr(content, key))


def _known_names() -> dict[str, int]:
    """Every folded name of every organisation -> its id."""
    found: dict[str, int] = {}
    for query in (
        select(Partner.name, Partner.id),
        select(Partner.name_original, Partner.id).where(Partner.name_original.is_not(None)),
        select(OtherName.name, OtherName.partner_id),
    ):
        found |= {fold(name): partner_id for name, partner_id in db.session.execute(query) if name}
    return found


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
