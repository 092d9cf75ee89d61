"""The passport says what the project's page says, in the page's language, with every letter."""

import re
from decimal import Decimal
from io import BytesIO
from threading import Thread
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from registry.catalogue import printing
from registry.catalogue.printing import lacking_characters, print_document
from registry.db import commit
from registry.languages import LANGUAGES
from registry.projects.lifecycle import Publication
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


def test_readers_do_not_wait_for_printers(reader: FlaskClient) -> None:
    """While one document is printed, another asker is told when to come back; what is printed already is there."""
    printing._printed.cache_clear()
    first = reader.get(f"/en/projects/{PATH}")
    assert printing._turn.acquire(blocking=False)
    try:
        assert reader.get(f"/en/projects/{PATH}").data == first.data
        busy = reader.get(f"/ru/projects/{PATH}")
        assert (busy.status_code, busy.headers["Retry-After"]) == (429, str(printing.BUSY))
        assert reader.get("/ru/projects/").status_code == 200
    finally:
        printing._turn.release()
    assert reader.get(f"/ru/projects/{PATH}").status_code == 200


def test_one_at_a_time(reader: FlaskClient) -> None:
    results: list[str] = []

    def ask(number: int) -> None:
        try:
            print_document("passport", {"number": number})
        except TooMany:
            results.append("busy")
        except Exception:  # the data is no passport: what counts is that the turn is given back
            results.append("failed")

    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "failed" in results
    assert reader.get(f"/en/projects/{PATH}").status_code == 200
