"""The import desk: from a file to records and back, and the round trip of an export."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from registry.accounts.roles import Role
from registry.db import commit, db
from registry.imports import operations
from registry.imports.models import ImportBatch, ImportRow
from registry.imports.states import BatchState, Verdict
from registry.languages import use_language
from registry.partners.models import OtherName, Partner
from registry.projects.contents import content_of
from registry.projects.criteria import ProjectCriteria
from registry.projects.models import Project
from registry.projects.queries import one_project
from registry.reference.models import ExchangeRate
from registry.reference.queries import rates_on, to_usd
from registry.refusals import Refusal
from registry.reports.exports import export_projects
from registry.upkeep import table_worker as working
from tests.imports.tables import book_of, brought_in, rows_of, staff, worked_on
from tests.makers import client_of, make_staff, token_in


def exported(language: str) -> tuple[bytes, Any]:
    """All projects as the staff export them."""
    with use_language(language):
        criteria = ProjectCriteria(publication=("draft", "published", "submitted", "in_review"))
        content = export_projects(criteria, "xlsx", by=staff())
    commit()
    return content, load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["en", "ru", "zh", "uz", "kaa"])
def test_an_export_sent_back_changes_nothing(loaded: Flask, language: str) -> None:
    with loaded.app_context():
        content, _book = exported(language)
        with use_language(language):
            batch = brought_in("projects", content)
        rows = rows_of(batch)
        assert len(rows) >= 20
        assert {row.outcome for row in rows} == {Verdict.UNCHANGED}, [row.problems or row.changes for row in rows]


def test_exactly_the_edited_cells_are_the_change_set(loaded: Flask) -> None:
    with loaded.app_context():
        _content, book = exported("en")
        sheet = book.worksheets[1]
        heads = {cell.value: cell.column for cell in sheet[1]}
        states = {row: sheet.cell(row, heads["Publication"]).value for row in range(2, sheet.max_row + 1)}
        published = next(row for row, state in states.items() if state == "Published")
        reference = sheet.cell(published, heads["Reference"]).value
        title = next(head for head in heads if head and head.startswith("Title ("))
        sheet.cell(published, heads[title]).value = "Another title"
        before = content_of(one_project(reference))
        commit()
        output = io.BytesIO()
        book.save(output)
        batch = brought_in("projects", output.getvalue())
        changed = [row for row in rows_of(batch) if row.outcome is not Verdict.UNCHANGED]
        assert [row.reference for row in changed] == [reference]
        assert list(changed[0].changes) == [f"title_{'en' if 'English' in title else 'ru'}"]
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.APPLIED
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert batch.standing is BatchState.UNDONE
        assert content_of(one_project(reference)) == before


def new_projects(*rows: list[Any]) -> bytes:
    head = [
        "Title (English)",
        "Type",
        "Sector",
        "Stage",
        "source_language",
        "funding_status",
        "Total cost",
        "Currency",
    ]
    return book_of([["New projects of 2026"], [], head, *rows])


def codes_of(loaded: Flask) -> dict[str, str]:
    """Codes that the lists have, whatever they are called."""
    project = db.session.scalars(select(Project)).first()
    assert project is not None
    return {
        "Type": project.type_code,
        "Sector": project.sector_code,
        "Stage": project.stage_code,
        "Funding": project.funding_status,
    }


def good_row(loaded: Flask, title: str, cost: Any = "1,2 млн") -> list[Any]:
    codes = codes_of(loaded)
    return [title, codes["Type"], codes["Sector"], codes["Stage"], "en", codes["Funding"], cost, "USD"]


def test_new_projects_come_as_drafts_and_go_again(loaded: Flask) -> None:
    with loaded.app_context():
        before = db.session.scalar(select(func.count()).select_from(Project))
        rows = [good_row(loaded, "Orchard on salt"), good_row(loaded, "Shelterbelt", 250000)]
        batch = brought_in("projects", new_projects(*rows))
        assert [row.outcome for row in rows_of(batch)] == [Verdict.NEW] * 2, [r.problems for r in rows_of(batch)]
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.APPLIED, batch.error
        references = [str(row.reference) for row in rows_of(batch)]
        orchard = one_project(references[0])
        assert orchard.publication.value == "draft"
        assert orchard.total_cost == Decimal(1_200_000)
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert batch.standing is BatchState.UNDONE
        assert db.session.scalar(select(func.count()).select_from(Project)) == before


def test_problems_are_named_put_right_or_left_out(loaded: Flask) -> None:
    with loaded.app_context():
        bad = good_row(loaded, "Well field", "1,250")
        batch = brought_in("projects", new_projects(good_row(loaded, "Pumps"), bad))
        good, problem = rows_of(batch)
        assert problem.outcome is Verdict.PROBLEM
        assert problem.problems[0][0] == "total_cost"
        assert "1,250" in problem.problems[0][1]
        with pytest.raises(Refusal):
            operations.apply(batch, all_or_nothing=True, by=staff())
        operations.fix_row(batch, problem, {"total_cost": "1250"})
        assert [row.outcome for row in (good, problem)] == [Verdict.NEW] * 2


def test_a_title_that_is_there_is_a_possible_duplicate(loaded: Flask) -> None:
    with loaded.app_context():
        known = next(project for project in db.session.scalars(select(Project)) if "en" in project.texts)
        batch = brought_in("projects", new_projects(good_row(loaded, known.texts["en"].title)))
        (row,) = rows_of(batch)
        assert row.outcome is Verdict.DUPLICATE
        assert known.reference in row.problems[0][1]
        operations.accept_duplicate(batch, row)
        assert [one.outcome for one in rows_of(batch)] == [Verdict.NEW]


def test_all_or_nothing_leaves_nothing_when_a_row_fails(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded.app_context():
        before = db.session.scalar(select(func.count()).select_from(Project))
        monkeypatch.setattr(working, "APPLIED", 1)
        batch = brought_in("projects", new_projects(*(good_row(loaded, f"Canal {n}") for n in range(3))))
        last = rows_of(batch)[-1]
        last.cells = {**last.cells, "sector_code": "nothing of the kind"}
        commit()
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.READY
        assert batch.error
        assert db.session.scalar(select(func.count()).select_from(Project)) == before
        assert [row.outcome for row in rows_of(batch)] == [Verdict.NEW, Verdict.NEW, Verdict.PROBLEM]
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=False, by=staff()))
        assert db.session.scalar(select(func.count()).select_from(Project)) == (before or 0) + 2


def test_a_worker_that_died_is_followed_by_another(loaded: Flask) -> None:
    with loaded.app_context():
        batch = operations.begin("projects", new_projects(good_row(loaded, "Dam")), "table.xlsx", by=staff())
        operations.name_columns(batch, batch.mapping)
        batch.seen_at = batch.made_at
        commit()
        assert not working.work_on_next()
        batch = db.session.scalars(select(ImportBatch)).one()
        batch.seen_at = batch.made_at - working.SILENCE * 2
        commit()
        assert working.work_on_next()


def test_rates_of_the_central_bank_become_rates_for_the_dollar(loaded: Flask) -> None:
    rows = ("Код;Номинал;Курс;Дата", "USD;1;12650,00;", "EUR;1;13915,00;", "JPY;10;800,00;")
    table = rows[0] + "\n" + "".join(f"{row}25.11.2026\n" for row in rows[1:])
    day = date(2026, 11, 25)
    with loaded.app_context():
        batch = brought_in("rates", table.encode(), "cbu.csv")
        assert {row.outcome for row in rows_of(batch)} == {Verdict.NEW}, [row.problems for row in rows_of(batch)]
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.APPLIED, batch.error
        rates = rates_on(day)
        assert rates["UZS"] == Decimal(12650)
        assert rates["EUR"] == Decimal("0.909091")
        assert rates["JPY"] == Decimal("158.125")
        assert to_usd(Decimal(12650), "UZS", day) == (Decimal("1.00"), day)
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert not db.session.scalars(select(ExchangeRate).where(ExchangeRate.dated == day)).all()


def test_partners_come_by_name_and_go_again(loaded: Flask) -> None:
    with loaded.app_context():
        known = db.session.scalars(select(Partner).order_by(Partner.id)).first()
        assert known is not None
        table = book_of(
            [
                ["Organisation", "Country", "Kind of organisation", "Website"],
                ["Water Institute of Nowhere", "中国", known.type_code, "https://example.org/water"],
                [known.name, None, None, "https://example.org/changed"],
                ["Nobody", "Atlantis", known.type_code, None],
            ]
        )
        batch = brought_in("partners", table)
        new, changed, bad = rows_of(batch)
        assert (new.outcome, changed.outcome, bad.outcome) == (Verdict.NEW, Verdict.CHANGED, Verdict.PROBLEM)
        assert list(changed.changes) == ["website"]
        before = known.website
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=False, by=staff()))
        institute = select(Partner).where(Partner.name.like("Water Institute%"))
        assert db.session.scalars(institute).one().country == "CN"
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert not db.session.scalars(institute).all()
        db.session.expire_all()
        assert db.session.get_one(Partner, known.id).website == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.doc", b"\xd0\xcf\x11\xe0"), ("a.xlsx", b"nothing"), ("a.csv", b""), ("a.csv", b"only one line\n")],
)
def test_what_is_no_table_is_refused_in_words(loaded: Flask, name: str, content: bytes) -> None:
    with loaded.app_context(), use_language("ru"), pytest.raises(Refusal) as refused:
        operations.begin("projects", content, name, by=staff())
    assert refused.value.field == "file"
    assert len(str(refused.value)) > 20


def test_the_pages_lead_from_file_to_records(loaded: Flask) -> None:
    with loaded.app_context():
        table = new_projects(good_row(loaded, "Nursery"), good_row(loaded, "Ponds", "1,250"))
        user_id = staff("editor").id
        commit()
        client = client_of(loaded, user_id)
    token = token_in(client.get("/en/staff/imports/").text)
    sent = {"csrf_token": token, "kind": "projects", "file": (io.BytesIO(table), "new.xlsx")}
    place = client.post("/en/staff/imports/", data=sent).headers["Location"]
    page = client.get(place).text
    assert "Ponds" in page
    with loaded.app_context():
        mapping = db.session.scalars(select(ImportBatch)).one().mapping
    chosen = {f"column-{at}": key for at, key in enumerate(mapping)}
    assert client.post(f"{place}/columns", data={"csrf_token": token, **chosen}).status_code == 302
    assert "data-fresh" in client.get(place).text
    with loaded.app_context():
        working.work_on_next()
    shown = client.get(place).text
    assert "1,250" in shown
    assert client.post(f"{place}/all", data={"csrf_token": token}).status_code == 422
    workbook = load_workbook(io.BytesIO(client.post(f"{place}/problems.xlsx", data={"csrf_token": token}).data))
    assert workbook.worksheets[1].max_row == 2
    with loaded.app_context():
        row = db.session.scalars(select(ImportRow).where(ImportRow.verdict == "problem")).one()
        number = row.id
    fixed = {"csrf_token": token, "cell-total_cost": "1250"}
    assert client.post(f"{place}/rows/{number}", data=fixed).status_code == 302
    assert client.post(f"{place}/all", data={"csrf_token": token}).status_code == 302
    with loaded.app_context():
        working.work_on_next()
    assert "Undo the whole table" in client.get(place).text


def test_what_a_table_lacks_can_be_said_for_all_rows(loaded: Flask) -> None:
    with loaded.app_context():
        codes = codes_of(loaded)
        table = book_of([["Название", "Стоимость, USD"], ["Сад", "1,2 млн"], ["Лес", "—"], ["ИТОГО", "1,2 млн"]])
        batch = operations.begin("projects", table, "list.xlsx", by=staff())
        defaults = {
            "type_code": codes["Type"],
            "sector_code": codes["Sector"],
            "stage_code": codes["Stage"],
            "funding_status": codes["Funding"],
            "source_language": "ru",
        }
        operations.name_columns(batch, ["title_ru", "total_cost"], defaults)
        number = batch.id
        commit()
        working.work_on_next()
        rows = rows_of(db.session.get_one(ImportBatch, number))
        assert [row.outcome for row in rows] == [Verdict.NEW, Verdict.NEW, Verdict.SKIPPED], rows[0].problems


def edited(loaded: Flask, reference: str, cells: dict[str, Any]) -> ImportBatch:
    """A checked table that changes some cells of one project."""
    table = book_of([["reference", *cells], [reference, *cells.values()]])
    return brought_in("projects", table)


def draft_of(loaded: Flask) -> str:
    """The reference of a draft, which changes at once."""
    project = db.session.scalars(select(Project).where(Project.publication_status == "draft")).first()
    assert project is not None
    return project.reference


def title_of(reference: str) -> str:
    return one_project(reference).texts["en"].title


@pytest.mark.parametrize("text", ["NA", "None", "007", "+998 61 222 22 22", "=1+1", "1E5", "нет", "—", "2026"])
def test_a_text_is_a_text_whatever_it_reads_like(loaded: Flask, text: str) -> None:
    with loaded.app_context():
        reference = draft_of(loaded)
        batch = edited(loaded, reference, {"title_en": text})
        worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert title_of(reference) == text
        content, _book = exported("en")
        again = brought_in("projects", content)
        assert {row.outcome for row in rows_of(again)} == {Verdict.UNCHANGED}


def test_what_somebody_changed_after_the_check_is_not_overwritten(loaded: Flask) -> None:
    with loaded.app_context():
        reference = draft_of(loaded)
        batch = edited(loaded, reference, {"title_en": "From the table", "summary_en": "A summary"})
        other = edited(loaded, reference, {"title_en": "From somebody else"})
        worked_on(other, lambda: operations.apply(other, all_or_nothing=True, by=staff()))
        batch = db.session.get_one(ImportBatch, batch.id)
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.READY
        assert rows_of(batch)[0].outcome is Verdict.PROBLEM
        assert title_of(reference) == "From somebody else"


def test_only_the_cells_of_the_change_set_are_applied_and_undone(loaded: Flask) -> None:
    with loaded.app_context():
        reference = draft_of(loaded)
        summary = one_project(reference).texts["en"].summary
        batch = edited(loaded, reference, {"title_en": "From the table", "summary_en": summary})
        other = edited(loaded, reference, {"summary_en": "Written meanwhile"})
        worked_on(other, lambda: operations.apply(other, all_or_nothing=True, by=staff()))
        batch = db.session.get_one(ImportBatch, batch.id)
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        assert batch.standing is BatchState.APPLIED, rows_of(batch)[0].problems
        assert one_project(reference).texts["en"].summary == "Written meanwhile"
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert one_project(reference).texts["en"].summary == "Written meanwhile"
        assert title_of(reference) != "From the table"


def test_what_was_changed_since_is_not_undone(loaded: Flask) -> None:
    with loaded.app_context():
        reference = draft_of(loaded)
        batch = edited(loaded, reference, {"title_en": "From the table"})
        batch = worked_on(batch, lambda: operations.apply(batch, all_or_nothing=True, by=staff()))
        later = edited(loaded, reference, {"title_en": "Better"})
        worked_on(later, lambda: operations.apply(later, all_or_nothing=True, by=staff()))
        batch = db.session.get_one(ImportBatch, batch.id)
        batch = worked_on(batch, lambda: operations.undo(batch, by=staff()))
        assert title_of(reference) == "Better"
        assert reference in str(batch.error)


def test_a_heading_says_the_size_and_the_currency_of_all_its_cells(loaded: Flask) -> None:
    with loaded.app_context():
        codes = codes_of(loaded)
        rows: list[list[Any]] = [["Канал", "1 250,5"], ["Насос", 12], ["Пруд", "нет"], ["Дамба", "3 млн"]]
        table = book_of([["Название", "Стоимость, млн сум"], *rows])
        batch = operations.begin("projects", table, "list.xlsx", by=staff())
        defaults = {
            "type_code": codes["Type"],
            "sector_code": codes["Sector"],
            "stage_code": codes["Stage"],
            "funding_status": codes["Funding"],
            "source_language": "ru",
        }
        operations.name_columns(batch, ["title_ru", "total_cost"], defaults)
        number = batch.id
        commit()
        working.work_on_next()
        found = rows_of(db.session.get_one(ImportBatch, number))
        empty = ["", ""]
        said = [tuple(row.changes.get(key, empty)[1] for key in ("total_cost", "currency")) for row in found]
        assert said == [("1250500000", "UZS"), ("12000000", "UZS"), ("", ""), ("3000000", "UZS")]


def test_an_obligatory_cell_of_no_column_is_filled_in_place(loaded: Flask) -> None:
    with loaded.app_context():
        codes = codes_of(loaded)
        batch = brought_in("projects", book_of([["title_ru", "currency"], ["Канал", "USD"], ["Пруд", "USD"]]))
        row = rows_of(batch)[0]
        typed = {
            "type_code": codes["Type"],
            "sector_code": codes["Sector"],
            "stage_code": codes["Stage"],
            "funding_status": codes["Funding"],
            "source_language": "ru",
        }
        operations.fix_row(batch, row, typed)
        assert row.outcome is Verdict.NEW, row.problems


def test_an_organisation_called_by_another_name_is_not_renamed(loaded: Flask) -> None:
    with loaded.app_context():
        known = db.session.scalars(select(Partner).where(Partner.other_names.any())).first()
        if known is None:
            known = db.session.scalars(select(Partner)).first()
            assert known is not None
            known.other_names.append(OtherName(name="Another Name of Theirs"))
            commit()
        table = book_of([["name", "country"], [known.other_names[0].name, known.country]])
        batch = brought_in("partners", table)
        assert [row.outcome for row in rows_of(batch)] == [Verdict.UNCHANGED]


def test_one_record_twice_is_found_however_far_apart(loaded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "COMPARED", 1)
    with loaded.app_context():
        reference = draft_of(loaded)
        rows = [[reference, "First"], [reference, "Second"]]
        batch = brought_in("projects", book_of([["reference", "title_en"], *rows]))
        assert [row.outcome for row in rows_of(batch)] == [Verdict.CHANGED, Verdict.PROBLEM]


def test_a_worker_killed_while_it_brought_rows_back_is_followed(loaded: Flask) -> None:
    with loaded.app_context():
        batch = brought_in("projects", new_projects(*(good_row(loaded, f"Weir {n}") for n in range(3))))
        before = db.session.scalar(select(func.count()).select_from(Project))
        batch.state, batch.all_or_nothing = BatchState.APPLYING.value, True
        rows_of(batch)[0].verdict = Verdict.PROBLEM.value
        commit()
        working.work_on_next()
        db.session.expire_all()
        assert db.session.get_one(ImportBatch, batch.id).standing is BatchState.READY
        assert db.session.scalar(select(func.count()).select_from(Project)) == before


def test_who_lost_the_right_changes_nothing_more(loaded: Flask) -> None:
    with loaded.app_context():
        batch = brought_in("projects", new_projects(good_row(loaded, "Gate")))
        operations.apply(batch, all_or_nothing=True, by=staff())
        staff().role = Role.DIRECTOR.value
        number = batch.id
        commit()
        working.work_on_next()
        db.session.expire_all()
        assert db.session.get_one(ImportBatch, number).standing is BatchState.FAILED
        assert not [row for row in rows_of(db.session.get_one(ImportBatch, number)) if row.is_applied]


def test_kinds_are_for_those_who_may(loaded: Flask) -> None:
    with loaded.app_context():
        director = make_staff(Role.DIRECTOR, email="d2@example.org")
        ids = staff("editor").id, director.id
        commit()
        editor, reader = (client_of(loaded, user_id) for user_id in ids)
    page = editor.get("/en/staff/imports/").text
    assert 'value="projects"' in page
    assert 'value="rates"' not in page
    assert reader.get("/en/staff/imports/").status_code == 403
    sent = {"csrf_token": token_in(page), "kind": "rates", "file": (io.BytesIO(b"a;b\n1;2\n"), "r.csv")}
    assert editor.post("/en/staff/imports/", data=sent).status_code == 422


def test_an_organisation_under_another_name_is_a_possible_duplicate(loaded: Flask) -> None:
    with loaded.app_context():
        kind = db.session.scalars(select(Partner.type_code)).first()
        rows = [["Organisation", "Country", "Kind of organisation"]]
        first = brought_in("partners", book_of([*rows, ["United Nations Development Programme", "US", kind]]))
        worked_on(first, lambda: operations.apply(first, all_or_nothing=True, by=staff()))
        second = brought_in("partners", book_of([*rows, ["UNDP", "US", kind], ["Nobody Else", "US", kind]]))
        like, new = rows_of(second)
        assert (like.outcome, new.outcome) == (Verdict.DUPLICATE, Verdict.NEW)
        assert "United Nations Development Programme" in like.problems[0][1]
        operations.accept_duplicate(second, like)
        assert like.outcome is Verdict.NEW
