"""The form of a project, made from the table of its fields; and the small forms of its steps."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from flask import request
from wtforms import Field, HiddenField

from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.projects.achieving import Reached
from registry.projects.fields import (
    FIELDS,
    FUNDING_LABELS,
    INDICATOR_LABELS,
    OBLIGATORY,
    TEXT_LABELS,
    FieldSpec,
    Kind,
)
from registry.projects.lifecycle import DocumentKind, DocumentState, Reason
from registry.projects.models import Project
from registry.projects.parsing import split_items
from registry.projects.parts import SUMMARY_LENGTH, TEXT_FIELDS, TEXT_LENGTH, TITLE_LENGTH
from registry.projects.records import FundingValues, IndicatorValues, ProjectRecord
from registry.reference.models import LISTS, Indicator, Instrument
from registry.reference.queries import entries
from registry.web.formatting import CURRENCIES
from registry.web.forms import (
    Choice,
    Choices,
    Day,
    Form,
    LongText,
    Number,
    SelectChoice,
    Text,
    VersionedForm,
    choices_in,
    choices_of,
    optional,
    required,
)

#: Facts that no form sets: a loaded file says what is an example, a step of its own when it was verified.
NOT_BY_FORM = frozenset({"is_demo", "verified_on"})
FORM_FIELDS = tuple(spec for spec in FIELDS if spec.name not in NOT_BY_FORM)
MOST_OF_TEXT = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}


class ProjectForm(VersionedForm):
    """All fields of a project; the class with the fields of the present lists is made by `project_form`."""

    def section(self, name: str) -> list[Field]:
        """The fields of one section, in order."""
        return [self[spec.name] for spec in FORM_FIELDS if spec.section == name]

    def content(self, before: ProjectRecord | None) -> ProjectRecord:
        """What was written, over what was there: a field that was not sent stays as it is."""
        values: dict[str, Any] = {spec.name: _value(spec, self[spec.name]) for spec in FORM_FIELDS}
        values["texts"] = self._texts(before)
        values["funding"] = self._funding(before.funding if before else {})
        values["indicators"] = self._indicators(before.indicators if before else {})
        values["documents"] = self._documents(before.documents if before else {})
        if before is None:
            return ProjectRecord(**values)
        sent = {name: value for name, value in values.items() if name not in self._fields or name in request.form}
        return replace(before, **sent)

    def _texts(self, before: ProjectRecord | None) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            for name in TEXT_FIELDS:
                key = f"{name}_{language}"
                kept = (
                    (before.texts.get(language, {}).get(name, "")) if before and key not in request.form else None
                )
                text = kept if kept is not None else self[key].data
                if text:
                    texts.setdefault(language, {})[name] = text
        return texts

    def _funding(self, before: Mapping[str, FundingValues]) -> dict[str, FundingValues]:
        lines = dict(before)
        for entry in entries(Instrument):
            names = [f"{part}_{entry.code}" for part in FUNDING_LABELS]
            if any(name in request.form for name in names):
                lines[entry.code] = FundingValues(*(self[name].data for name in names))
        return {code: lines[code] for code in sorted(lines) if _says_something(lines[code])}

    def _indicators(self, before: Mapping[str, IndicatorValues]) -> dict[str, IndicatorValues]:
        lines = dict(before)
        for entry in entries(Indicator):
            parts = {part: self[f"{part}_{entry.code}_effect"] for part in INDICATOR_LABELS}
            if any(field.name in request.form for field in parts.values()):
                values = {part: field.data if field.data != "" else None for part, field in parts.items()}
                values["year"] = int(values["year"]) if values["year"] is not None else None
                lines[entry.code] = IndicatorValues(**values)
        return {code: lines[code] for code in sorted(lines) if _says_something(lines[code])}

    def _documents(self, before: Mapping[str, str]) -> dict[str, str]:
        states = dict(before)
        states.update(
            {
                kind.value: self[f"document_{kind}"].data
                for kind in DocumentKind
                if f"document_{kind}" in request.form
            }
        )
        return {kind: state for kind, state in sorted(states.items()) if state}


def _says_something(values: FundingValues | IndicatorValues) -> bool:
    return any(getattr(values, item.name) is not None for item in fields(values))


def _value(spec: FieldSpec, field: Any) -> Any:
    data = field.data
    if spec.kind in (Kind.FLAG, Kind.MAYBE):
        return data == "yes" if data or spec.kind is Kind.FLAG else None
    if spec.kind is Kind.CODES:
        return tuple(sorted(code for code in data or () if code))
    if spec.kind is Kind.WORDS:
        return tuple(dict.fromkeys(split_items(data or "")))
    if spec.kind is Kind.WHOLE:
        return int(data) if data is not None else None
    return data or None if isinstance(data, str) else data


def project_form(content: ProjectRecord | None = None, **values: Any) -> ProjectForm:
    """The form, filled with a project's content; lists hold what they hold at present."""
    data = _data_of(content) if content is not None else {}
    form = _form_class(
        tuple(entry.code for entry in entries(Instrument)), tuple(entry.code for entry in entries(Indicator))
    )(data={**data, **values})
    for spec in FORM_FIELDS:
        _offer(spec, form[spec.name])
    return form


