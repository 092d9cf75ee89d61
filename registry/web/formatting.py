"""Numbers, money, dates and countries in the reader's conventions.

Every function speaks the current language unless told another one. What is not known (None) is the
caller's to say. Numbers are rounded half up, as people do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal, get_currency_precision

from registry.languages import current_language, locale_for, ngettext, pgettext, sort_key

Number = Decimal | int | float
Style = Literal["medium", "long", "full"]

#: Currencies that amounts can be given in.
CURRENCIES: Final = ("USD", "EUR", "CNY", "UZS", "RUB", "KRW", "JPY", "KZT", "GBP", "CHF")
#: The clock of the whole of Uzbekistan.
LOCAL_TIME: Final = ZoneInfo("Asia/Samarkand")
#: ISO 3166-1 alpha-2, as officially assigned.
COUNTRY_CODES: Final = tuple(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
    """.split()  # noqa: SIM905 (a list of 249 quoted lines would not be read by anyone)
)

NOT_IN_XML: Final = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NBSP: Final = "\N{NO-BREAK SPACE}"
#: Where compact amounts begin; below, the whole amount is short enough. Chinese counts in ten thousands.
COMPACT_FROM: Final[Mapping[str, tuple[int, ...]]] = {"zh": (10**12, 10**8, 10**4)}
MILLIONS: Final = (10**12, 10**9, 10**6)


# --- numbers


def format_number(value: Number, places: int | None = None, language: str | None = None) -> str:
    """A number with grouped digits: as many places as it needs (at most three), or exactly `places`."""
    if places is None and isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    return _number(_decimal(value), places, _code(language))


@lru_cache(maxsize=4096)
def _number(value: Decimal, places: int | None, code: str) -> str:
    pattern = "#,##0.###" if places is None else "#,##0." + "0" * places
    rounded = _rounded(value, 3 if places is None else places)
    return format_decimal(rounded, format=pattern.rstrip("."), locale=locale_for(code))


def format_percent(value: Number, places: int | None = None, language: str | None = None) -> str:
    """A number of percent with its sign: 12.5 becomes 12.5%."""
    code = _code(language)
    pattern: str = locale_for(code).percent_formats[None].pattern
    return pattern.replace("#,##0", format_number(value, places, code))


def format_quantity(value: Number, unit: str, language: str | None = None) -> str:
    """A number and its unit (already in the reader's language): 120,000 ha, 12%, 120,000公顷."""
    code = _code(language)
    if unit == "%":
        return format_percent(value, language=code)
    number = format_number(value, language=code)
    if not unit:
        return number
    # Chinese puts no space before a unit that is written in Chinese.
    is_han = unicodedata.name(unit[0], "").startswith("CJK")
    return f"{number}{'' if is_han else NBSP}{unit}"


def format_years(value: Number) -> str:
    """A number of years in the current language: 1 year, 3.5 years."""
    exact = _decimal(value)
    # Languages that tell one, few and many apart treat a fraction as few.
    count = int(exact) if exact == exact.to_integral_value() else 2
    return ngettext("%(number)s year", "%(number)s years", count, number=format_number(exact))


def format_list(items: Iterable[str]) -> str:
    """Items in a row as the current language parts them: a, b; 甲、乙."""
    return pgettext("between items of a list", ", ").join(items)


# --- for programs


def format_moment(moment: datetime) -> str:
    """A moment as RFC 3339 has it, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def xml_safe(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold (its section 2.2)."""
    return NOT_IN_XML.sub("", text)


# --- money


def format_money(amount: Number, currency: str, language: str | None = None) -> str:
    """The whole amount with its currency, cents only where there are any: US$1,234,567, 1 234 567 US$."""
    return _money(_decimal(amount), currency, _code(language))


@lru_cache(maxsize=4096)
def _money(exact: Decimal, currency: str, code: str) -> str:
    locale = locale_for(code)
    places = 0 if exact == exact.to_integral_value() else get_currency_precision(currency)
    pattern: str = locale.currency_formats["standard"].pattern
    pattern = pattern.replace(".00", "." + "0" * places if places else "")
    if pattern.startswith("¤") and _symbol(currency, locale)[-1].isalpha():
        pattern = pattern.replace("¤", "¤" + NBSP)
    rounded = _rounded(exact, places)
    return format_currency(rounded, currency, format=pattern, locale=locale, currency_digits=False)


