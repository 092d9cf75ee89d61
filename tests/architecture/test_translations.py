"""Every text for people exists in every language, with all plural forms and the same placeholders."""

import ast

import pytest
from babel.messages.catalog import Catalog

from registry import languages
from tests.architecture.checkout import modules, named, tree
from tools import translations


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translations.extract()


def test_there_are_texts(texts: Catalog) -> None:
    """Guards the other tests: extraction that finds nothing would let them all pass."""
    places = {place.partition("/")[0] for message in texts for place, _ in message.locations}
    assert len(texts) > 100
    assert places == {"registry", "templates"}


def test_languages_are_the_same_everywhere() -> None:
    assert ("en", *translations.LANGUAGES) == tuple(languages.LANGUAGES)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated(language: str, texts: Catalog) -> None:
    faults = list(translations.faults_of(language, texts))
    assert not faults, "\n".join([f"{len(faults)} texts:", *faults[:40]])


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_catalogue_holds_nothing_else(language: str, texts: Catalog) -> None:
    """`make translations` puts out what is gone, so that translators see only what is shown."""
    catalog = translations.read(language)
    left = [message.id for message in catalog if message.id and texts.get(message.id, message.context) is None]
    assert not left


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_answered_at_run_time(language: str, texts: Catalog) -> None:
    """The compiled catalogue is what is read: it must be there and belong to the sources."""
    catalog = translations.read(language)
    with languages.use_language(language):
        wrong = [
            message.id
            for message in texts
            if isinstance(message.id, str)
            and message.id
            and not message.context
            and "%" not in message.id
            and (wanted := catalog.get(message.id)) is not None
            and languages.gettext(message.id) != wanted.string
        ]
    assert not wrong


TRANSLATING = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "pgettext", "lazy_pgettext", "npgettext"}


def test_texts_are_whole_when_extracted() -> None:
    """A text put together before translation (f-string, +, %) is never found by the extraction."""
    broken = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if named(path) != "registry/languages.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATING
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not broken
