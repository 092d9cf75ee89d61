"""The five languages: the one in use, texts of the catalogues, conventions, comparing and sorting names."""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final, cast

from babel import Locale
from babel.numbers import format_decimal

from registry.karakalpak import AdaptedLocale, karakalpak_locale, uzbek_locale

LANGUAGES: Final = ("en", "ru", "uz", "kaa", "zh")
NATIVE_NAMES: Final = {
    "en": "English",
    "ru": "Русский",
    "uz": "Oʻzbekcha",
    "kaa": "Qaraqalpaqsha",
    "zh": "中文",
}
HTML_LANG: Final = {"en": "en", "ru": "ru", "uz": "uz-Latn", "kaa": "kaa-Latn", "zh": "zh-Hans"}
#: What a reader of each language is likeliest to read besides it, best first.
READS_ALSO: Final = {
    "en": ("ru", "uz", "kaa", "zh"),
    "ru": ("en", "uz", "kaa", "zh"),
    "uz": ("ru", "en", "kaa", "zh"),
    "kaa": ("uz", "ru", "en", "zh"),
    "zh": ("en", "ru", "uz", "kaa"),
}
TRANSLATIONS: Final = Path(__file__).resolve().parent / "translations"

#: Spoken where nobody has chosen.
DEFAULT: Final = "en"
_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


# --- the language in use


def current_language() -> str:
    """Code of the language that texts and formats come in here and now."""
    return _current.get()


def set_language(code: str) -> None:
    """Speak this language from here on; raises ValueError if it is none of ours."""
    _current.set(_known(code))


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak this language inside the `with` block; raises ValueError if it is none of ours."""
    token = _current.set(_known(code))
    try:
        yield
    finally:
        _current.reset(token)


def _known(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"{code!r} is none of the languages {', '.join(LANGUAGES)}")
    return code


# --- texts


def gettext(message: str, **values: object) -> str:
    """The message in the current language; `%(name)s` is filled in only where values are given."""
    # gettext keeps its own header under the empty message.
    text = _catalogue(current_language()).gettext(message) if message else ""
    return text % values if values else text


def pgettext(context: str, message: str, **values: object) -> str:
    """Like gettext, for a message that means different things in different contexts."""
    text = _catalogue(current_language()).pgettext(context, message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The form for n in the current language; `%(num)s` is n grouped as the reader is used to."""
    language = current_language()
    text = _catalogue(language).ngettext(singular, plural, n)
    number = n if -1000 < n < 1000 else format_decimal(n, locale=locale_for(language))
    try:
        return text % {"num": number, **values}
    except KeyError:
        if values:
            raise
        return text  # a {% trans %} block of Jinja fills its own names in afterwards


def lazy_gettext(message: str, **values: object) -> str:
    """A text that is translated each time it is shown: for labels that exist before any reader does.

    It is a LazyText; typed as str because forms and templates take it wherever they take text.
    """
    return cast(str, LazyText(message, values))


