"""The demonstration: enough to see everything, marked everywhere, and gone without a trace in real records."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.accounts.models import User
from registry.audit.queries import first_broken_entry
from registry.config import RESOURCES
from registry.db import commit, db
from registry.languages import LANGUAGES
from registry.leads.models import Inquiry, Lead
from registry.leads.pipeline import LeadStatus
from registry.partners.models import Partner
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.reference.models import ProjectType, Sector, Stage
from registry.reference.queries import entries
from registry.upkeep.demonstration import load_demonstration
from registry.upkeep.demonstration_removal import remove_demonstration
from tests.makers import make_inquiry, make_project


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """A registry with one real project and interest, and the demonstration."""
    with app.app_context():
        real = make_project()
        db.session.flush()
        real.reference = "ARAL-2025-0001"
        make_inquiry(real)
        load_demonstration(RESOURCES / "seed_data", "a password for the demonstration")
        commit()
    return app


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_it_shows_every_sector_stage_type_and_state(loaded: Flask) -> None:
    with loaded.app_context():
        projects = list(db.session.scalars(select(Project).where(Project.is_demo)))
        assert len(projects) >= 24
        assert {project.sector_code for project in projects} == {entry.code for entry in entries(Sector)}
        assert {project.stage_code for project in projects} == {entry.code for entry in entries(Stage)}
        assert {project.type_code for project in projects} == {entry.code for entry in entries(ProjectType)}
        states = Counter(lead.state for lead in db.session.scalars(select(Lead).where(Lead.is_demo)))
        assert set(states) == set(LeadStatus)
        assert states.total() >= 30
        assert count(Partner) >= 6


def test_its_texts_are_there_in_the_promised_languages(loaded: Flask) -> None:
    with loaded.app_context():
        texts = [
            set(project.texts)
            for project in db.session.scalars(select(Project).where(Project.is_demo))
            if project.is_published
        ]
        assert all({"en", "ru"} <= languages for languages in texts)
        assert sum(languages == set(LANGUAGES) for languages in texts) >= 8


def test_every_figure_of_it_names_its_method_and_source(loaded: Flask) -> None:
    with loaded.app_context():
        projects = list(db.session.scalars(select(Project).where(Project.is_demo)))
        lines = [(project.reference, line) for project in projects for line in project.indicators]
        assert lines
        assert not [
            (reference, line.indicator_code) for reference, line in lines if not (line.method and line.source)
        ]


def test_it_is_taken_out_and_the_rest_stays(loaded: Flask) -> None:
    with loaded.app_context():
        kept = remove_demonstration()
        commit()
        assert set(kept.values()) == {0}
        assert [project.reference for project in db.session.scalars(select(Project))] == ["ARAL-2025-0001"]
        assert (count(Lead), count(Inquiry), count(Partner)) == (1, 1, 0)
        assert not db.session.scalars(select(User).where(User.is_demo)).all()
        assert first_broken_entry() is None


def test_what_real_interest_hangs_on_is_kept_and_closed(loaded: Flask) -> None:
    with loaded.app_context():
        project = one_project("ARAL-2026-0002")
        make_inquiry(project, organisation="Illustrative Real Company", email="real@company.example.org")
        commit()
        kept = remove_demonstration()
        commit()
        assert kept["projects"] == 1
        left = one_project("ARAL-2026-0002")
        assert not left.is_published
        assert count(Lead) == 2
