"""The Karakalpak and Uzbek conventions that Babel lacks."""

from datetime import date
from decimal import Decimal

import pytest
from babel import Locale, localedata
from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_compact_currency, format_compact_decimal, format_currency, format_decimal

from registry.karakalpak import AdaptedLocale, latin, tidy_uzbek
from registry.languages import locale_for

KARAKALPAK = locale_for("kaa")
UZBEK = locale_for("uz")


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("full", "dúyshembi, 23-noyabr, 2026"),
        ("long", "23-noyabr, 2026"),
        ("medium", "23-noy, 2026"),
        ("EEE, d MMM", "Dúy, 23 noy"),
        ("LLLL y", "Noyabr 2026"),
        ("LLL y", "Noy 2026"),
    ],
)
def test_it_works(style: str, shown: str) -> None:
    assert format_date(date(2026, 11, 23), style, locale=KARAKALPAK) == shown


@pytest.mark.parametrize("width", ["wide", "abbreviated", "narrow"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_no_month_or_day_is_cyrillic(width: str, context: str) -> None:
    months = get_month_names(width, context, KARAKALPAK)  # type: ignore[arg-type]
    days = get_day_names(width, context, KARAKALPAK)  # type: ignore[arg-type]
    assert sorted(months) == list(range(1, 13))
    assert sorted(days) == list(range(7))
    assert all(is_latin(name) for name in (*months.values(), *days.values()))


def test_days_begin_with_monday() -> None:
    names = [format_date(date(2026, 11, 23 + day), "EEEE", locale=KARAKALPAK) for day in range(7)]
    assert names == ["dúyshembi", "siyshembi", "sárshembi", "piyshembi", "juma", "shembi", "ekshembi"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("UZ", "Ózbekstan"),
        ("CN", "Qıtay"),
        ("NZ", "Jańa Zelandiya"),
        ("KG", "Qırǵızstan"),
        ("GB", "Ullı Britaniya"),
        ("VN", "Vyetnam"),
        ("CI", "Kot-dʼIvuar"),
        ("WF", "Uollis hám Futuna"),
    ],
)
def test_countries(code: str, name: str) -> None:
    assert KARAKALPAK.territories[code] == name


def test_numbers_and_money() -> None:
    assert format_decimal(Decimal("1234567.5"), locale=KARAKALPAK) == "1\xa0234\xa0567,5"
    assert format_currency(Decimal("1234567.5"), "USD", locale=KARAKALPAK) == "1\xa0234\xa0567,50\xa0US$"
    assert format_currency(5, "UZS", locale=KARAKALPAK) == "5,00\xa0sum"
    assert format_compact_decimal(4400, locale=KARAKALPAK, fraction_digits=1) == "4,4\xa0mıń"
    assert format_compact_currency(4_400_000, "USD", locale=KARAKALPAK, fraction_digits=1) == "4,4\xa0mln\xa0US$"
    assert KARAKALPAK.currencies["USD"] == "AQSH dolları"


def test_uzbek_apostrophes_are_the_same_everywhere() -> None:
    for names in (UZBEK.territories, UZBEK.currencies, UZBEK.languages, UZBEK.currency_symbols):
        assert not [name for name in names.values() if set(name) & set("'`‘’")]
    assert UZBEK.territories["EH"] == "Gʻarbiy Sahroi Kabir"
    assert UZBEK.currencies["UZS"] == "Oʻzbekiston soʻmi"
    assert tidy_uzbek("So‘m, so’m, ma’no, Kot-d’Ivuar") == "Soʻm, soʻm, maʼno, Kot-dʼIvuar"


def test_transliteration() -> None:
    assert latin("Жаӊа Каледония") == "Jańa Kaledoniya"
    assert latin("Вьетнам") == "Vyetnam"
    assert latin("Қарақалпақстан") == "Qaraqalpaqstan"


def test_babel_itself_stays_as_it_is() -> None:
    """Babel keeps one copy of its data for the whole process; ours must not leak into it, nor the reverse."""
    plain = Locale.parse("uz")
    assert format_date(date(2026, 11, 23), "full", locale=plain) == "dushanba, 23-noyabr, 2026"
    assert plain.currencies["UZS"] == "O‘zbekiston so‘mi"
    assert Locale.parse("kaa").territories["CN"] == "Қытай"
    assert locale_for("ru").currency_symbols["UZS"] == "сум"
    assert "UZS" not in Locale.parse("ru").currency_symbols
    again = AdaptedLocale("kaa", "UZ", "Latn", source="uz", changes={})
    assert format_date(date(2026, 11, 23), "full", locale=again) == "dushanba, 23-noyabr, 2026"


def test_babel_still_lets_us_adapt_a_locale() -> None:
    """What AdaptedLocale leans on: look at babel/core.py and localedata.py if an update breaks it."""
    assert isinstance(vars(Locale)["_data"], property)
    assert Locale.parse(KARAKALPAK) is KARAKALPAK
    assert str(KARAKALPAK) == "kaa_Latn_UZ"
    assert localedata.load("uz") is localedata._cache["uz"]


def is_latin(name: str) -> bool:
    return all(letter in "áǵńóúıÁǴŃÓÚÍ" or letter.isascii() for letter in name)
