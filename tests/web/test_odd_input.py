"""Whatever stands in an address: a page with a sentence, never a failure."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.db import commit
from registry.languages import LANGUAGES
from tests.makers import make_project, token_in

SECTORS = [
    "water_saving",
    "desertification",
    "forestry_tree_farms",
    "saline_agriculture",
    "climate",
    "biodiversity",
    "green_energy",
    "green_economy",
    "training",
    "research",
    "community",
]
STAGES = ["idea", "pre_feasibility", "feasibility", "ready", "financing", "implementation", "completed"]
ODD = [
    "no_such_value",
    "%00",
    "a%00b",
    "9" * 5000,
    "-1",
    "1e999",
    "NaN",
    "' OR 1=1 --",
    "%ED%A0%80",
    "%FF%FE",
    "%F0%9F%92%A7",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{7*7}}",
    "%25%5F%25",
    "\u202eoko",
]
PARAMETERS = ["q", "sector", "type", "district", "stage", "instrument", "sdg", "status"]
PARAMETERS += ["amount_min", "amount_max", "partner", "sort", "page", "per_page", "view"]


@pytest.fixture
def projects(app: Flask) -> None:
    with app.app_context():
        for sector in SECTORS[:3]:
            make_project(sector_code=sector)
        commit()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("projects")
def test_every_sector_and_stage_answers(client: FlaskClient, language: str) -> None:
    for query in [f"sector={code}" for code in SECTORS] + [f"stage={code}" for code in STAGES]:
        answer = client.get(f"/{language}/projects/?{query}")
        assert answer.status_code == 200, query


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.usefixtures("projects")
def test_odd_values_get_a_page(client: FlaskClient, parameter: str) -> None:
    for value in ODD:
        answer = client.get(f"/en/projects/?{parameter}={value}")
        assert answer.status_code in (200, 404, 414), (parameter, value[:20])
        assert "<script>alert" not in answer.text


@pytest.mark.usefixtures("projects")
def test_an_unknown_value_is_named_and_left_out(client: FlaskClient) -> None:
    page = client.get("/en/projects/?sector=no_such_value&stage=idea").text
    assert "no_such_value" in page
    assert "3 projects found" in page


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize("page", ["0", "-3", "100000000000000000000", "two", ""])
def test_odd_pages(client: FlaskClient, page: str) -> None:
    assert client.get(f"/en/projects/?page={page}").status_code in (200, 404)


def test_a_megabyte_of_text_is_refused_with_a_sentence(client: FlaskClient) -> None:
    token = token_in(client.get("/en/sign-in").text)
    answer = client.post("/en/sign-in", data={"csrf_token": token, "email": "x" * 1_100_000, "password": "y"})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_form_of_a_thousand_fields_is_refused(client: FlaskClient) -> None:
    fields = {f"field{number}": "x" for number in range(1500)}
    answer = client.post("/zh/sign-in", data=fields)
    assert answer.status_code == 413
    assert 'lang="zh-Hans"' in answer.text


@pytest.mark.parametrize(
    "path", ["/xx/", "/en/nothing", "/en/projects/ARAL-0000-0000", "/en/projects/%00", "/%FF"]
)
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1" in answer.text
