"""The form of a project: what is written there is kept, what is not sent stays, what is not theirs is ignored."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import db
from registry.projects.contents import content_of
from registry.projects.lifecycle import EDITABLE, Publication
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.projects.records import FundingValues, IndicatorValues, ProjectRecord
from tests.makers import RECORD
from tests.projects.form_reader import Fields, fields_of
from tests.projects.full import FULL
from tests.projects.pages import Desk

BARE: dict[str, Any] = {
    "type_code": "investment_project",
    "sector_code": "green_energy",
    "stage_code": "idea",
    "source_language": "ru",
    "funding_status": "seeking",
}


def path_of(reference: str) -> str:
    return f"/en/staff/projects/{reference}/edit"


def opened(desk: Desk, reference: str, role: Role = Role.EDITOR) -> Fields:
    """The form as a browser has it after opening the page."""
    return fields_of(desk.clients[role].get(path_of(reference)).text, path_of(reference))


def content(desk: Desk, reference: str) -> ProjectRecord:
    with desk.app.app_context():
        return content_of(one_project(reference))


def test_it_works(desk: Desk) -> None:
    reference = desk.project()
    form = opened(desk, reference) | {"title_en": ["Drip irrigation for gardens"], "total_cost": ["1 250 000.50"]}
    answer = desk.clients[Role.EDITOR].post(path_of(reference), data=form)
    assert answer.status_code == 302
    saved = content(desk, reference)
    assert saved.texts["en"]["title"] == "Drip irrigation for gardens"
    assert saved.total_cost == Decimal("1250000.50")
    with desk.app.app_context():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.actor_id) == ("project.edited", desk.cast.staff[Role.EDITOR])
        assert entry.changes["total_cost"] == ["600000.00", "1250000.50"]
        assert set(entry.changes) == {"total_cost", "texts"}


def test_a_new_draft_needs_little(desk: Desk) -> None:
    answer = desk.post(Role.EDITOR, "new", **BARE)
    assert answer.status_code == 302
    reference = answer.location.rpartition("/")[2]
    assert desk.state(reference) is Publication.DRAFT
    saved = content(desk, reference)
    assert saved == ProjectRecord(**BARE)
    with desk.app.app_context():
        assert one_project(reference).author_id == desk.cast.staff[Role.EDITOR]


@pytest.mark.parametrize("missing", sorted(set(BARE) - {"source_language"}))
def test_without_the_least_there_is_no_draft(desk: Desk, missing: str) -> None:
    answer = desk.post(Role.EDITOR, "new", **{**BARE, missing: "", "title_en": "Typed with care"})
    assert answer.status_code == 422
    assert "Typed with care" in answer.text


@pytest.mark.parametrize("record", [RECORD, FULL], ids=["usual", "full"])
def test_saved_without_a_touch_nothing_changes(desk: Desk, record: ProjectRecord) -> None:
    reference = desk.own_project(Role.EDITOR, record)
    before = content(desk, reference)
    answer = desk.clients[Role.MANAGER].post(path_of(reference), data=opened(desk, reference, Role.MANAGER))
    assert answer.status_code == 302
    assert "Nothing was changed." in desk.clients[Role.MANAGER].get(answer.location).text
    assert content(desk, reference) == before


def test_what_is_not_sent_stays(desk: Desk) -> None:
    reference = desk.own_project(Role.EDITOR, FULL)
    before = content(desk, reference)
    form = {**BARE, "source_language": "en", "title_en": "Another title", "sector_code": before.sector_code}
    answer = desk.post(Role.EDITOR, f"{reference}/edit", **form)
    assert answer.status_code == 302
    after = content(desk, reference)
    assert after.texts["en"]["title"] == "Another title"
    changed = {item.name for item in fields(before) if getattr(before, item.name) != getattr(after, item.name)}
    assert changed <= {"texts", "funding_status", "source_language"}
    assert after.texts["zh"] == before.texts["zh"]


def test_what_is_emptied_is_empty(desk: Desk) -> None:
    reference = desk.own_project(Role.EDITOR, FULL)
    written = set(opened(desk, reference)) - {"csrf_token", "version"}
    form = {name: [""] for name in written} | BARE
    answer = desk.post(Role.EDITOR, f"{reference}/edit", **{**form, "stage_code": FULL.stage_code})
    assert answer.status_code == 302, answer.text
    after = content(desk, reference)
    assert after.districts == after.sdgs == after.partner_types == after.incentives == after.tags == ()
    rows: list[Any] = [after.texts, after.funding, after.indicators, after.documents]
    assert rows == [{}] * 4
    single: list[Any] = [after.total_cost, after.initiator, after.latitude, after.on_seabed]
    assert single == [None] * 4
    assert after.verified_on == FULL.verified_on


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER, Role.ADMIN])
def test_what_is_not_theirs_is_ignored(desk: Desk, role: Role) -> None:
    reference = desk.project()
    with desk.app.app_context():
        number, version = one_project(reference).id, one_project(reference).version
    foreign = {
        "id": ["999"],
        "reference": ["ARAL-2026-9999"],
        "role": ["admin"],
        "is_demo": ["yes"],
        "status": ["published"],
        "publication_status": ["published"],
        "verified_on": ["2026-01-01"],
        "verified_by_id": ["1"],
        "author_id": ["1"],
        "contact_officer_id": ["1"],
        "created_at": ["2020-01-01"],
        "published_at": ["2020-01-01"],
        "sought_usd": ["1"],
        "search_text": ["casino"],
    }
    form = opened(desk, reference, role) | foreign | {"title_en": ["Another title"]}
    assert desk.clients[role].post(path_of(reference), data=form).status_code == 302
    with desk.app.app_context():
        project: Project = one_project(reference)
        assert (project.id, project.version) == (number, version + 1)
        assert not project.is_demo
        assert project.publication is Publication.DRAFT
        marks: list[Any] = [project.verified_on, project.verified_by_id, project.published_at]
        assert marks == [None] * 3
        assert project.author_id is project.contact_officer_id is None
        assert "casino" not in project.search_text


def test_a_new_draft_takes_nothing_that_is_not_its_authors(desk: Desk) -> None:
    foreign = {"is_demo": "yes", "publication_status": "published", "version": "77", "reference": "ARAL-2026-9999"}
    answer = desk.post(Role.EDITOR, "new", **BARE, **foreign)
    reference = answer.location.rpartition("/")[2]
    assert reference != "ARAL-2026-9999"
    assert desk.state(reference) is Publication.DRAFT
    assert content(desk, reference).is_demo is False


def test_the_later_of_two_editors_is_told_and_loses_nothing(desk: Desk) -> None:
    reference = desk.project()
    late = opened(desk, reference, Role.MANAGER) | {"title_en": ["What the manager typed"]}
    early = opened(desk, reference) | {"title_en": ["What the editor saved"]}
    assert desk.clients[Role.EDITOR].post(path_of(reference), data=early).status_code == 302
    answer = desk.clients[Role.MANAGER].post(path_of(reference), data=late)
    assert answer.status_code == 409
    assert "What the manager typed" in answer.text
    assert "What the editor saved" in answer.text
    assert content(desk, reference).texts["en"]["title"] == "What the editor saved"
    again = fields_of(answer.text, path_of(reference))
    assert again["title_en"] == ["What the manager typed"]
    assert desk.clients[Role.MANAGER].post(path_of(reference), data=again).status_code == 302


def test_another_change_to_a_published_project_stays_published(desk: Desk) -> None:
    reference = desk.project(Publication.PUBLISHED)
    form = opened(desk, reference) | {"summary_en": ["Much less water on 500 hectares."], "pledged_equity": [""]}
    assert desk.clients[Role.EDITOR].post(path_of(reference), data=form).status_code == 302
    assert desk.state(reference) is Publication.PUBLISHED


@pytest.mark.parametrize("state", sorted(set(Publication) - EDITABLE))
def test_in_review_nobody_edits(desk: Desk, state: Publication) -> None:
    reference = desk.project(state)
    before = content(desk, reference)
    form = opened(desk, reference) | {"title_en": ["Typed with care"]}
    answer = desk.clients[Role.EDITOR].post(path_of(reference), data=form)
    assert answer.status_code == 422
    assert "Typed with care" in answer.text
    assert content(desk, reference) == before


def test_the_stage_does_not_change_by_the_form(desk: Desk) -> None:
    reference = desk.project()
    form = opened(desk, reference) | {"stage_code": ["ready"]}
    assert desk.clients[Role.EDITOR].post(path_of(reference), data=form).status_code == 422
    assert content(desk, reference).stage_code == "idea"


ODD = {
    "total_cost": ["0", "-1", "a lot", "1e999", "9" * 5000, "0.001", "99999999999999"],
    "latitude": ["91", "43.123456", "north"],
    "price_year": ["1989", "2026.5", "999999999999999999999"],
    "rio_mitigation": ["4", "-1"],
    "currency": ["EURO", "dollars"],
    "closes_on": ["31.12.2026", "2026-02-30", "0001-01-01"],
    "title_en": ["x" * 201, "a\x00b", "a\u202eb"],
    "summary_en": ["x" * 1001],
    "sector_code": ["no_such_sector"],
    "districts": ["no_such_district"],
    "sought_loan": ["0", "-5"],
    "year_jobs_effect": ["1800"],
    "target_jobs_effect": ["-1", "0.00001"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in ODD.items() for value in values])
def test_an_odd_value_is_refused_beside_its_field_and_the_rest_is_kept(desk: Desk, name: str, value: str) -> None:
    reference = desk.project()
    before = content(desk, reference)
    form = opened(desk, reference) | {"solution_ru": ["Набрано с трудом"], name: [value]}
    answer = desk.clients[Role.EDITOR].post(path_of(reference), data=form)
    assert answer.status_code == 422
    assert "Набрано с трудом" in answer.text
    assert content(desk, reference) == before


def test_figures_that_contradict_each_other_are_refused(desk: Desk) -> None:
    reference = desk.project()
    for wrong in ({"ticket_min": ["200"], "ticket_max": ["100"]}, {"latitude": ["43.5"], "longitude": [""]}):
        form = opened(desk, reference) | {"solution_ru": ["Набрано с трудом"]} | wrong
        answer = desk.clients[Role.EDITOR].post(path_of(reference), data=form)
        assert answer.status_code == 422
        assert "Набрано с трудом" in answer.text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DIRECTOR])
def test_who_only_reads_does_not_edit(desk: Desk, role: Role) -> None:
    reference = desk.project()
    assert desk.clients[role].get(path_of(reference)).status_code == 403
    assert desk.post(role, f"{reference}/edit", **BARE).status_code == 403
    assert desk.clients[role].get("/en/staff/projects/new").status_code == 403


def test_lines_are_kept_as_values(desk: Desk) -> None:
    reference = desk.project()
    form = opened(desk, reference) | {
        "secured_grant": ["20000"],
        "target_jobs_effect": ["120"],
        "year_jobs_effect": ["2030"],
        "method_jobs_effect": ["Payroll | counted\r\nyearly"],
        "document_concept_note": ["available"],
    }
    assert desk.clients[Role.EDITOR].post(path_of(reference), data=form).status_code == 302
    saved = content(desk, reference)
    assert saved.funding["grant"] == FundingValues(secured=Decimal(20000))
    assert saved.indicators["jobs"] == IndicatorValues(
        target=Decimal(120), year=2030, method="Payroll / counted yearly"
    )
    assert saved.documents == {"concept_note": "available"}