@cache
def _catalogue(code: str) -> NullTranslations:
    """The compiled catalogue of a language; where there is none, messages stay English."""
    try:
        with (TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()


class LazyText:
    """Behaves like the text in the language of the moment, but is no str: join() needs str(text)."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        self._message = message
        self._values = dict(values)

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __repr__(self) -> str:
        return f"lazy_gettext({self._message!r})"

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyText):
            return (self._message, self._values) == (other._message, other._values)
        return str(self) == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        # Not of the translation: a key of a dict has to stay findable when the language changes.
        return hash(self._message)

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __bool__(self) -> bool:
        return bool(self._message)

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getitem__(self, place: int | slice) -> str:
        return str(self)[place]

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __getattr__(self, name: str) -> Any:
        # Special names are asked for by copy, pickle and markupsafe, which must see what is truly here.
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(str(self), name)


# --- conventions


@cache
def locale_for(code: str) -> Locale:
    """Babel's locale for one of our languages, with what Babel lacks put right."""
    if code == "kaa":
        return karakalpak_locale()
    if code == "uz":
        return uzbek_locale()
    if code == "ru":
        # CLDR leaves the sum of Uzbekistan as a code; every Russian text in Uzbekistan writes it out.
        return AdaptedLocale("ru", changes={"currency_symbols": {"UZS": "сум"}})
    # English for the world (23 November 2026, US$), not for the United States.
    return Locale("en", "001") if _known(code) == "en" else Locale("zh", script="Hans")


def pick(names: Mapping[str, str | None], language: str | None = None) -> tuple[str, str]:
    """The text in the wanted (or current) language, else in the next one its readers know, and which it is.

    ("", language) where there is no text at all.
    """
    wanted = language or current_language()
    for code in (wanted, *READS_ALSO[wanted]):
        if text := names.get(code):
            return text, code
    return "", wanted


# --- comparing and sorting


#: What keyboards and old texts put for ʻ and ʼ of Uzbek, and Karakalpak of 1995 for its accents.
APOSTROPHES: Final = "'`´ʹʻʼʽˈ‘’‛′＇"
#: Taken out before NFKC, which would turn ´ into a space with an accent.
_WITHOUT_APOSTROPHES = str.maketrans("", "", APOSTROPHES)


class _Letters(dict[int, str | None]):
    """Code point -> what it counts as in comparisons, worked out when first met."""

    def __missing__(self, point: int) -> str | None:
        self[point] = found = self._counts_as(chr(point))
        return found

    @staticmethod
    def _counts_as(letter: str) -> str | None:
        if letter == "ı":
            return "i"
        if letter == "ё":
            return "е"
        # Accents left over on their own (stress marks), joiners and soft hyphens.
        if "\u0300" <= letter <= "\u036f" or unicodedata.category(letter) == "Cf":
            return None
        parts = unicodedata.normalize("NFD", letter)
        # Latin only: й and ў are letters of their own, not и and у with a mark.
        is_latin = parts[0].isascii() and parts[0].isalpha()
        return parts[0] if is_latin else letter


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text as it is compared and searched, never shown: no case, no apostrophes, no Latin accents, ı = i.

    sugʻorish = sug'orish = sugorish, ПРОЕКТ = проект, Qońırat = qonirat, ＡＢＣ = abc. Spaces become single.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_WITHOUT_APOSTROPHES)).casefold()
        text = unicodedata.normalize("NFKC", text).translate(_LETTERS)
    return " ".join(text.casefold().translate(_WITHOUT_APOSTROPHES).split())


#: Letters in the order of the two Latin alphabets; c and w of Uzbek stand only in foreign names.
_ALPHABETS: Final = {
    "uz": "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch",
    "kaa": "a á b d e f g ǵ h x ı i j k q l m n ń o ó p r s t u ú v w y z sh c ch",
}
#: The first level of GB 2312 is ordered by pinyin; rarer characters sort as a common one of the same sound.
_HOMOPHONES: Final = str.maketrans("斐梵瑙汶珀", "匪犯脑问破")


def sort_key(text: str, language: str | None = None) -> tuple[int, ...]:
    """Key that sorts names as a dictionary of the language would: by alphabet, in Chinese by pinyin."""
    wanted = language or current_language()
    if wanted == "zh":
        return tuple(fold(text).translate(_HOMOPHONES).encode("gb18030"))
    if wanted not in _ALPHABETS:
        return tuple(map(ord, fold(text)))
    places = _places(wanted)
    # Í is the capital of ı, which Python does not know.
    rest = text.replace("Í", "ı").lower().replace("í", "ı")
    for apostrophe in APOSTROPHES:
        rest = rest.replace(apostrophe, "ʻ")
    key = []
    while rest:
        size = 2 if rest[:2] in places else 1
        key.append(places.get(rest[:size], ord(rest[0])))
        rest = rest[size:]
    return tuple(key)


@cache
def _places(language: str) -> dict[str, int]:
    """Letter -> its place, after all ASCII signs and before the letters of other alphabets."""
    return {letter: 128 + place for place, letter in enumerate(_ALPHABETS[language].split())}
