"""Collect the texts for people, bring the catalogues up to date, compile them.

python tools/translations.py update     take new texts into every messages.po
python tools/translations.py missing    list what is not translated; status 1 if there is any
python tools/translations.py compile    write the .mo files
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "registry" / "translations"
#: English is the language of the texts themselves.
LANGUAGES = ("ru", "uz", "kaa", "zh")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")]
#: As in registry/web/templating.py and babel.cfg; with others the texts found would differ.
TEMPLATES = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
OPTIONS = {f"**.{ending}": TEMPLATES for ending in ("html", "txt", "xml")}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def main() -> None:
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "update":
        update()
    elif command == "missing":
        faults = [f"{code}: {fault}" for code in LANGUAGES for fault in faults_of(code)]
        print("\n".join(faults) or "Every text is translated.")
        sys.exit(bool(faults))
    elif command == "compile":
        compile_all()
    else:
        sys.exit(__doc__)


def extract() -> Catalog:
    """Every translatable text of the code and the templates, with its places."""
    catalog = Catalog(project="Aral Sea investment project registry", charset="utf-8", fuzzy=False)
    for folder in ("registry", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            method_map=METHODS,
            options_map=OPTIONS,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def path_of(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"


def read(code: str) -> Catalog:
    """The catalogue of a language, empty where there is none yet."""
    if not path_of(code).is_file():
        return Catalog(locale=Locale.parse(code), project="Aral Sea investment project registry", fuzzy=False)
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def update() -> None:
    """Take new texts into every catalogue and put out those that are gone; guesses nothing."""
    template = extract()
    for code in LANGUAGES:
        catalog = read(code)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path_of(code).parent.mkdir(parents=True, exist_ok=True)
        with path_of(code).open("wb") as file:
            write_po(file, catalog, width=110, sort_output=True, include_lineno=False)
        left = len(list(faults_of(code, template)))
        print(f"{code}: {len(catalog)} texts, {left} not translated")


def compile_all() -> None:
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def faults_of(code: str, template: Catalog | None = None) -> Iterator[str]:
    """What a reader of this language would miss, one sentence a text."""
    catalog = read(code)
    plurals = get_plural(code).num_plurals
    for wanted in template or extract():
        if not wanted.id:
            continue
        message = catalog.get(wanted.id, wanted.context)
        fault = _fault(wanted, message, plurals)
        if fault:
            place = wanted.locations[0] if wanted.locations else ("", 0)
            yield f"{fault}: {wanted.id!r} ({place[0]}:{place[1]})"


def _fault(wanted: Message, message: Message | None, plurals: int) -> str | None:
    if message is None:
        return "not in the catalogue"
    if message.fuzzy:
        return "marked as fuzzy"
    string = message.string
    texts = [text or "" for text in (string if isinstance(string, tuple | list) else (string,))]
    if not all(texts):
        return "not translated"
    if wanted.pluralizable and len(texts) != plurals:
        return f"{len(texts)} plural forms instead of {plurals}"
    originals = wanted.id if isinstance(wanted.id, tuple | list) else (wanted.id,)
    allowed = {name for text in originals for name in PLACEHOLDER.findall(text)}
    needed = set.intersection(*(set(PLACEHOLDER.findall(text)) for text in originals))
    for text in texts:
        names = set(PLACEHOLDER.findall(text))
        if not needed <= names <= allowed:
            return f"placeholders {sorted(names)} instead of {sorted(allowed)}"
        if text.replace("%%", "").count("%") != len(PLACEHOLDER.findall(text)) and allowed:
            return "a stray % sign"
    return None


if __name__ == "__main__":
    main()
