"""Text that a spreadsheet program could take for a formula, and characters it cannot hold."""

import re

#: The longest text of one cell in a workbook, counted in UTF-16 units as spreadsheet programs do.
MAX_CELL_TEXT = 32_767

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Characters that programs drop or skip before they look for a formula: white space, control and
# zero-width characters, direction marks, the byte order mark.
_SKIPPED = (
    "\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
# = + - @ | % in their ordinary, full-width and small forms; tab and line ends.
_STARTERS = "\\t\\r\\n=+\\-@|%＝＋－＠｜％\ufe66\ufe62\ufe63\ufe6b\ufe6a"
_RISKY = re.compile(f"'*[{_SKIPPED}]*[{_STARTERS}]")


def escape(text: str) -> str:
    """Put an apostrophe before a text that a program opening a CSV file could run as a formula.

    A text that already reads "apostrophes, then a formula" gets one more, so that `unescape` brings
    every text back as it was.
    """
    return "'" + text if _RISKY.match(text) else text


def unescape(text: str) -> str:
    """Take away the apostrophe that `escape` put there, and no other."""
    return text[1:] if text.startswith("'") and _RISKY.match(text, 1) else text


def has_illegal(text: str) -> bool:
    """Whether the text has characters that XML and UTF-8 cannot hold."""
    return _ILLEGAL.search(text) is not None


def without_illegal(text: str, instead: str = "") -> str:
    """The text without the characters that XML and UTF-8 cannot hold."""
    return _ILLEGAL.sub(instead, text)


def cut(text: str, limit: int = MAX_CELL_TEXT) -> str:
    """The beginning of the text, at most `limit` UTF-16 units, no character halved."""
    if len(text) * 2 <= limit:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= limit * 2:
        return text
    return units[: limit * 2].decode("utf-16-le", "ignore")
