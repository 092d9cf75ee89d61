"""Typst documents: our data into a template, with fonts that come along; nothing of the machine's own is used."""

import json
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import typst
from fontTools.ttLib import TTCollection, TTFont

from registry.config import RESOURCES
from registry.refusals import TooMany

log = logging.getLogger(__name__)

TEMPLATES = RESOURCES / "templates" / "print"
#: Stands for a character that no font has; typst itself would print a box without a word.
SUBSTITUTE = "?"
#: In a process one document is printed and one waits for a moment; whoever comes then is told to come again at
#: once, so that there are always threads for readers of pages.
_room, _turn = BoundedSemaphore(2), BoundedSemaphore(1)
PATIENCE = 1.5
#: Seconds after which somebody who found it busy may try again.
BUSY = 2


@contextmanager
def turn_to_print() -> Iterator[None]:
    """The only one who prints in this process; raises TooMany if two others came before."""
    if not _room.acquire(blocking=False):
        raise TooMany(BUSY)
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise TooMany(BUSY)
        try:
            yield
        finally:
            _turn.release()
    finally:
        _room.release()


def print_document(name: str, data: dict[str, Any]) -> bytes:
    """The PDF (PDF/UA-1, tagged) of templates/print/NAME.typ, which finds the data as JSON in `sys.inputs`.

    Never in the process that forks web workers: typst keeps threads, which a fork does not have, and a child
    would wait for them for ever.

    `data["lacking"]` gets the code points that no font has; in all texts a substitute stands for them.
    """
    lacking = sorted(lacking_characters(data))
    if lacking:
        points = [f"U+{ord(character):04X}" for character in lacking]
        log.warning("no font has %s", ", ".join(points))
        data = {**_replaced(data, dict.fromkeys(map(ord, lacking), SUBSTITUTE)), "lacking": points}
    return typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


@cache
def font_folders() -> tuple[Path, ...]:
    """Where the fonts lie that were installed with us: Noto Sans, and Noto Sans CJK."""
    return _package("fontpkg_noto_sans") / "files", _package("noto_cjk_sans_otc")


def _package(name: str) -> Path:
    found = find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


@cache
def printable() -> frozenset[int]:
    """Every code point that one of the fonts has."""
    latin, han = font_folders()
    with (
        TTFont(latin / "NotoSans[wdth,wght].ttf", lazy=True) as first,
        TTCollection(han / "NotoSansCJK-Regular.ttc", lazy=True) as second,
    ):
        return frozenset(first.getBestCmap()) | frozenset(second.fonts[0].getBestCmap())


def lacking_characters(data: Any) -> set[str]:
    """The characters in the texts of some data that would be printed as a box."""
    characters = {character for text in _texts(data) for character in text}
    return {
        character
        for character in characters
        if ord(character) not in printable() and unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")
    }


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _replaced(data: Any, table: dict[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, dict):
        return {name: _replaced(value, table) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_replaced(value, table) for value in data]
    return data
