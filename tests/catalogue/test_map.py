"""The map says in shapes what the counts say in numbers."""

import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.catalogue import places
from registry.db import commit
from registry.projects.records import FundingValues
from tests.makers import make_project

MUYNAK, NUKUS, KHIVA = "1735222", "1735401", "1733226"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Two projects in Muynak, one of them in Nukus too, and one in Khiva."""
    with app.app_context():
        make_project(districts=(MUYNAK,))
        make_project(districts=(MUYNAK, NUKUS), funding={"equity": FundingValues(sought=Decimal(1_000_000))})
        make_project(districts=(KHIVA,), sector_code="climate")
        commit()
    return app.test_client()


def shade(page: str, code: str) -> int:
    """Of the area that links to the projects of a district."""
    found = re.search(rf'district={code}"[^>]*>\s*<(?:path|circle) class="map-area map-shade-(\d)"', page)
    assert found, f"{code} is not on the map"
    return int(found[1])


def test_it_works(reader: FlaskClient) -> None:
    page = reader.get("/en/map").text
    assert shade(page, MUYNAK) > shade(page, NUKUS) > 0
    assert shade(page, "1735207") == 0
    assert "Muynak District: 2 projects" in page


def test_a_district_without_outline_is_a_point(reader: FlaskClient) -> None:
    page = reader.get("/en/map").text
    assert re.search(rf'district={KHIVA}"[^>]*>\s*<circle', page)


def test_it_keeps_the_filters(reader: FlaskClient) -> None:
    page = reader.get("/en/projects/?view=map&sector=climate").text
    assert shade(page, KHIVA) > 0
    assert shade(page, MUYNAK) == 0
    assert f'href="/en/projects/?sector=climate&amp;district={KHIVA}"' in page
    assert 'href="/en/projects/?sector=climate"' in page  # back to the list


def test_its_own_district_is_left_out_of_the_counts(reader: FlaskClient) -> None:
    page = reader.get(f"/en/projects/?view=map&district={NUKUS}").text
    assert shade(page, MUYNAK) > 0


def test_amounts(reader: FlaskClient) -> None:
    page = reader.get("/en/map?by=amount").text
    assert "Muynak District: US$1.4\xa0million" in page
    assert "Khiva District: US$400,000" in page


def test_every_outline_is_inside_the_drawing() -> None:
    for shape in places.shapes():
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", shape.path)]
        assert all(-1 <= x <= places.WIDTH + 1 for x in numbers[::2]), shape.code
        assert all(-1 <= y <= places.HEIGHT + 1 for y in numbers[1::2]), shape.code
