"""What other programs read of the catalogue says the same as its pages."""

import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.db import commit
from registry.languages import HTML_LANG, LANGUAGES
from registry.projects.lifecycle import Publication
from tests.conftest import MakeApp
from tests.makers import make_project

SITE = "https://registry.example.org"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(make_app: MakeApp) -> Flask:
    """A registry with two published projects, the second with a point, and a draft."""
    app = make_app(REGISTRY_BASE_URL=SITE)
    with app.app_context():
        make_project(texts={"ru": {"title": "<Капля> & \x0bсоль", "summary": "Вода."}})
        make_project(
            sector_code="green_energy",
            latitude=Decimal("43.76833"),
            longitude=Decimal("59.02139"),
            exactness="approximate",
        )
        make_project(Publication.DRAFT)
        commit()
    return app


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def test_the_feed_tells_what_changed(reader: FlaskClient) -> None:
    answer = reader.get("/zh/projects.atom", base_url=SITE)
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.text)
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:id", namespaces=ATOM) for entry in entries] == [
        f"{SITE}/zh/projects/ARAL-2026-0002",
        f"{SITE}/zh/projects/ARAL-2026-0001",
    ]
    assert entries[1].findtext("a:title", namespaces=ATOM) == "<Капля> & соль"
    title = entries[1].find("a:title", ATOM)
    assert title is not None
    assert title.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    updated = feed.findtext("a:updated", namespaces=ATOM)
    assert updated is not None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", updated)


def test_feed_and_map_follow_the_filters(reader: FlaskClient) -> None:
    feed = ElementTree.fromstring(reader.get("/en/projects.atom?sector=green_energy", base_url=SITE).text)
    assert len(feed.findall("a:entry", ATOM)) == 1
    assert not ElementTree.fromstring(reader.get("/en/projects.atom?stage=ready", base_url=SITE).text).findall(
        "a:entry", ATOM
    )
    found = json.loads(reader.get("/en/projects.geojson?sector=water_saving", base_url=SITE).text)
    assert [feature["id"] for feature in found["features"]] == ["ARAL-2026-0001"]


def test_geojson_has_every_project_and_points_where_known(reader: FlaskClient) -> None:
    answer = reader.get("/en/projects.geojson", base_url=SITE)
    assert answer.mimetype == "application/geo+json"
    features = {feature["id"]: feature for feature in json.loads(answer.text)["features"]}
    assert features["ARAL-2026-0001"]["geometry"] is None
    assert features["ARAL-2026-0002"]["geometry"] == {"type": "Point", "coordinates": [59.02139, 43.76833]}
    listed = {item["reference"]: item for item in json.loads(reader.get("/en/projects.json").text)["items"]}
    for reference, feature in features.items():
        assert feature["properties"] == {**listed[reference], "exactness": feature["properties"]["exactness"]}


def test_a_page_says_in_linked_data_what_it_shows(reader: FlaskClient) -> None:
    page = reader.get("/ru/projects/ARAL-2026-0001", base_url=SITE).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    data = json.loads(found.group(1))
    assert data["name"].startswith("<Капля> &")
    assert data["identifier"] == "ARAL-2026-0001"
    assert data["url"] == f"{SITE}/ru/projects/ARAL-2026-0001"
    assert data["seeks"][0]["priceSpecification"]["price"] == "400000.00"
    assert data["seeks"][0]["priceSpecification"]["priceCurrency"] == "USD"
    assert f'<link rel="canonical" href="{SITE}/ru/projects/ARAL-2026-0001">' in page


def test_pages_name_their_other_languages_and_their_own_address(reader: FlaskClient) -> None:
    page = reader.get("/uz/projects/?sector=water_saving&sector=no_such&page=1", base_url=SITE).text
    assert f'<link rel="canonical" href="{SITE}/uz/projects/?sector=water_saving">' in page
    for code in LANGUAGES:
        assert re.search(rf'hreflang="{HTML_LANG[code]}"\s+href="{SITE}/{code}/projects/', page)


def test_the_sitemap_names_every_public_page_in_every_language(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = ElementTree.fromstring(reader.get("/sitemap.xml", base_url=SITE).text)
    addresses = {str(place.text) for place in tree.findall("s:url/s:loc", MAP)}
    assert len(addresses) == (3 + 2) * len(LANGUAGES)
    for address in addresses:
        assert reader.get(address.removeprefix(SITE), base_url=SITE).status_code == 200
    assert len(tree.findall("s:url/x:link", MAP)) == len(addresses) * len(LANGUAGES)
    assert f"{SITE}/sitemap.xml" in reader.get("/robots.txt", base_url=SITE).text
    monkeypatch.setattr("registry.catalogue.feeds.SITEMAP_PART", 1)
    index = ElementTree.fromstring(reader.get("/sitemap.xml", base_url=SITE).text)
    parts = [str(place.text).removeprefix(SITE) for place in index.findall("s:sitemap/s:loc", MAP)]
    assert parts == ["/sitemap.xml?part=1", "/sitemap.xml?part=2"]
    together = set()
    for part in parts:
        tree = ElementTree.fromstring(reader.get(part, base_url=SITE).text)
        together |= {str(place.text) for place in tree.findall("s:url/s:loc", MAP)}
    assert together == addresses
    assert reader.get("/sitemap.xml?part=3", base_url=SITE).status_code == 404
