"""The language in use and the texts of the catalogues."""

import copy
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import Environment
from markupsafe import escape
from wtforms import Form, StringField

from registry import languages
from registry.languages import (
    LANGUAGES,
    current_language,
    gettext,
    lazy_gettext,
    ngettext,
    pgettext,
    set_language,
    use_language,
)


@pytest.fixture
def _russian_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small catalogue in place of ours, so that these tests do not hang on translators' words."""
    catalog = Catalog(locale="ru", fuzzy=False)
    catalog.add("Draft", "Черновик")
    catalog.add("100% of %s", "100% от %s")
    catalog.add("Hello, %(name)s", "Здравствуйте, %(name)s")
    catalog.add("May", "Май", context="month")
    forms = ("%(num)s проект", "%(num)s проекта", "%(num)s проектов")
    catalog.add(("%(num)s project", "%(num)s projects"), forms)
    catalog.add(
        ("%(n)s project of %(who)s", "%(n)s projects of %(who)s"),
        ("%(n)s проект: %(who)s", "%(n)s проекта: %(who)s", "%(n)s проектов: %(who)s"),
    )
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    languages._catalogue.cache_clear()
    yield
    languages._catalogue.cache_clear()


russian_catalogue = pytest.mark.usefixtures("_russian_catalogue")


@russian_catalogue
def test_it_works() -> None:
    assert gettext("Draft") == "Draft"
    with use_language("ru"):
        assert gettext("Draft") == "Черновик"
        assert gettext("Hello, %(name)s", name="Ayjan") == "Здравствуйте, Ayjan"
        assert pgettext("month", "May") == "Май"
        assert pgettext("permission", "May") == "May"
    assert current_language() == "en"


@russian_catalogue
def test_percent_signs_are_left_alone_without_values() -> None:
    with use_language("ru"):
        assert gettext("100% of %s") == "100% от %s"
        assert gettext("50% not in the catalogue") == "50% not in the catalogue"


@russian_catalogue
def test_the_header_of_the_catalogue_is_never_shown() -> None:
    with use_language("ru"):
        assert gettext("") == ""


@russian_catalogue
@pytest.mark.parametrize(
    ("n", "shown"),
    [(1, "1 проект"), (2, "2 проекта"), (5, "5 проектов"), (21, "21 проект"), (12345, "12\xa0345 проектов")],
)
def test_plural_forms(n: int, shown: str) -> None:
    with use_language("ru"):
        assert ngettext("%(num)s project", "%(num)s projects", n) == shown


@russian_catalogue
def test_plural_forms_fall_back_to_english() -> None:
    with use_language("uz"):
        assert ngettext("%(num)s project", "%(num)s projects", 1) == "1 project"
        assert ngettext("%(num)s project", "%(num)s projects", 0) == "0 projects"


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        ngettext("%(num)s of %(who)s", "%(num)s of %(who)s", 2, whom="x")


@russian_catalogue
def test_templates_translate() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    environment.install_gettext_callables(gettext, ngettext, newstyle=False, pgettext=pgettext)  # type: ignore[attr-defined]
    source = (
        "{% trans %}Draft{% endtrans %}|{{ _('Hello, %(name)s', name=who) }}|{{ label }}|"
        "{% trans n=n, who=who %}{{ n }} project of {{ who }}"
        "{% pluralize %}{{ n }} projects of {{ who }}{% endtrans %}"
    )
    template = environment.from_string(source)
    with use_language("ru"):
        shown = template.render(n=3, who="<b>", label=lazy_gettext("Draft"))
    assert shown == "Черновик|Здравствуйте, &lt;b&gt;|Черновик|3 проекта: &lt;b&gt;"


@russian_catalogue
def test_lazy_texts_follow_the_language() -> None:
    label = lazy_gettext("Draft")
    greeting = lazy_gettext("Hello, %(name)s", name="Ayjan")
    assert f"{label:>6}|{greeting}" == " Draft|Hello, Ayjan"
    with use_language("ru"):
        assert str(label) == label == "Черновик"
        assert f"{label}" == "%s" % label == "" + label == escape(label) == "Черновик"  # noqa: UP031
        assert label.upper() == "ЧЕРНОВИК"
        assert str(greeting) == "Здравствуйте, Ayjan"
    assert label != "Черновик"


@russian_catalogue
def test_lazy_texts_are_keys() -> None:
    counts = {lazy_gettext("Draft"): 3}
    with use_language("ru"):
        assert counts[lazy_gettext("Draft")] == 3
    assert lazy_gettext("Draft") != lazy_gettext("Published")
    for twin in (copy.deepcopy(lazy_gettext("Draft")), pickle.loads(pickle.dumps(lazy_gettext("Draft")))):
        assert twin == lazy_gettext("Draft")


@russian_catalogue
def test_lazy_texts_label_fields() -> None:
    class Example(Form):
        title = StringField(lazy_gettext("Draft"))

    with use_language("ru"):
        assert str(Example().title.label()) == '<label for="title">Черновик</label>'


def test_languages_nest_and_come_back_after_errors() -> None:
    with use_language("zh"):
        with pytest.raises(RuntimeError), use_language("kaa"):
            raise RuntimeError(current_language())
        assert current_language() == "zh"
    assert current_language() == "en"


def test_threads_do_not_share_the_language() -> None:
    with use_language("zh"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(current_language).result() == "en"


def test_set_language_stays() -> None:
    def speak() -> str:
        set_language("uz")
        return current_language()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(speak).result() == "uz"
        assert pool.submit(current_language).result() == "uz"


@pytest.mark.parametrize("code", ["", "de", "EN", "../en"])
def test_unknown_languages_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="none of the languages"):
        set_language(code)
    with pytest.raises(ValueError, match="none of the languages"), use_language(code):
        pass


def test_every_language_is_complete() -> None:
    assert LANGUAGES == ("en", "ru", "uz", "kaa", "zh")
    for code in LANGUAGES:
        assert languages.NATIVE_NAMES[code]
        assert languages.HTML_LANG[code].partition("-")[0] == code
        assert {code, *languages.READS_ALSO[code]} == set(LANGUAGES)
        assert languages.locale_for(code) is languages.locale_for(code)
