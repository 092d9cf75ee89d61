"""The passport says what the project's page says, in the page's language, with every letter."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from threading import Event, Thread
from time import sleep
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from registry.catalogue import printing
from registry.catalogue.printing import lacking_characters
from registry.db import commit
from registry.languages import LANGUAGES
from registry.projects.contents import content_of
from registry.projects.lifecycle import Publication
from registry.projects.operations import edit_project
from registry.projects.queries import one_project
from registry.projects.records import IndicatorValues
from registry.refusals import TooMany
from tests.makers import make_project

TEXTS = {
    "en": {
        "title": "Drip irrigation for cotton",
        "summary": "Less water on 500 hectares.",
        "need": "Water costs US$5.",
    },
    "ru": {"title": "Капельное орошение хлопка", "summary": "Меньше воды на 500 гектарах."},
    "uz": {"title": "Gʻoʻzani tomchilatib sugʻorish maʼnosi", "summary": "500 gektarda kamroq suv."},
    "kaa": {"title": "Ǵawashanı tamshılatıp suwǵarıw ııńóú", "summary": "500 gektarda kemirek suw."},
    "zh": {"title": "棉花滴灌示范", "summary": "五百公顷节水。"},
}
PATH = "ARAL-2026-0001/passport.pdf"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    with app.app_context():
        effect = IndicatorValues(target=Decimal(500), year=2028, source="Illustrative source, 2025")
        make_project(texts=TEXTS, indicators={"hectares_restored": effect})
        make_project(Publication.DRAFT)
        commit()
    return app.test_client()


def printed(content: bytes) -> str:
    """All text of a PDF without any spaces, since line ends fall where they like."""
    pages = PdfReader(BytesIO(content)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def links(document: PdfReader) -> str:
    """Where the links of the first page lead."""
    annotations = cast(list[IndirectObject], document.pages[0]["/Annots"])
    found = [cast(DictionaryObject, annotation.get_object()) for annotation in annotations]
    return " ".join(str(cast(DictionaryObject, link["/A"])["/URI"]) for link in found)


def squeezed(text: str) -> str:
    return re.sub(r"\s|\xad", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_works(reader: FlaskClient, language: str) -> None:
    answer = reader.get(f"/{language}/projects/{PATH}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    document = PdfReader(BytesIO(answer.data))
    assert 1 <= len(document.pages) <= 2
    assert document.metadata is not None
    assert document.metadata.title == TEXTS[language]["title"]
    root = document.root_object
    assert cast(DictionaryObject, root["/MarkInfo"])["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    text = printed(answer.data)
    for wanted in (*TEXTS[language].values(), "ARAL-2026-0001", "2028"):
        assert squeezed(wanted) in text
    assert "400000" in re.sub(r"[,.]", "", text)
    assert f"/{language}/projects/ARAL-2026-0001" in links(document)


def test_markup_of_the_printer_is_text(app: Flask, reader: FlaskClient) -> None:
    text = 'Costs $5 #panic("x") *bold* _it_ = Title <label> @ref `raw` \\ // no comment'
    with app.app_context():
        make_project(texts={"en": {"title": text, "summary": text}})
        commit()
    answer = reader.get("/en/projects/ARAL-2026-0003/passport.pdf")
    assert answer.status_code == 200
    assert printed(answer.data).count(squeezed(text)) >= 2


def test_what_is_not_public_has_no_passport(reader: FlaskClient) -> None:
    assert reader.get("/en/projects/ARAL-2026-0002/passport.pdf").status_code == 404
    assert reader.get("/en/projects/ARAL-2026-9999/passport.pdf").status_code == 404


def test_a_letter_that_no_font_has_is_named(app: Flask, reader: FlaskClient) -> None:
    strange = "\U0001f4a7"  # a drop, as people put it into titles
    assert lacking_characters({"title": f"Water {strange}", "list": ["ʻʼǵı水№"]}) == {strange}
    with app.app_context():
        make_project(texts={"en": {"title": f"Water {strange}", "summary": "Short."}})
        commit()
    text = printed(reader.get("/en/projects/ARAL-2026-0003/passport.pdf").data)
    assert "Water?" in text
    assert "U+1F4A7" in text


def test_readers_do_not_wait_for_printers(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one document is printed, another asker is told when to come back; what is printed already is there."""
    monkeypatch.setattr(printing, "PATIENCE", 0.01)
    first = reader.get(f"/en/projects/{PATH}")
    with printing.turn_to_print():
        assert reader.get(f"/en/projects/{PATH}").data == first.data
        busy = reader.get(f"/ru/projects/{PATH}")
        assert (busy.status_code, busy.headers["Retry-After"]) == (429, str(printing.BUSY))
        assert reader.get("/ru/projects/").status_code == 200
    assert reader.get(f"/ru/projects/{PATH}").status_code == 200


def test_one_prints_and_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third is sent away at once; turns are given back, whatever happens in them."""
    inside, done, outcomes = Event(), Event(), []

    def ask() -> None:
        try:
            with printing.turn_to_print():
                inside.set()
                done.wait(5)
                outcomes.append("printed")
        except TooMany:
            outcomes.append("sent away")

    first = Thread(target=ask)
    first.start()
    assert inside.wait(5)
    others = [Thread(target=ask) for _place in range(6)]
    for thread in others:
        thread.start()
    while len(outcomes) < 5:
        sleep(0.01)
    done.set()
    for thread in (first, *others):
        thread.join()
    assert sorted(outcomes) == ["printed", "printed", *["sent away"] * 5]
    with pytest.raises(RuntimeError), printing.turn_to_print():
        raise RuntimeError
    with printing.turn_to_print():
        pass


def test_a_changed_project_is_printed_anew(app: Flask, reader: FlaskClient) -> None:
    before = reader.get(f"/en/projects/{PATH}").data
    with app.app_context():
        project = one_project(PATH.partition("/")[0])
        content = content_of(project)
        texts = {"en": {"title": "Another title altogether", "summary": "Short."}}
        edit_project(project, replace(content, texts=texts), by="tests")
        commit()
    after = reader.get(f"/en/projects/{PATH}").data
    assert after != before
    assert "Anothertitlealtogether" in printed(after)
