"""Interests collected on paper become cases, and what projects reached becomes numbers with a source."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from registry.db import db
from registry.imports import operations
from registry.imports.states import BatchState, Verdict
from registry.languages import use_language
from registry.leads.models import Inquiry, Lead
from registry.leads.operations import assign
from registry.matching.models import Evidence
from registry.partners.models import Partner
from registry.projects.lifecycle import Funding
from registry.projects.models import Project
from registry.projects.parts import Achievement
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.criteria import ReportCriteria
from registry.reports.shelf.files import Made
from tests.imports.tables import book_of, brought_in, rows_of, staff, worked_on

INTERESTS = ["项目", "机构", "国家", "机构类型", "联系人", "电子邮箱", "合作方式", "意向金额", "货币", "留言"]
ENGLISH = [
    "Project",
    "Organisation",
    "Country",
    "Kind of organisation",
    "Contact person",
    "E-mail address",
    "Kind of cooperation",
    "Indicative amount",
    "Language",
    "Message",
]


def open_project() -> Project:
    """A project that takes interest and has promised something."""
    query = select(Project).where(
        Project.publication_status == "published",
        Project.funding_status == Funding.SEEKING.value,
        Project.indicators.any(),
        ~Project.achievements.any(),
    )
    return db.session.scalars(query.order_by(Project.id)).first() or _none()


def _none() -> Project:
    raise AssertionError("the demonstration has no such project")


def interest(project: str, organisation: str, **changes: Any) -> list[Any]:
    row = {
        "Project": project,
        "Organisation": organisation,
        "Country": "Китай",
        "Kind of organisation": "company",
        "Contact person": "Illustrative Person",
        "E-mail address": "visitor@fair.example.org",
        "Kind of cooperation": "invest; technology",
        "Indicative amount": "1,2 млн долл. США",
        "Language": "русский",
        "Message": "Met at the fair.",
    }
    row |= changes
    return [row[name] for name in ENGLISH]


def types() -> tuple[str, str]:
    """A kind of organisation and two kinds of cooperation, as the lists have them."""
    partner_type = db.session.scalars(select(Partner.type_code)).first()
    kinds = db.session.scalars(select(Inquiry).order_by(Inquiry.id)).first()
    assert partner_type is not None
    assert kinds is not None
    return partner_type, "; ".join(kind.code for kind in kinds.kinds)


def test_interests_become_cases_and_go_again(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        reference = open_project().reference
        known = db.session.scalars(select(Partner).order_by(Partner.id)).first()
        assert known is not None
        kind, kinds = types()
        more = {"Kind of organisation": kind, "Kind of cooperation": kinds}
        table = book_of(
            [
                ENGLISH,
                interest(reference, "Fair Visitor One", **more),
                interest(reference, "Fair Visitor Two", **more, **{"Indicative amount": None}),
                interest(reference, "Fair Visitor One", **more),
                interest("ARAL-1999-0001", "Fair Visitor Three", **more),
                interest(reference, "Fair Visitor Four", **more, **{"E-mail address": "nowhere"}),
                interest(reference, "Fair Visitor Five", **more, Country="Atlantis"),
                interest(reference, "Fair Visitor Six", **more, **{"Indicative amount": "12 or 13"}),
            ]
        )
        batch = brought_in("interests", table)
        rows = rows_of(batch)
        assert [row.outcome for row in rows] == [Verdict.NEW, Verdict.NEW, *[Verdict.PROBLEM] * 5]
        assert [row.problems[0][0] for row in rows[2:]] == [
            "organisation",
            "project",
            "email",
            "country",
            "amount",
        ]
        before = db.session.scalar(select(func.count()).select_from(Lead))
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=False, by=staff()))
        assert batch.standing is BatchState.APPLIED, batch.error
        one = db.session.scalars(select(Inquiry).where(Inquiry.organisation == "Fair Visitor One")).one()
        assert (one.country, one.amount, one.currency, one.language) == ("CN", Decimal(1_200_000), "USD", "ru")
        assert [lead.state.value for lead in one.leads] == ["submitted"]
        assert {kind.code for kind in one.kinds} == set(kinds.split("; "))
        again = brought_in("interests", table)
        assert [row.outcome for row in rows_of(again)[:2]] == [Verdict.PROBLEM] * 2
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert batch.standing is BatchState.UNDONE, batch.error
        assert db.session.scalar(select(func.count()).select_from(Lead)) == before
        assert not db.session.scalars(select(Inquiry).where(Inquiry.organisation.like("Fair Visitor%"))).all()


def test_a_case_somebody_worked_on_stays(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        reference = open_project().reference
        kind, kinds = types()
        more = {"Kind of organisation": kind, "Kind of cooperation": kinds}
        batch = brought_in("interests", book_of([ENGLISH, interest(reference, "Fair Visitor One", **more)]))
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        lead = db.session.scalars(select(Lead).order_by(Lead.id.desc())).first()
        assert lead is not None
        number = lead.number
        assign(lead, officer=None if lead.officer else staff("reviewer"), by=staff())
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert batch.standing is BatchState.UNDONE
        assert number in (batch.error or "")
        assert db.session.scalar(select(Lead.id).where(Lead.number == number)) is not None


def test_an_organisation_of_ours_is_known_by_its_name(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        project = open_project()
        known = db.session.scalars(select(Partner).order_by(Partner.id.desc())).first()
        assert known is not None
        kind, kinds = types()
        more = {"Kind of organisation": kind, "Kind of cooperation": kinds}
        evidence = select(func.count()).select_from(Evidence).where(Evidence.project_id == project.id)
        before = db.session.scalar(evidence)
        batch = brought_in("interests", book_of([ENGLISH, interest(project.reference, known.name, **more)]))
        assert rows_of(batch)[0].outcome is Verdict.NEW, rows_of(batch)[0].problems
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        lead = db.session.scalars(select(Lead).order_by(Lead.id.desc())).first()
        assert lead is not None
        assert lead.organisation_key == f"partner:{known.id}"
        worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert db.session.scalar(evidence) == before


def test_numbers_that_were_reached_come_change_and_go(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        project = open_project()
        reference, line = project.reference, project.indicators[0]
        with use_language("ru"):
            name = line.indicator.name
        heads = ["Project", "Indicator", "Reached in all", "By this day", "Source"]
        table = book_of(
            [
                heads,
                [reference, name, 12.5, date(2026, 3, 1), "Illustrative report"],
                [reference, line.indicator_code, "20", "01.09.2026", "Illustrative report"],
                [reference, line.indicator_code, 1, date(2999, 1, 1), "Illustrative report"],
                [reference, "moon_rocks", 1, date(2026, 1, 1), "Illustrative report"],
                [reference, line.indicator_code, -1, date(2026, 1, 1), "Illustrative report"],
                [reference, line.indicator_code, 1e30, date(2026, 1, 1), "Illustrative report"],
                [reference, line.indicator_code, date(2026, 1, 1), date(2026, 1, 1), "Illustrative report"],
                [reference, line.indicator_code, 1, date(2026, 1, 1), None],
            ]
        )
        batch = brought_in("indicators", table)
        rows = rows_of(batch)
        assert [row.outcome for row in rows] == [Verdict.NEW, Verdict.NEW, *[Verdict.PROBLEM] * 6]
        wrong = ["as_of", "indicator", "value", "value", "value", "source"]
        assert [row.problems[0][0] for row in rows[2:]] == wrong
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=False, by=staff()))
        assert batch.standing is BatchState.APPLIED, batch.error
        kept = select(Achievement).where(Achievement.project_id == project.id).order_by(Achievement.as_of)
        assert [one.value for one in db.session.scalars(kept)] == [Decimal("12.5"), Decimal(20)]
        assert project.achieved[line.indicator_code].value == 20
        changed = book_of([heads, [reference, name, 21, date(2026, 9, 1), "Illustrative report, corrected"]])
        second = brought_in("indicators", changed)
        assert rows_of(second)[0].changes == {
            "value": ["20", "21"],
            "source": ["Illustrative report", "Illustrative report, corrected"],
        }
        second = worked_on(second, lambda: operations.apply(second, all_or_nothing=True, by=staff()))
        assert [one.value for one in db.session.scalars(kept)] == [Decimal("12.5"), Decimal(21)]
        second = worked_on(second, lambda: operations.undo(second, by=staff()))
        assert [one.value for one in db.session.scalars(kept)] == [Decimal("12.5"), Decimal(20)]
        worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert not db.session.scalars(kept).all()


def test_the_report_sets_what_was_reached_beside_what_was_planned(loaded: Flask) -> None:
    with loaded.app_context(), use_language("en"):
        project = open_project()
        line = next(one for one in project.indicators if one.target)
        heads = ["Project", "Indicator", "Reached in all", "By this day", "Source"]
        half = line.target / 2 if line.target else Decimal(1)
        rows = [
            [project.reference, line.indicator_code, 1, date(2026, 2, 1), "Illustrative report"],
            [project.reference, line.indicator_code, float(half), date(2026, 9, 1), "Illustrative report"],
        ]
        before = _row(line.indicator_code)
        batch = brought_in("indicators", book_of([heads, *rows]))
        worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        after = _row(line.indicator_code)
        assert (after["reached"] or 0) - (before["reached"] or 0) == half
        assert after["reporting"] == before["reporting"] + 1
        if before["reporting"] == 0:
            assert after["share"] == 50.0


def _row(code: str) -> dict[str, Any]:
    """One indicator's row of the report."""
    rows = Made.of(SHELF["indicators"], ReportCriteria()).rows.to_dict("records")
    return next(row for row in rows if row["code"] == code)
