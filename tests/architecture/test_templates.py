"""Templates: all used, strict, and nothing in them that the Content-Security-Policy refuses."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, nodes

from tests.architecture.checkout import TEMPLATES, modules, named, templates, tree

#: Attributes whose value the browser would run or apply as style.
INLINE = re.compile(r"on[a-z]+|style")
PAGES = [path for path in templates() if path.suffix == ".html"]
#: Programs for mail know no style sheets.
MAILS = "templates/emails/"
#: In every language the same.
SAME_EVERYWHERE = {"Atom", "CSV", "GeoJSON", "JSON", "Excel", "XLSX", "SDG", "USD"}
#: What names of templates end in.
ENDINGS = (".html", ".txt", ".xml")
WORD = re.compile(r"[^\W\d_]{3,}")


def test_undefined_names_are_errors(app: Flask) -> None:
    assert issubclass(app.jinja_env.undefined, StrictUndefined)


def test_html_is_escaped(app: Flask) -> None:
    assert app.select_jinja_autoescape("any/page.html")


def test_every_template_is_used() -> None:
    unused = {path.relative_to(TEMPLATES).as_posix() for path in templates()} - used_templates()
    printed = {name for name in unused if name.endswith(".typ")}
    assert not unused - printed
    code = "".join(path.read_text(encoding="utf-8") for path in modules())
    taken = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in printed)
    asked = {name for name in printed if f'print_document("{Path(name).stem}"' in code}
    assert not {name for name in printed - asked if f'#import "{Path(name).name}"' not in taken}


def test_every_template_used_is_there() -> None:
    rooms = {path.name for path in TEMPLATES.iterdir()}
    wanted = {name for name in used_templates() if name.endswith(ENDINGS) and name.partition("/")[0] in rooms}
    assert not {name for name in wanted if not (TEMPLATES / name).is_file()}


def used_templates() -> set[str]:
    """Every text of the code that could be a template's name, and what templates take in."""
    names = set()
    for path in modules():
        strings = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
        names |= {text for text in strings if isinstance(text, str) and text.endswith(ENDINGS)}
    for path in templates():
        names |= set(taken_in(path))
    return names


def taken_in(path: Path) -> list[str]:
    """Templates that this one extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found = [node for kind in kinds for node in parse(path).find_all(kind)]
    # The name itself, or both of a choice between two.
    fields = [field for node in found for name, field in node.iter_fields(only=["template"])]
    constants = [field for field in fields if isinstance(field, nodes.Const)]
    constants += [constant for field in fields for constant in field.find_all(nodes.Const)]
    return [constant.value for constant in constants if isinstance(constant.value, str)]


def parse(path: Path) -> nodes.Template:
    environment = Environment(
        autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    return environment.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_nothing_escapes_escaping(path: Path) -> None:
    unsafe = [node.lineno for node in parse(path).find_all(nodes.Filter) if node.name in ("safe", "forceescape")]
    unsafe += [node.lineno for node in parse(path).find_all(nodes.ScopedEvalContextModifier)]
    assert not unsafe, f"|safe or autoescape in lines {unsafe}"


@pytest.mark.parametrize("path", [path for path in PAGES if not named(path).startswith(MAILS)], ids=named)
def test_nothing_is_inline(path: Path) -> None:
    assert not [found for piece in pieces(path) for found in read(piece).inline]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_text_goes_through_translation(path: Path) -> None:
    plain = []
    for piece in pieces(path):
        words = [word for word in WORD.findall(read(piece).text) if word not in SAME_EVERYWHERE]
        # Without a tag it may be a class or an attribute; a text for people begins with a capital.
        plain += words if "<" in piece else [word for word in words if word[0].isupper()]
    assert not plain


class Reader(HTMLParser):
    """Notes styles and scripts that are written into a page, and the text that stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.text = ""
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag
        values = dict(attrs)
        found = [name for name in values if INLINE.fullmatch(name)]
        found += [name for name, value in attrs if (value or "").strip().lower().startswith("javascript:")]
        # A block of data is no script; a script without src= is.
        is_data = values.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and "src" not in values and not is_data):
            found.append("content")
        if found:
            self.inline.append(f"<{tag}>: {', '.join(found)}")

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open not in ("style", "script"):
            self.text += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


def pieces(path: Path) -> list[str]:
    """The markup of each block and macro of a template, and of the rest, without what Jinja fills in."""
    parsed = parse(path)
    parts = list(parsed.find_all((nodes.Block, nodes.Macro)))
    inside = {id(data) for part in parts for data in part.find_all(nodes.TemplateData)}
    rest = [data.data for data in parsed.find_all(nodes.TemplateData) if id(data) not in inside]
    return [
        "".join(rest),
        *("".join(data.data for data in part.find_all(nodes.TemplateData)) for part in parts),
    ]


def test_code_makes_no_markup_unescaped() -> None:
    """`Markup(...)` is for constants: with anything else in it, it lets text of people through as HTML."""
    risky = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert not risky
