"""Numbers, dates and nothing as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from registry.spreadsheets.values import Ambiguous, date_of, is_nothing, number_of


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("1250000", "1250000", None),
        ("1 250 000,5", "1250000.5", None),
        ("1\u00a0250\u00a0000", "1250000", None),
        ("1,250,000.50", "1250000.50", None),
        ("1.250.000,50", "1250000.50", None),
        ("1'250'000", "1250000", None),
        ("0,75", "0.75", None),
        ("-12.5", "-12.5", None),
        ("1,2 млн долл. США", "1200000", "USD"),
        ("US$ 1 250 000", "1250000", "USD"),
        ("120万元", "1200000", "CNY"),
        ("150万美元", "1500000", "USD"),
        ("3,5 mlrd soʻm", "3500000000", "UZS"),
        ("2.5 million EUR", "2500000", "EUR"),
        ("500 тыс. сум", "500000", "UZS"),
        ("Сумма 500", "500", None),
        ("2 миллиона рублей", "2000000", "RUB"),
    ],
)
def test_numbers(text: str, number: str, currency: str | None) -> None:
    assert number_of(text) == (Decimal(number), currency)


@pytest.mark.parametrize("text", ["1,250", "from 10 to 20", "many", "12 %", "5 USD or 4 EUR", ""])
def test_what_is_no_single_number(text: str) -> None:
    with pytest.raises(Ambiguous):
        number_of(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-04-03", "2026/4/3", "2026.04.03", "2026-04-03 10:00", "03.04.2026", "03.04.2026 г."),
        *("2026年4月3日", "3 апреля 2026", "3 April 2026", "April 3, 2026", "3 aprel 2026", "3-Apr-2026"),
    ],
)
def test_dates(text: str) -> None:
    assert date_of(text) == date(2026, 4, 3)


def test_dates_that_can_only_be_one() -> None:
    assert date_of("25/04/2026") == date_of("04/25/2026") == date(2026, 4, 25)
    assert date_of("2026年4月") == date(2026, 4, 1)


@pytest.mark.parametrize(
    "text", ["03/04/2026", "2026-13-01", "2026-02-30", "spring", "3 marbles 2026", "2026", "31.06.2026"]
)
def test_what_is_no_single_date(text: str) -> None:
    with pytest.raises(Ambiguous):
        date_of(text)


def test_nothing_is_said_in_many_ways() -> None:
    assert all(map(is_nothing, ["", " ", "—", "-", "нет", "Н/Д", "不详", "n/a", "yoʻq"]))
    assert not any(map(is_nothing, ["0", "no data yet", "Namibia"]))
