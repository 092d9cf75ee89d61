"""What people write in cells, read as numbers, dates or nothing; what reads in two ways is refused. Pure."""

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

#: What stands for "nothing is known", folded.
NOTHING = frozenset(
    {
        *("-", "--", "—", "–", "―", "…", "...", "n/a", "na", "n.a.", "none", "null"),
        *("нет", "н/д", "н.д.", "нету", "йўқ", "жоқ", "yo'q", "yoʻq", "joq", "yaq"),
        *("无", "不详", "不明", "暂无", "没有"),
    }
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan января январь yanvar 1月",
            "feb февраля февраль fevral 2月",
            "mar марта март mart 3月",
            "apr апреля апрель aprel 4月",
            "may мая май 5月",
            "jun июня июнь iyun 6月",
            "jul июля июль iyul 7月",
            "aug августа август avgust 8月",
            "sep сентября сентябрь sentabr sentyabr 9月",
            "oct октября октябрь oktabr oktyabr 10月",
            "nov ноября ноябрь noyabr 11月",
            "dec декабря декабрь dekabr 12月",
        ),
        start=1,
    )
    for name in names.split()
}
_SCALES = {
    "тыс": 10**3,
    "thousand": 10**3,
    "ming": 10**3,
    "mıń": 10**3,
    "млн": 10**6,
    "million": 10**6,
    "mln": 10**6,
    "млрд": 10**9,
    "billion": 10**9,
    "mlrd": 10**9,
    "bn": 10**9,
    "万": 10**4,
    "亿": 10**8,
}
_CURRENCIES = {
    "usd": "USD",
    "us$": "USD",
    "$": "USD",
    "долл": "USD",
    "доллар": "USD",
    "dollar": "USD",
    "美元": "USD",
    "eur": "EUR",
    "€": "EUR",
    "евро": "EUR",
    "yevro": "EUR",
    "欧元": "EUR",
    "uzs": "UZS",
    "сум": "UZS",
    "сўм": "UZS",
    "so'm": "UZS",
    "soʻm": "UZS",
    "swm": "UZS",
    "苏姆": "UZS",
    "cny": "CNY",
    "rmb": "CNY",
    "¥": "CNY",
    "юань": "CNY",
    "юаней": "CNY",
    "yuan": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "rub": "RUB",
    "руб": "RUB",
    "₽": "RUB",
}
_NUMBER = re.compile(r"[-+−]?\d[\d\s\u00a0\u202f'’.,]*")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_HAN = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*г\.?)?")
_WORDS = re.compile(r"(\d{1,2})[\s.-]+([^\W\d]+)[\s.,-]*(\d{4})", re.UNICODE)
_WORDS_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})", re.UNICODE)


class Ambiguous(ValueError):
    """A cell that can be read in more than one way, or in none."""


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return not text.strip() or text.strip().casefold() in NOTHING


def number_of(text: str) -> tuple[Decimal, str | None]:
    """A number out of prose, with the currency named beside it: `1,2 млн долл. США`, `120万元`, `US$ 1 250 000`.

    Raises Ambiguous where there is none or more than one, or where a comma may mark thousands or decimals.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        raise Ambiguous(text)
    written = found[0][0].rstrip(" \u00a0\u202f.,'’")
    around = f"{text[: found[0].start()]} {text[found[0].end() :]}".casefold()
    value = _plain_number(written)
    scales = [factor for word, factor in _SCALES.items() if word in around]
    currencies = {code for word, code in _CURRENCIES.items() if word in around}
    if "美元" in around or "欧元" in around:
        currencies.discard("CNY")
    if len(currencies) > 1 or "%" in around:
        raise Ambiguous(text)
    for factor in scales[:1]:
        value *= factor
    return value, next(iter(currencies), None)


def _plain_number(written: str) -> Decimal:
    digits = re.sub(r"[\s\u00a0\u202f'’]", "", written).replace("−", "-")
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal = max(",.", key=digits.rfind)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif commas > 1 or points > 1:
        digits = digits.replace(",", "").replace(".", "")
    elif commas == 1:
        if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", digits) and " " not in written:
            raise Ambiguous(written)  # 1,250: a thousand and more, or one and a quarter
        digits = digits.replace(",", ".")
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise Ambiguous(written) from None


def date_of(text: str) -> date:
    """A date as people write it in four cultures; raises Ambiguous, as for 03/04/2026."""
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _HAN.fullmatch(text):
        return _date(int(found[1]), int(found[2] or 1), int(found[3] or 1), text)
    if found := _DAY_FIRST.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        if day <= 12 and month <= 12 and day != month and "." not in text:
            raise Ambiguous(text)
        if month > 12:
            day, month = month, day
        return _date(int(found[3]), month, day, text)
    if found := _WORDS.match(text):
        return _date(int(found[3]), _month(found[2], text), int(found[1]), text)
    if found := _WORDS_FIRST.match(text):
        return _date(int(found[3]), _month(found[1], text), int(found[2]), text)
    raise Ambiguous(text)


def _month(name: str, text: str) -> int:
    folded = name.casefold()
    for known, number in _MONTHS.items():
        if folded == known or (len(folded) >= 3 and folded.startswith(known[:3]) and known[:1].isalpha()):
            return number
    raise Ambiguous(text)


def _date(year: int, month: int, day: int, text: str) -> date:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and 1900 <= year <= 2200):
        raise Ambiguous(text)
    return date(year, month, day)


def plain_day(value: date | datetime) -> date:
    """The day of a date or a moment."""
    return value.date() if isinstance(value, datetime) else value
