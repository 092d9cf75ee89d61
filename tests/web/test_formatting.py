"""Numbers, money, dates and countries in five languages. ~ stands for a space that does not break."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from babel import Locale

from registry.languages import LANGUAGES, locale_for, use_language
from registry.web.formatting import (
    COUNTRY_CODES,
    CURRENCIES,
    compact_money,
    countries,
    country_name,
    currency_name,
    format_date,
    format_datetime,
    format_money,
    format_number,
    format_percent,
    format_quantity,
    format_years,
    local_time,
)

#: CLDR codes that ISO 3166-1 has not assigned to a country.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def plain(text: str) -> str:
    return text.replace("\xa0", "~").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("language", "number", "money", "compact", "percent", "day", "moment"),
    [
        (
            "en",
            "1,234,567.5",
            "US$1,234,567",
            "US$4.4~million",
            "12.5%",
            "23 November 2026",
            "24 November 2026, 00:05",
        ),
        (
            "ru",
            "1~234~567,5",
            "1~234~567~$",
            "4,4~млн~$",
            "12,5~%",
            "23 ноября 2026~г.",
            "24 ноября 2026~г., 00:05",
        ),
        (
            "uz",
            "1~234~567,5",
            "1~234~567~US$",
            "4,4~mln~US$",
            "12,5%",
            "23-noyabr, 2026",
            "24-noyabr, 2026, 00:05",
        ),
        (
            "kaa",
            "1~234~567,5",
            "1~234~567~US$",
            "4,4~mln~US$",
            "12,5%",
            "23-noyabr, 2026",
            "24-noyabr, 2026, 00:05",
        ),
        ("zh", "1,234,567.5", "US$1,234,567", "440万美元", "12.5%", "2026年11月23日", "2026年11月24日 00:05"),
    ],
)
def test_it_works(
    language: str, number: str, money: str, compact: str, percent: str, day: str, moment: str
) -> None:
    with use_language(language):
        assert plain(format_number(Decimal("1234567.500"))) == number
        assert plain(format_money(Decimal("1234567.00"), "USD")) == money
        assert plain(compact_money(Decimal(4_400_000), "USD")) == compact
        assert plain(format_percent(Decimal("12.50"))) == percent
        assert plain(format_date(date(2026, 11, 23))) == day
        assert plain(format_datetime(datetime(2026, 11, 23, 19, 5, tzinfo=UTC))) == moment


def test_the_language_can_be_named() -> None:
    with use_language("zh"):
        assert format_number(Decimal("0.5"), language="ru") == "0,5"
        assert plain(compact_money(Decimal(4_400_000), "USD", "uz")) == "4,4~mln~US$"
        assert format_date(date(2026, 11, 23), "full", "kaa") == "dúyshembi, 23-noyabr, 2026"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0, None, "0"),
        (-1234, None, "-1,234"),
        (Decimal("2.345"), 2, "2.35"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal(2), 2, "2.00"),
        (0.1, None, "0.1"),
        (Decimal("0.12345"), None, "0.123"),
    ],
)
def test_numbers(value: Decimal | float, places: int | None, shown: str) -> None:
    assert format_number(value, places) == shown


@pytest.mark.parametrize(
    ("currency", "english", "russian"),
    [
        ("USD", "US$1,500", "1~500~$"),
        ("EUR", "€1,500", "1~500~€"),
        ("CNY", "CN¥1,500", "1~500~CN¥"),
        ("UZS", "UZS~1,500", "1~500~сум"),
        ("RUB", "RUB~1,500", "1~500~₽"),
        ("CHF", "CHF~1,500", "1~500~CHF"),
    ],
)
def test_money_in_other_currencies(currency: str, english: str, russian: str) -> None:
    assert plain(format_money(Decimal(1500), currency, "en")) == english
    assert plain(format_money(Decimal(1500), currency, "ru")) == russian


def test_cents_are_shown_only_where_there_are_any() -> None:
    assert format_money(Decimal("1234.50"), "USD") == "US$1,234.50"
    assert format_money(Decimal("1234.005"), "USD") == "US$1,234.01"
    assert format_money(Decimal("1234.5"), "JPY") == "JP¥1,235"
    assert format_money(Decimal("-1234"), "USD") == "-US$1,234"
    assert plain(format_money(Decimal("1234.5"), "UZS", "uz")) == "1~234,50~soʻm"
    assert plain(format_money(Decimal("1234.5"), "UZS", "kaa")) == "1~234,50~sum"


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (0, "US$0", "US$0"),
        (9_999, "US$9,999", "1万美元"),
        (850_000, "US$850,000", "85万美元"),
        (949_999, "US$949,999", "95万美元"),
        (4_000_000, "US$4~million", "400万美元"),
        (4_450_000, "US$4.5~million", "445万美元"),
        (999_960_000, "US$1~billion", "10亿美元"),
        (123_450_000_000, "US$123.5~billion", "1234.5亿美元"),
        (2_000_000_000_000, "US$2~trillion", "2万亿美元"),
        (-4_400_000, "-US$4.4~million", "-440万美元"),
    ],
)
def test_compact_money(amount: int, english: str, chinese: str) -> None:
    assert plain(compact_money(Decimal(amount), "USD", "en")) == english
    assert compact_money(Decimal(amount), "USD", "zh") == chinese


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "UZS~55.3~billion"),
        ("ru", "55,3~млрд~сум"),
        ("uz", "55,3~mlrd~soʻm"),
        ("kaa", "55,3~mlrd~sum"),
        ("zh", "553亿乌兹别克斯坦苏姆"),
    ],
)
def test_compact_sums(language: str, shown: str) -> None:
    assert plain(compact_money(Decimal(55_300_000_000), "UZS", language)) == shown


def test_quantities() -> None:
    assert plain(format_quantity(Decimal("120000.000"), "ha")) == "120,000~ha"
    assert plain(format_quantity(120_000, "га", "ru")) == "120~000~га"
    assert format_quantity(120_000, "公顷", "zh") == "120,000公顷"
    assert plain(format_quantity(120_000, "m³", "zh")) == "120,000~m³"
    assert plain(format_quantity(Decimal("45.5"), "%", "ru")) == "45,5~%"
    assert format_quantity(3, "") == "3"


def test_dates_come_in_three_lengths() -> None:
    day = date(2026, 11, 3)
    assert format_date(day, "medium") == "3 Nov 2026"
    assert format_date(day, "long") == "3 November 2026"
    assert format_date(day, "full") == "Tuesday, 3 November 2026"


def test_moments_are_told_on_the_clock_of_uzbekistan() -> None:
    moment = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert local_time(moment) == moment
    assert format_date(moment) == "1 January 2027"
    assert format_datetime(moment, "medium") == "1 Jan 2027, 01:00"
    assert format_datetime(moment.astimezone(timezone(timedelta(hours=-8)))) == "1 January 2027, 01:00"
    with pytest.raises(ValueError, match="lacks a time zone"):
        format_datetime(datetime(2026, 12, 31))


def test_country_codes_are_those_of_iso() -> None:
    assert len(COUNTRY_CODES) == len(set(COUNTRY_CODES)) == 249
    known = {code for code in map(str, Locale.parse("en").territories) if len(code) == 2 and code.isalpha()}
    assert known - NO_COUNTRIES == set(COUNTRY_CODES)


@in_every_language
def test_every_country_has_a_name(language: str) -> None:
    found = countries(language)
    assert sorted(code for code, _ in found) == sorted(COUNTRY_CODES)
    assert all(name and name != code for code, name in found)
    assert len({name for _, name in found}) == 249
    cyrillic = {letter for _, name in found for letter in name.lower() if "а" <= letter <= "я"}
    assert bool(cyrillic) == (language == "ru")


@pytest.mark.parametrize(
    ("language", "first", "last", "uzbekistan"),
    [
        ("en", "Afghanistan", "Zimbabwe", "Uzbekistan"),
        ("ru", "Австралия", "Япония", "Узбекистан"),
        ("uz", "Afgʻoniston", "Chili", "Oʻzbekiston"),
        ("kaa", "AQSH sırtqı kishi atawları", "Chili", "Ózbekstan"),
        ("zh", "阿尔巴尼亚", "中国香港特别行政区", "乌兹别克斯坦"),
    ],
)
def test_countries_are_sorted(language: str, first: str, last: str, uzbekistan: str) -> None:
    with use_language(language):
        names = [name for _, name in countries()]
        assert (names[0], names[-1]) == (first, last)
        assert country_name("UZ") == uzbekistan


def test_unknown_codes_stay_codes() -> None:
    assert country_name("QQ") == "QQ"
    assert currency_name("QQQ") == "QQQ"


@in_every_language
def test_every_currency_has_a_name(language: str) -> None:
    names = [currency_name(code, language) for code in CURRENCIES]
    assert not set(names) & set(CURRENCIES)
    assert all(code in locale_for(language).currencies for code in CURRENCIES)


@in_every_language
def test_nothing_mixes_apostrophes(language: str) -> None:
    if language in ("uz", "kaa"):
        shown = "".join(name for _, name in countries(language)) + format_money(Decimal(1), "UZS", language)
        assert not set(shown) & set("'`‘’")


@pytest.mark.parametrize(
    ("language", "years"),
    [
        ("en", ["1~year", "3~years", "3.5~years", "21~years"]),
        ("ru", ["1~год", "3~года", "3,5~года", "21~год"]),
        ("uz", ["1~yil", "3~yil", "3,5~yil", "21~yil"]),
        ("kaa", ["1~jıl", "3~jıl", "3,5~jıl", "21~jıl"]),
        ("zh", ["1年", "3年", "3.5年", "21年"]),
    ],
)
def test_years_agree_with_their_number(language: str, years: list[str]) -> None:
    with use_language(language):
        found = [format_years(Decimal(number)) for number in ("1", "3", "3.5", "21")]
    assert found == [text.replace("~", " ") for text in years]