def _offer(spec: FieldSpec, field: Any) -> None:
    """Fill the list of a field that has one."""
    nothing = _nothing_chosen(spec, field)
    if spec.listing:
        field.choices = [*nothing, *choices_of(entries(LISTS[spec.listing]))]
    elif spec.enumeration:
        field.choices = [*nothing, *choices_in(spec.enumeration)]
    elif spec.kind is Kind.LANGUAGE:
        field.choices = [SelectChoice(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    elif spec.kind is Kind.CURRENCY:
        field.choices = [*nothing, *(SelectChoice(code, code) for code in CURRENCIES)]
    elif spec.kind is Kind.MAYBE:
        field.choices = [*nothing, SelectChoice("yes", _("yes")), SelectChoice("no", _("no"))]
    elif spec.kind is Kind.FLAG:
        field.choices = [SelectChoice("no", _("no")), SelectChoice("yes", _("yes"))]


def _nothing_chosen(spec: FieldSpec, field: Any) -> list[SelectChoice]:
    """What stands before the codes of a list: nothing is chosen for people."""
    if spec.kind is Kind.CODES or (spec.name in OBLIGATORY and field.data):
        return []
    return [SelectChoice("", _("Please choose") if spec.name in OBLIGATORY else _("not known"))]


@cache
def _form_class(instruments: tuple[str, ...], indicators: tuple[str, ...]) -> type[ProjectForm]:
    """ProjectForm with a field for everything; one class for each state of the lists."""
    members: dict[str, Any] = {spec.name: _field(spec) for spec in FORM_FIELDS}
    for language in LANGUAGES:
        for name in TEXT_FIELDS:
            most = MOST_OF_TEXT.get(name, TEXT_LENGTH)
            kind = Text if name == "title" else LongText
            members[f"{name}_{language}"] = kind(TEXT_LABELS[name], most=most)
    for document in DocumentKind:
        members[f"document_{document}"] = Choice(
            document.label, choices=lambda: choices_in(DocumentState, empty=_("not known"))
        )
    for code in instruments:
        for part, label in FUNDING_LABELS.items():
            members[f"{part}_{code}"] = Number(label, least=Decimal("0.01"))
    for code in indicators:
        for part, label in INDICATOR_LABELS.items():
            members[f"{part}_{code}_effect"] = _indicator_field(part, label)
    return type("FullProjectForm", (ProjectForm,), members)


def _indicator_field(part: str, label: object) -> Any:
    if part in ("method", "source"):
        return LongText(label, most=2000, validators=[one_part])
    if part == "year":
        return Number(label, places=0, least=Decimal(1990), greatest=Decimal(2100))
    return Number(label, places=4, least=Decimal(0))


#: The bar, of either width, parts texts in spreadsheets.
NO_BARS = str.maketrans("|｜", "//")


def one_part(form: Form, field: Any) -> None:
    """Kept to one line without the sign that parts these texts in spreadsheets."""
    field.data = " ".join((field.data or "").translate(NO_BARS).split())


def _field(spec: FieldSpec) -> Any:
    needed = [required()] if spec.name in OBLIGATORY else []
    greatest = Decimal(spec.greatest) if spec.greatest is not None else Decimal(10) ** 12
    least = Decimal(spec.least) if spec.least is not None else Decimal(1).scaleb(-spec.places)
    if spec.kind is Kind.TEXT:
        return LongText(spec.label, most=spec.most)
    if spec.kind is Kind.DAY:
        return Day(spec.label, validators=[optional()])
    if spec.kind is Kind.CODES:
        return Choices(spec.label)
    if spec.kind in (Kind.NUMBER, Kind.MONEY):
        return Number(spec.label, places=spec.places, least=least, greatest=greatest)
    if spec.kind is Kind.WHOLE:
        return Number(spec.label, places=0, least=least, greatest=greatest)
    if spec.kind in (Kind.LINE, Kind.WORDS):
        return Text(spec.label, most=spec.most)
    return Choice(spec.label, validators=needed)


def _data_of(content: ProjectRecord) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for spec in FORM_FIELDS:
        value = getattr(content, spec.name)
        if spec.kind in (Kind.FLAG, Kind.MAYBE) and value is not None:
            value = "yes" if value else "no"
        elif spec.kind is Kind.WORDS:
            value = "; ".join(value)
        data[spec.name] = list(value) if isinstance(value, tuple) else value
    for language, texts in content.texts.items():
        data.update({f"{name}_{language}": text for name, text in texts.items()})
    for code, money in content.funding.items():
        data.update({f"{part}_{code}": getattr(money, part) for part in FUNDING_LABELS})
    for code, effect in content.indicators.items():
        data.update({f"{part}_{code}_effect": getattr(effect, part) for part in INDICATOR_LABELS})
    data.update({f"document_{kind}": state for kind, state in content.documents.items()})
    return data


class MoveForm(VersionedForm):
    """A step of a publication or of a waiting change."""

    to = HiddenField(validators=[required()])
    reason = Choice(_l("Reason"), choices=lambda: choices_in(Reason, empty=_("Please choose")))
    note = LongText(_l("Note"), most=5000)

    def step(self) -> dict[str, Any]:
        """Where to, why, and what was written to it."""
        return {"to": self.to.data, "reason": self.reason.data or None, "note": self.note.data or None}


class StageForm(Form):
    """A step along the preparation stages."""

    stage = Choice(_l("Stage"), validators=[required()])
    bypass_reason = LongText(_l("Reason for passing the gate with something missing"), id="bypass", most=2000)


class OfficerForm(Form):
    officer = Choice(_l("Contact officer"))


class AchievementForm(Form):
    indicator = Choice(_l("Indicator"), validators=[required()])
    value = Number(_l("Reached in all"), places=4, validators=[required()])
    as_of = Day(_l("By this day"), validators=[required()])
    source = Text(_l("Source"), most=500, validators=[required()])

    def offer(self, project: Project) -> "AchievementForm":
        """Fill the list with what the project promised. Returns itself."""
        lines = ((line.indicator_code, line.indicator) for line in project.indicators)
        self.indicator.choices = [SelectChoice(code, f"{entry.name}, {entry.unit}") for code, entry in lines]
        return self

    def reached(self) -> Reached:
        """What was written, once it is valid."""
        value, as_of = cast(Decimal, self.value.data), cast(date, self.as_of.data)
        return Reached(self.indicator.data, as_of, value, self.source.data or "")
