"""Switched on, the search finds by meaning what no word connects; switched off, nothing breaks."""

from collections.abc import Iterator

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry import config
from registry.catalogue.search import following, meaning
from registry.catalogue.search.following import follower
from registry.db import commit
from registry.projects.lifecycle import Publication
from registry.projects.operations import place
from registry.projects.queries import one_project
from tests.catalogue.test_searching import found_by
from tests.conftest import MakeApp
from tests.makers import make_project

TITLES = {
    "violins": "A workshop that makes violins and cellos",
    "chess": "Chess tournaments for schools",
    "elevators": "Maintenance of elevators in apartment blocks",
}
#: Nobody wrote these words, and no concept of the field has them.
QUESTIONS = {
    "小提琴厂": "violins",
    "скрипки": "violins",
    "国际象棋": "chess",
    "шахматы": "chess",
    "лифты": "elevators",
}


@pytest.fixture
def app(make_app: MakeApp) -> Iterator[Flask]:
    """The application with meanings compared."""
    yield make_app(REGISTRY_SEMANTIC="on")
    meaning.configure(False)


@pytest.fixture
def references(app: Flask) -> dict[str, str]:
    """Projects about things that are foreign to the field, by their subject."""
    with app.app_context():
        made = {
            name: make_project(texts={"en": {"title": title, "summary": ""}}, districts=()).reference
            for name, title in TITLES.items()
        }
        commit()
    return made


@pytest.mark.parametrize(("query", "subject"), QUESTIONS.items())
def test_it_finds_what_is_near(client: FlaskClient, references: dict[str, str], query: str, subject: str) -> None:
    assert found_by(client, query)[:1] == [references[subject]]


@pytest.mark.parametrize("query", QUESTIONS)
def test_switched_off_only_words_count(client: FlaskClient, references: dict[str, str], query: str) -> None:
    meaning.configure(False)
    assert found_by(client, query) == []
    assert found_by(client, "chess") == [references["chess"]]


def test_words_come_before_meaning(client: FlaskClient, references: dict[str, str]) -> None:
    assert found_by(client, "tournaments") == [references["chess"]]


def test_a_narrowed_list_stays_narrow(client: FlaskClient, references: dict[str, str]) -> None:
    page = client.get("/zh/projects.json?q=小提琴&sector=training").get_json()
    assert page["total"] == 0


@pytest.mark.parametrize("is_on", [True, False])
def test_changes_and_a_kept_index_keep_meanings(
    app: Flask, references: dict[str, str], is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning.configure(is_on)
    monkeypatch.setattr(following, "WORTH_KEEPING", 10_000)
    with app.app_context():
        follower().current()
        place(one_project(references["chess"]), Publication.SUSPENDED, by="tests")
        make_project(texts={"en": {"title": "A school of ballet", "summary": ""}}, districts=())
        commit()
        changed = follower().current()
        kept = changed.compacted()
        assert changed.meanings.later.shape == (1, meaning.SIZE if is_on else 0)
        assert len(kept.meanings.first) == kept.table.size == len(TITLES)
        living = np.ones(kept.table.size, dtype=bool)
        near, cosines = kept.meanings.nearest("芭蕾舞", living)
        assert near[:1].tolist() == ([kept.table.size - 1] if is_on else [])
        assert all(cosines >= meaning.LEAST)
        follower().make()
        loaded = follower()._load(changed.number)
        assert loaded is not None
        assert np.allclose(loaded.meanings.first, kept.meanings.first, atol=0.002)


def test_it_is_refused_without_the_extra(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "find_spec", lambda name: None)
    with pytest.raises(config.SettingError, match="REGISTRY_SEMANTIC: this needs the extra"):
        make_app(REGISTRY_SEMANTIC="on")