def compact_money(amount: Number, currency: str, language: str | None = None) -> str:
    """The amount to one place of its largest unit, in full below a million: US$4.4 million, 440万美元."""
    return _compact(_decimal(amount), currency, _code(language))


@lru_cache(maxsize=4096)
def _compact(exact: Decimal, currency: str, code: str) -> str:
    locale = locale_for(code)
    # Rounded before the unit is chosen: 999,960,000 is one billion, not 1,000 million.
    size = abs(exact)
    unit = next((unit for unit in COMPACT_FROM.get(code, MILLIONS) if _tenths(size, unit) >= unit), None)
    if unit is None:
        return format_money(_rounded(exact, 0), currency, code)
    width: Literal["short", "long"] = "long" if code == "en" else "short"
    number = format_compact_decimal(
        _tenths(size, unit), format_type=width, locale=locale, fraction_digits=1
    ).replace(" ", NBSP)
    symbol = _symbol(currency, locale)
    if code == "zh":
        text = number + currency_name(currency, code)
    elif code == "en":
        text = symbol + (NBSP if symbol[-1].isalpha() else "") + number
    else:
        text = number + NBSP + symbol
    return f"-{text}" if exact < 0 else text


def currency_name(code: str, language: str | None = None) -> str:
    """The currency's name in words, small letters where the language has them; its code if unknown."""
    name: str | None = locale_for(_code(language)).currencies.get(code)
    return name or code


def _symbol(currency: str, locale: Locale) -> str:
    symbol: str | None = locale.currency_symbols.get(currency)
    return symbol or currency


# --- dates


def format_date(day: date, style: Style = "long", language: str | None = None) -> str:
    """A day: 23 November 2026 (long), 23 Nov 2026 (medium), Monday, 23 November 2026 (full).

    A moment with a time zone gives the day it falls on in Uzbekistan.
    """
    if isinstance(day, datetime):
        day = local_time(day).date()
    return _date(day, style, _code(language))


@lru_cache(maxsize=4096)
def _date(day: date, style: Style, code: str) -> str:
    return babel_date(day, format=style, locale=locale_for(code))


def format_datetime(moment: datetime, style: Style = "long", language: str | None = None) -> str:
    """A moment on the clock of Uzbekistan, to the minute: 23 November 2026, 14:05."""
    return _with_time(local_time(moment), style, language)


def format_own_datetime(moment: datetime, style: Style = "medium", language: str | None = None) -> str:
    """A moment on the clock of the time zone that it carries."""
    return _with_time(moment, style, language)


def _with_time(local: datetime, style: Style, language: str | None) -> str:
    code = _code(language)
    pattern: str = locale_for(code).datetime_formats[style]
    return pattern.replace("{1}", format_date(local, style, code)).replace("{0}", f"{local:%H:%M}")


def local_time(moment: datetime) -> datetime:
    """The moment on the clock of Uzbekistan; raises ValueError if it does not say its time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} lacks a time zone")
    return moment.astimezone(LOCAL_TIME)


# --- countries


def country_name(code: str, language: str | None = None) -> str:
    """The country's name; the code itself if there is no such country."""
    name: str | None = locale_for(_code(language)).territories.get(code)
    return name or code


def countries(language: str | None = None) -> list[tuple[str, str]]:
    """All countries as (code, name), sorted by name as the language sorts."""
    return list(_countries(_code(language)))


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    named = ((code, country_name(code, language)) for code in COUNTRY_CODES)
    return tuple(sorted(named, key=lambda country: sort_key(country[1], language)))


# --- what the others need


def _code(language: str | None) -> str:
    return language or current_language()


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _tenths(size: Decimal, unit: int) -> Decimal:
    """The amount rounded to a tenth of the unit."""
    return _rounded(size * 10 / unit, 0) * unit / 10
