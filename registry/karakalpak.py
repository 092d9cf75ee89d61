"""Babel locales put right for Uzbek (one apostrophe) and Karakalpak (Latin script).

Babel's own Karakalpak is Cyrillic, with few patterns and no currencies, and its Latin one is empty. Ours
takes the patterns of Uzbek, whose customs are the same, and the names of CLDR's Karakalpak, transliterated.
"""

import re
from copy import deepcopy
from typing import Any, Final

from babel import Locale, localedata
from babel.localedata import LocaleDataDict
from babel.numbers import NumberPattern, parse_pattern
from kaalin import cyrillic2latin

#: CLDR writes oʻ and gʻ with U+2018 or U+02BB by turns; ours is U+02BB, and U+02BC for the glottal stop.
UZBEK_APOSTROPHES: Final = str.maketrans({"‘": "ʻ", "`": "ʻ", "’": "ʼ"})
#: o and g never carry a glottal stop.
WRONG_TURN: Final = re.compile(r"(?<=[oOgG])ʼ")
#: Where CLDR's Uzbek has texts for people.
UZBEK_TEXTS: Final = (
    "currency_names",
    "currency_names_plural",
    "currency_symbols",
    "date_fields",
    "languages",
    "scripts",
    "territories",
    "unit_display_names",
    "unit_patterns",
)

# fmt: off
MONTHS: Final = [
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avgust", "sentyabr", "oktyabr", "noyabr", "dekabr",
]
# fmt: on
#: CLDR's Cyrillic ones come out wrong ("noya"); these are cut as Uzbek cuts its own.
SHORT_MONTHS: Final = ["yan", "fev", "mar", "apr", "may", "iyn", "iyl", "avg", "sen", "okt", "noy", "dek"]
DAYS: Final = ["dúyshembi", "siyshembi", "sárshembi", "piyshembi", "juma", "shembi", "ekshembi"]
SHORT_DAYS: Final = ["Dúy", "Siy", "Sár", "Piy", "Jum", "Shem", "Eksh"]

CURRENCIES: Final = {
    "USD": "AQSH dolları",
    "EUR": "evro",
    "CNY": "Qıtay yuanı",
    "UZS": "Ózbekstan sumı",
    "RUB": "Rossiya rubli",
    "KRW": "Qubla Koreya vonı",
    "JPY": "Yaponiya ienası",
    "KZT": "Qazaqstan teńgesi",
    "GBP": "Ullı Britaniya funt sterlingi",
    "CHF": "Shveycariya frankı",
}
TERRITORIES: Final = {
    # not in CLDR's Karakalpak
    "AQ": "Antarktida",
    "AS": "Amerika Samoası",
    "CX": "Rojdestvo atawı",
    "HM": "Xerd hám Makdonald atawları",
    "MP": "Arqa Mariana atawları",
    "NF": "Norfolk atawı",
    "NU": "Niue",
    "PF": "Francuz Polineziyası",
    "SH": "Áwliye Elena atawı",
    "UM": "AQSH sırtqı kishi atawları",
    "WF": "Uollis hám Futuna",
    # there, but with a sign lost or one of another language
    "CI": "Kot-dʼIvuar",
    "PG": "Papua – Jańa Gvineya",
}


class AdaptedLocale(Locale):
    """A Babel locale whose data is a copy of `source` with some keys changed.

    Babel 2.18 asks every locale object for `_data`, a private property. Overriding it leaves Babel's cache
    (`localedata._cache`) and the locales in it as they are. Needs Babel < 3; a test notices a change.
    """

    def __init__(
        self,
        language: str,
        territory: str | None = None,
        script: str | None = None,
        *,
        source: str | None = None,
        changes: dict[str, Any],
    ) -> None:
        super().__init__(language, territory, script)
        # A deep copy: Babel resolves the aliases in its data in place, against the locale it belongs to.
        data: dict[Any, Any] = deepcopy(localedata.load(source or str(self)))
        localedata.merge(data, changes)
        self._adapted = LocaleDataDict(data)

    @property
    def _data(self) -> LocaleDataDict:
        return self._adapted


def uzbek_locale() -> Locale:
    """Uzbek in Latin script, written with ʻ throughout."""
    data = localedata.load("uz")
    return AdaptedLocale("uz", changes={key: _changed(data[key], tidy_uzbek) for key in UZBEK_TEXTS})


def karakalpak_locale() -> Locale:
    """Karakalpak in Latin script."""
    uzbek = localedata.load("uz")
    own = localedata.load("kaa")
    changes = {key: _changed(uzbek[key], tidy_uzbek) for key in UZBEK_TEXTS}
    # Regions and rare currencies without a Karakalpak name keep the Uzbek one.
    changes["territories"] |= _changed(own["territories"], latin) | TERRITORIES
    changes["languages"] |= _changed(own["languages"], latin)
    changes["quarters"] = _changed(own["quarters"], latin)
    changes["currency_names"] |= CURRENCIES
    changes["currency_names_plural"] = {code: {"one": name, "other": name} for code, name in CURRENCIES.items()}
    changes["currency_symbols"]["UZS"] = "sum"
    changes["months"] = _both_ways(MONTHS, SHORT_MONTHS, first=1)
    changes["days"] = _both_ways(DAYS, SHORT_DAYS, first=0)
    changes["number_symbols"] = {"latn": {"nan": "san\N{NO-BREAK SPACE}emes"}}
    for key in ("compact_decimal_formats", "compact_currency_formats"):
        changes[key] = _changed(uzbek[key], lambda text: text.replace("ming", "mıń"))
    return AdaptedLocale("kaa", "UZ", "Latn", source="uz", changes=changes)


def latin(text: str) -> str:
    """Karakalpak text from Cyrillic to Latin script."""
    # CLDR writes ң with a wrong hook; after a soft sign е is read ye, which kaalin leaves out.
    for wrong, right in (("ӊ", "ң"), ("Ӊ", "Ң"), ("ье", "йе")):
        text = text.replace(wrong, right)
    return str(cyrillic2latin(text))


def tidy_uzbek(text: str) -> str:
    """Uzbek text with the letters oʻ and gʻ and the glottal stop ʼ written in one way."""
    return WRONG_TURN.sub("ʻ", text.translate(UZBEK_APOSTROPHES))


def _changed(value: Any, change: Any) -> Any:
    """The same nested data with every text and number pattern in it changed; aliases of Babel stay."""
    if isinstance(value, dict | LocaleDataDict):
        return {key: _changed(inner, change) for key, inner in value.items()}
    if isinstance(value, NumberPattern):
        return parse_pattern(change(value.pattern))
    return change(value) if isinstance(value, str) else value


def _both_ways(wide: list[str], abbreviated: list[str], *, first: int) -> dict[str, dict[str, dict[int, str]]]:
    """Names of months or days as CLDR keeps them: small letters inside a date, capitals standing alone."""
    inside = {
        "wide": wide,
        "abbreviated": abbreviated,
        "short": abbreviated,
        "narrow": [n[0].upper() for n in wide],
    }
    alone = {width: [name.capitalize() for name in names] for width, names in inside.items()}
    return {
        context: {width: dict(enumerate(names, first)) for width, names in widths.items()}
        for context, widths in (("format", inside), ("stand-alone", alone))
    }
