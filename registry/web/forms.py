"""The base of all forms: our messages in the reader's language, cleaned text, refusals beside their field."""

import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice as SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional, StopValidation

from registry.languages import current_language
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.refusals import Refusal

#: Messages that WTForms itself puts out; named here so that they are translated in all our languages.
WTFORMS_MESSAGES = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid date value."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("'%(value)s' is not a valid choice for this field."),
    _l("'%(value)s' are not valid choices for this field."),
    _l("The CSRF token is missing."),
    _l("The CSRF session token is missing."),
    _l("The CSRF tokens do not match."),
    _l("The CSRF token is invalid."),
)

#: Direction overrides and invisible characters have no place in names and titles.
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class _Catalogue:
    """WTForms' messages through our catalogues."""

    def gettext(self, text: str) -> str:
        return _(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _(singular if n == 1 else plural)


class Form(FlaskForm):
    """A form; refusals of operations land beside the field they name, or on top."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Catalogue:
            return _Catalogue()

    def refuse(self, refusal: Refusal) -> None:
        """Show why an operation refused."""
        if refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = [*field.errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    def lost_race(self, version: int) -> Self:
        """Somebody else saved first: keep what was typed, take the present version, say so. Returns itself."""
        self["version"].data = version
        self.form_errors.append(
            _("Somebody else changed this meanwhile. Look at the present state, then decide anew.")
        )
        return self


class VersionedForm(Form):
    """A form that knows which version of the record the person had open."""

    version = HiddenField()

    def seen_version(self) -> int | None:
        """The version that the person had open."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Text(StringField):
    """One line of text: trimmed, composed (NFC), without control or invisible characters."""

    multiline = False

    def __init__(self, label: object, *, most: int = 200, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        self.most = most
        super().__init__(label, validators=[clean_text, *validators], **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = tidy(self.data or "")


class LongText(TextAreaField):
    """Several lines of text."""

    multiline = True

    def __init__(self, label: object, *, most: int = 5000, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        self.most = most
        super().__init__(label, validators=[clean_text, *validators], **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = tidy(self.data or "")


def tidy(text: str) -> str:
    """Composed, trimmed, with plain line ends."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def clean_text(form: Any, field: Any) -> None:
    """Refuse text that is too long or holds characters nobody can see."""
    text = field.data or ""
    if len(text) > field.most:
        raise StopValidation(
            _("Use at most %(most)s characters; these are %(number)s.", most=field.most, number=len(text))
        )
    allowed = "\n\t" if field.multiline else ""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in allowed:
            raise StopValidation(_("This text contains a character that cannot be stored. Please type it anew."))
        if not field.multiline and character in INVISIBLE:
            raise StopValidation(_("This text contains invisible characters. Please type it anew."))


class Number(StringField):
    """A decimal number as people type it: spaces between groups, comma or point before the decimals."""

    def __init__(
        self,
        label: object,
        *,
        places: int = 2,
        least: Decimal | None = None,
        greatest: Decimal = Decimal(10) ** 12,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        self.places, self.least, self.greatest = places, least, greatest
        super().__init__(label, validators=list(validators), **kwargs)  # type: ignore[arg-type]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format(Decimal(self.data).normalize(), "f")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if text:
            self.data = number_of(text)  # type: ignore[assignment]

    def pre_validate(self, form: Any) -> None:
        value: Any = self.data
        if value is None:
            return
        if value != round(value, self.places):
            raise StopValidation(_("Use at most %(places)s decimal places.", places=self.places))
        if self.least is not None and value < self.least:
            raise StopValidation(_("The smallest possible value is %(least)s.", least=self.least))
        if value > self.greatest:
            raise StopValidation(_("The greatest possible value is %(greatest)s.", greatest=f"{self.greatest:f}"))


def number_of(text: str) -> Decimal:
    """The number in a text like `1 234 567,50` or `1,234,567.50`; raises ValueError with a sentence."""
    sentence = _("Write a number such as 1250000 or 1250000.50.")
    if len(text) > 40:
        raise ValueError(sentence)
    compact = "".join(character for character in text if not character.isspace() and character != "'")
    if compact.count(",") == 1 and "." not in compact and not _is_grouping(compact):
        compact = compact.replace(",", ".")
    compact = compact.replace(",", "")
    if not compact.isascii() or not set(compact) <= set("+-.0123456789"):
        raise ValueError(sentence)
    try:
        return Decimal(compact)
    except InvalidOperation:
        raise ValueError(sentence) from None


def _is_grouping(compact: str) -> bool:
    """`12,500` is twelve thousand five hundred in English and Chinese, twelve and a half elsewhere."""
    whole, _comma, rest = compact.partition(",")
    return len(rest) == 3 and whole.lstrip("+-") not in ("", "0") and current_language() in ("en", "zh")


class Day(DateField):
    """A date between 1990 and 2100."""

    def __init__(self, label: object, *, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators=list(validators), **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([str(value).strip()[:20] for value in valuelist if str(value).strip()])
        except ValueError:
            raise ValueError(_("Write a date such as 2026-11-24.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not 1990 <= self.data.year <= 2100:
            raise StopValidation(_("Write a date between 1990 and 2100."))


class Choice(SelectField):
    """One of a list; nothing chosen is None."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        kwargs.setdefault("coerce", str)
        super().__init__(label, **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class Choices(SelectMultipleField):
    """Any number of a list; an empty value is sent along by forms, so that a cleared list is sent too."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([value for value in valuelist if value != ""])


class OneOfFew(RadioField):
    """One of a few, all shown; nothing chosen is None."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class Required(InputRequired):
    """Something was typed, and not only spaces."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            field.errors = []
            raise StopValidation(str(self.message))


def required(message: object = None) -> Callable[[Any, Any], None]:
    """The field must be filled in."""
    return Required(message or _l("This field is required."))  # type: ignore[arg-type]


def chosen(form: Any, field: Field) -> None:
    """At least one of a list must be chosen."""
    if not field.data:
        raise ValidationError(_("Choose at least one."))


optional = Optional


def choices_of(entries: Iterable[Any]) -> list[SelectChoice]:
    """Choices out of entries with a code and a name."""
    return [SelectChoice(entry.code, entry.name) for entry in entries]


def choices_in(members: Iterable[Any], *, empty: object = None) -> list[SelectChoice]:
    """Choices out of an enumeration whose members carry a label; `empty` is the label of choosing none."""
    first = [] if empty is None else [SelectChoice("", empty)]
    return [*first, *(SelectChoice(member.value, member.label) for member in members)]
