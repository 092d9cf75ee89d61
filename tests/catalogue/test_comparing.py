"""Projects side by side, as an investor asks for them."""

import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.db import commit
from registry.languages import LANGUAGES
from registry.projects.lifecycle import Publication
from registry.projects.records import FundingValues, IndicatorValues
from tests.makers import make_project

FIRST, SECOND, DRAFT = (f"ARAL-2026-000{number}" for number in (1, 2, 3))


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    with app.app_context():
        make_project(payback_years=Decimal(6))
        make_project(
            currency="EUR",
            funding={"loan": FundingValues(sought=Decimal(1000000))},
            indicators={"seedlings": IndicatorValues(target=Decimal(20000), year=2029)},
        )
        make_project(Publication.DRAFT)
        for _number in range(4):
            make_project()
        commit()
    return app.test_client()


def rows(page: str) -> dict[str, list[str]]:
    """Label -> cells, of the table on a page; a difference stands behind its label."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
        cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        label, *values = [" ".join(re.sub(r"<[^>]*>", " ", cell).replace("\xa0", " ").split()) for cell in cells]
        found[label] = values
    return found


def test_it_works(reader: FlaskClient) -> None:
    table = rows(reader.get(f"/en/compare?ref={FIRST}&ref={SECOND}").text)
    assert table["Sector"] == ["Water saving and irrigation"] * 2
    assert table["Amount sought differs"][0] == "US$400,000"
    assert table["Amount sought differs"][1].startswith("€1,000,000 about US$1,1")
    assert table["Payback differs"] == ["6 years", "not known yet"]
    assert table["Land restored differs"] == ["500 ha by 2028", "not known yet"]
    assert "Net present value" not in table


def test_only_what_differs(reader: FlaskClient) -> None:
    table = rows(reader.get(f"/en/compare?ref={FIRST}&ref={SECOND}&differences=1").text)
    facts = [label for label, cells in table.items() if cells and label != "Fact"]
    assert facts
    assert all(label.endswith("differs") for label in facts)


def test_what_cannot_be_compared_is_named_and_what_is_hidden_stays_hidden(reader: FlaskClient) -> None:
    page = reader.get(f"/en/compare?ref={FIRST}&ref={DRAFT}&ref=%00&ref=ARAL-2026-9999&ref=<b>").text
    assert page.count(f"/en/projects/{FIRST}") == 1
    assert f"/en/projects/{DRAFT}" not in page
    assert f"left out: {DRAFT}" in page
    assert "<b>" not in page


def test_at_most_four_stand_beside_each_other(reader: FlaskClient) -> None:
    query = "&".join(f"ref=ARAL-2026-000{number}" for number in (1, 2, 4, 5, 6, 7, 1))
    page = reader.get(f"/en/compare?{query}").text
    assert len(rows(page)["Sector"]) == 4
    assert "left out: ARAL-2026-0006, ARAL-2026-0007" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(reader: FlaskClient, language: str) -> None:
    assert reader.get(f"/{language}/compare").status_code == 200
    assert reader.get(f"/{language}/compare?ref={FIRST}").status_code == 200
    assert len(rows(reader.get(f"/{language}/compare?ref={FIRST}&ref={SECOND}").text)) > 10


def test_the_list_leads_there(reader: FlaskClient) -> None:
    page = reader.get("/en/projects/").text
    assert f'form="compare" name="ref" value="{FIRST}"' in page
    assert '<form id="compare" method="get" action="/en/compare">' in page
