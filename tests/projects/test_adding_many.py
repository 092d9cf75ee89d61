"""Projects added together have the very rows of projects added one by one."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.audit.queries import first_broken_entry
from registry.db import Base, commit, db
from registry.projects.adding import add_projects
from registry.projects.contents import content_of
from registry.projects.models import Project
from registry.projects.operations import add_project
from registry.projects.records import FundingValues, IndicatorValues, ProjectRecord
from registry.refusals import Refusal
from tests.makers import make_project, make_staff


def rich(title: str) -> ProjectRecord:
    """A record that has something everywhere."""
    made = content_of(make_project())
    return replace(
        made,
        texts={"en": {"title": title, "need": "Water"}, "ru": {"title": "Насосы", "summary": "Солнце"}, "zh": {}},
        currency="EUR",
        funding={"grant": FundingValues(Decimal("1250.50"), None, Decimal(10)), **made.funding},
        indicators={"hectares_restored": IndicatorValues(target=Decimal(500), year=2028, source="Illustrative")},
        documents={"feasibility_study": "available"},
        parties=(("operator", "Illustrative Company"),),
        tags=("solar", "wells"),
    )


def rows_of(project_id: int) -> dict[str, list[dict[str, Any]]]:
    """Table -> every row about a project, without what must differ."""
    found = {}
    for table in Base.metadata.sorted_tables:
        column = table.c.id if table.name == "projects" else table.c.get("project_id")
        if column is None or table.name == "project_changes":
            continue
        rows = db.session.execute(select(table).where(column == project_id)).mappings()
        loose = {"id", "project_id", "reference", "created_at", "updated_at", "at", "search_text"}
        kept = [{key: value for key, value in row.items() if key not in loose} for row in rows]
        found[table.name] = sorted(kept, key=repr)
    return {name: rows for name, rows in found.items() if rows}


def test_the_same_rows_are_written(app: Flask) -> None:
    with app.app_context():
        editor = make_staff(Role.EDITOR)
        first = rich("Solar pumps")
        alone = add_project(first, by=editor)
        references = add_projects([first, replace(first, tags=())], by=editor)
        commit()
        together = {
            project.reference: project
            for project in db.session.scalars(select(Project).where(Project.reference.in_(references)))
        }
        same, other = (together[reference] for reference in references)
        wanted = rows_of(alone.id)
        assert {"project_texts", "project_funding", "project_indicators", "project_events"} < wanted.keys()
        assert rows_of(same.id) == wanted
        assert content_of(same) == content_of(alone)
        assert content_of(other).tags == ()
        assert same.search_text == alone.search_text.replace(alone.reference.lower(), same.reference.lower())
        assert same.sought_usd == alone.sought_usd
        added = db.session.query(AuditEntry).filter_by(action="project.added").all()
        assert [entry.subject_id for entry in added][-2:] == references
        assert first_broken_entry() is None


def test_one_that_contradicts_itself_keeps_all_out(app: Flask) -> None:
    with app.app_context():
        editor, good = make_staff(Role.EDITOR), rich("Solar pumps")
        before = db.session.query(Project).count()
        with pytest.raises(Refusal):
            add_projects([good, replace(good, latitude=Decimal(43), longitude=None)], by=editor)
        assert db.session.query(Project).count() == before
