"""The read model answers what straight SQL answers, through every kind of change, on either database."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from registry.catalogue import queries
from registry.catalogue.search import following
from registry.catalogue.search.following import Follower, follower
from registry.config import RESOURCES
from registry.db import commit, db
from registry.projects.contents import content_of
from registry.projects.criteria import FACETS, ProjectCriteria
from registry.projects.lifecycle import Funding, Publication
from registry.projects.models import Project
from registry.projects.operations import edit_project, place
from registry.projects.queries import known_values, one_project, page_of_projects
from registry.projects.records import FundingValues
from registry.reference.loading import load_lists
from registry.reference.models import Sector
from tests.makers import make_project

SORTS = ("newest", "closing", "amount", "-amount")


def drawn(dice: random.Random, known: dict[str, set[str]]) -> ProjectCriteria:
    """Criteria at random, most of them narrow, none with words."""
    chosen = {
        facet: tuple(dice.sample(sorted(known[facet]), dice.choice((1, 2, 5))))
        for facet in FACETS
        if dice.random() < 0.25
    }
    least = Decimal(dice.randrange(0, 900_000)) if dice.random() < 0.2 else None
    greatest = Decimal(dice.randrange(100_000, 2_000_000)) if dice.random() < 0.2 else None
    criteria = ProjectCriteria(min=least, max=greatest, sort=dice.choice(SORTS))
    return replace(criteria, **chosen)  # type: ignore[arg-type]


def fill(dice: random.Random, number: int) -> list[str]:
    """Projects of all kinds, most of them published; their references."""
    known = {facet: sorted(values) for facet, values in known_values().items()}
    references = []
    for _place in range(number):
        amount = Decimal(dice.choice((100_000, 250_000, 999_999, 1_500_000)))
        project = make_project(
            dice.choice((Publication.PUBLISHED, Publication.PUBLISHED, Publication.DRAFT, Publication.SUSPENDED)),
            type_code=dice.choice(known["type"]),
            sector_code=dice.choice(known["sector"]),
            stage_code=dice.choice(known["stage"]),
            funding_status=dice.choice(list(Funding)).value,
            districts=tuple(dice.sample(known["district"], dice.choice((0, 1, 3)))),
            sdgs=tuple(dice.sample(known["sdg"], dice.choice((0, 1, 4)))),
            funding={dice.choice(known["instrument"]): FundingValues(sought=amount)}
            if dice.random() < 0.8
            else {},
            closes_on=date(2027, 1, 1) + timedelta(days=dice.randrange(5)) if dice.random() < 0.5 else None,
        )
        references.append(project.reference)
    return references


def assert_same(dice: random.Random, number: int) -> None:
    """So many random criteria: the same page, total and counts as SQL has."""
    known = known_values()
    for _turn in range(number):
        criteria = drawn(dice, known)
        page = dice.choice((1, 1, 2, 3))
        ours, theirs = (
            queries.search(criteria, page=page, per_page=7),
            page_of_projects(criteria, page=page, per_page=7),
        )
        assert ours.total == theirs.total, criteria
        assert ours.counts == theirs.counts, criteria
        assert [row.id for row in ours.projects] == [project.id for project in theirs.projects], criteria


def change(dice: random.Random, reference: str) -> None:
    """One project is published, taken away or edited."""
    project = one_project(reference)
    if dice.random() < 0.5:
        place(project, dice.choice((Publication.PUBLISHED, Publication.SUSPENDED)), by="tests")
    else:
        sector = dice.choice(sorted(known_values()["sector"]))
        edit_project(project, replace(content_of(project), sector_code=sector), by="tests")


def test_it_answers_what_sql_answers_while_projects_change(app: Flask) -> None:
    dice = random.Random(20261124)
    with app.app_context():
        references = fill(dice, 60)
        commit()
        assert_same(dice, 60)
        for _turn in range(25):
            for reference in dice.sample(references, dice.choice((1, 1, 4))):
                change(dice, reference)
            commit()
            assert_same(dice, 6)


def test_what_is_rolled_back_never_happened(app: Flask) -> None:
    with app.app_context():
        make_project()
        commit()
        make_project()
        db.session.rollback()
        assert queries.search(ProjectCriteria()).total == 1


def test_a_project_that_is_deleted_is_gone(app: Flask) -> None:
    with app.app_context():
        reference = make_project().reference
        make_project()
        commit()
        assert queries.search(ProjectCriteria()).total == 2
        db.session.delete(one_project(reference))
        commit()
        assert queries.search(ProjectCriteria()).total == 1


def test_a_change_of_one_process_is_seen_by_another(app: Flask) -> None:
    with app.app_context():
        reference = make_project().reference
        commit()
        other = Follower(follower().folder, {})
        assert other.current().table.size == 1
        place(one_project(reference), Publication.SUSPENDED, by="tests")
        commit()
        assert not other.current().table.living().any()


def test_a_kept_index_is_read_and_caught_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "WORTH_KEEPING", 1)
    dice = random.Random(3)
    with app.app_context():
        references = fill(dice, 20)
        commit()
        follower().make()
        for reference in references[:6]:
            change(dice, reference)
        commit()
        assert_same(dice, 20)
        follower().make()
        renewed = Follower(follower().folder, {})
        assert renewed.current().changes == 0
        assert renewed.current().table.size == queries.search(ProjectCriteria()).total
        kept = [path.name for path in follower().folder.iterdir() if path.is_dir()]
        assert len(kept) == 1


def test_an_index_of_a_later_day_is_not_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was put back to an earlier day, the folder was not."""
    monkeypatch.setattr(following, "WORTH_KEEPING", 1)
    with app.app_context():
        make_project()
        commit()
        follower().current()
        follower().make()
        assert follower()._load(newest=0) is None


def test_a_new_name_of_a_list_is_shown(app: Flask) -> None:
    with app.app_context():
        sector = db.session.get_one(Sector, "water_saving")
        shipped = sector.names["en"]
        sector.names = {**sector.names, "en": "Another name"}
        make_project()
        commit()
        assert queries.search(ProjectCriteria()).projects[0].sector_name == "Another name"
        load_lists(RESOURCES / "seed_data" / "reference")
        commit()
        assert queries.search(ProjectCriteria()).projects[0].sector_name == shipped


def test_many_changes_are_taken_in_beside_readers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 3)
    with app.app_context():
        make_project()
        commit()
        assert queries.search(ProjectCriteria()).total == 1
        for _place in range(5):
            make_project()
            commit()
        queries.search(ProjectCriteria())
        while follower()._is_busy:
            pass
        assert queries.search(ProjectCriteria()).total == db.session.query(Project).count() == 6
