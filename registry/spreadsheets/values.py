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
#: Names of months; an abbreviation has at least three of their letters.
_MONTHS = (
    "january января январь yanvar",
    "february февраля февраль fevral",
    "march марта март mart",
    "april апреля апрель aprel",
    "may мая май",
    "june июня июнь iyun",
    "july июля июль iyul",
    "august августа август avgust",
    "september сентября сентябрь sentabr sentyabr",
    "october октября октябрь oktabr oktyabr",
    "november ноября ноябрь noyabr",
    "december декабря декабрь dekabr",
)
#: How words of size begin, and signs of size.
_SCALES = {
    **dict.fromkeys(("тыс", "thousand", "ming", "mıń"), 10**3),
    **dict.fromkeys(("млн", "миллион", "million", "mln"), 10**6),
    **dict.fromkeys(("млрд", "миллиард", "billion", "mlrd", "milliard"), 10**9),
}
_SCALE_SIGNS = {"万": 10**4, "亿": 10**8}
#: Words for currencies; those with a star may have endings.
_CURRENCIES = {
    "USD": "usd долл доллар* dollar*",
    "EUR": "eur евро yevro evro euro euros",
    "UZS": "uzs сум сума сумов сўм soʻm swm sum",
    "CNY": "cny rmb юань юаня юаней yuan*",
    "RUB": "rub руб рубл*",
}
_CURRENCY_SIGNS = {
    "$": "USD",
    "美元": "USD",
    "€": "EUR",
    "欧元": "EUR",
    "苏姆": "UZS",
    "¥": "CNY",
    "人民币": "CNY",
    "₽": "RUB",
}
_NUMBER = re.compile(r"[-+−]?\d[\d\s\u00a0\u202f'’.,]*")
_WORD = re.compile(r"[^\W\d_]+")
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
    around = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    if "%" in around:
        raise Ambiguous(text)
    factor, currency = unit_of(around)
    return _plain_number(written) * factor, currency


def unit_of(text: str) -> tuple[int, str | None]:
    """The size and the currency that a text names, such as a column's heading; raises Ambiguous for several."""
    folded = text.casefold().replace("'", "ʻ").replace("’", "ʻ").replace("‘", "ʻ")
    words = _WORD.findall(folded)
    scales = {size for start, size in _SCALES.items() if any(word.startswith(start) for word in words)}
    scales |= {size for sign, size in _SCALE_SIGNS.items() if sign in folded}
    currencies = {code for sign, code in _CURRENCY_SIGNS.items() if sign in folded}
    currencies |= {code for code, known in _CURRENCIES.items() if any(_is_one_of(word, known) for word in words)}
    if not currencies and "元" in folded:
        currencies = {"CNY"}
    if len(scales) > 1 or len(currencies) > 1:
        raise Ambiguous(text)
    return next(iter(scales), 1), next(iter(currencies), None)


def _is_one_of(word: str, known: str) -> bool:
    return any(word.startswith(one[:-1]) if one.endswith("*") else word == one for one in known.split())


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
    for number, names in enumerate(_MONTHS, start=1):
        if any(folded == known or (len(folded) >= 3 and known.startswith(folded)) for known in names.split()):
            return number
    raise Ambiguous(text)


def _date(year: int, month: int, day: int, text: str) -> date:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and 1900 <= year <= 2200):
        raise Ambiguous(text)
    return date(year, month, day)


def plain_day(value: date | datetime) -> date:
    """The day of a date or a moment."""
    return value.date() if isinstance(value, datetime) else value
