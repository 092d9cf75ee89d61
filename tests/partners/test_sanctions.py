"""Names on sanctions lists: loaded whole or not at all, compared with care, decided by who may."""

import csv
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.cli import sanctions_load
from registry.db import commit, db
from registry.notifications.models import OutboxMessage
from registry.partners.changes import changed_after
from registry.partners.checks.engine import Found, Listed, near
from registry.partners.checks.loading import COLUMNS, read_list, replace_list
from registry.partners.checks.models import SanctionEntry, SanctionHit
from registry.partners.checks.operations import decide, screen, screen_all, screen_changed
from registry.partners.checks.outcomes import HitWay
from registry.partners.checks.queries import Named, blocked_partner_ids
from registry.partners.models import OtherName, Partner
from registry.partners.operations import Organisation, add_partner
from registry.refusals import Refusal, Stale
from tests.makers import Cast, client_of, make_cast, make_staff, token_in

Db = scoped_session[Session]

ROWS: tuple[dict[str, str], ...] = (
    {"id": "ill-1", "schema": "Company", "name": "Illustrative Orbita Trading LLC", "countries": "de;cy"},
    {"id": "ill-2", "schema": "Organization", "name": "Иллюстративный Завод Вымысел", "countries": "ru"},
    {"id": "ill-3", "schema": "LegalEntity", "name": "示例虚构盐业有限公司", "aliases": "Shili Xugou Yanye;IXY"},
    {"id": "ill-4", "schema": "Person", "name": "Persona Illustrata Exemplaris", "countries": "xx"},
    {"id": "ill-5", "schema": "Security", "name": "Illustrative Bond"},
)


def list_file(folder: Path, *rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Path:
    text = StringIO()
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"dataset": "Illustrative list"} | row for row in rows)
    path = folder / "targets.simple.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def load(folder: Path, *rows: dict[str, str]) -> None:
    replace_list(read_list(list_file(folder, *rows)).entries, by="tests")


def add(name: str, country: str = "DE", *others: str, original: str | None = None) -> Partner:
    partner = add_partner(Organisation(name, country, "ngo", name_original=original), by="tests")
    partner.other_names = [OtherName(name=other) for other in others]
    db.session.flush()
    return partner


def hits(session: Db) -> list[SanctionHit]:
    return list(session.scalars(select(SanctionHit).order_by(SanctionHit.id)))


def like(name: str, *listed: str, country: str = "DE", of: str = "DE") -> Found | None:
    """The likest of listed names, found both ways: in the whole list, and for a single organisation."""
    partner = Named(1, (name,), frozenset({country}))
    entries = [Named("other", ("Fictional Fishery Cooperative",), frozenset())]
    entries += [Named(str(number), (one,), frozenset({of})) for number, one in enumerate(listed)]
    found = Listed(entries).find(partner)
    assert Listed(near(partner, entries), total=len(entries)).find(partner) == found
    return found[0] if found else None


def test_it_works(session: Db, tmp_path: Path) -> None:
    load(tmp_path, *ROWS)
    assert {entry.id for entry in session.scalars(select(SanctionEntry))} == {"ill-1", "ill-2", "ill-3", "ill-4"}
    partner = add("Something Else", "DE", "Orbita Illustrative Trading GmbH")
    assert screen(partner) == 1
    (hit,) = hits(session)
    assert (hit.entry_id, hit.way, hit.likeness, hit.state) == ("ill-1", "exact", 100, "open")
    assert (hit.partner_name, hit.dataset) == ("Orbita Illustrative Trading GmbH", "Illustrative list")
    assert screen(add("Quite Another Fiction")) == 0


@pytest.mark.parametrize(
    ("name", "listed", "way", "least"),
    [
        ("ООО «Иллюстративная Вода»", "Иллюстративная вода, АО", HitWay.EXACT, 100),
        ("AgroVymysel", "Agro Vymysel JSC", HitWay.EXACT, 100),
        ("IXY", "IXY Ltd.", HitWay.EXACT, 100),
        ("Illyustrativnyi Zavod Vymysel", "Иллюстративный завод Вымысел", HitWay.TRANSLITERATED, 98),
        ("Shili Xugou Yanye Co., Ltd.", "示例虚构盐业有限公司", HitWay.TRANSLITERATED, 98),
        ("Ilustrative Orbitta Trading", "Illustrative Orbita Trading LLC", HitWay.SIMILAR, 90),
        ("Fictiva Orbitalis Trade House Berlin", "Fictiva Orbitalis", HitWay.SIMILAR, 90),
    ],
)
def test_names_that_are_alike(name: str, listed: str, way: HitWay, least: int) -> None:
    found = like(name, listed)
    assert found is not None
    assert (found.way, found.partner_name, found.entry_name) == (way, name, listed)
    assert found.likeness >= least


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Omegas", "Omega"),
        ("IXZ", "IXY"),
        ("Orbita", "Illustrative Orbita Trading"),
        ("Trading Company", "Illustrative Orbita Trading Company"),
        (
            "International Agricultural Research Institute Vymysel",
            "International Agricultural Research Institute Orbita",
        ),
        ("Ministry of Agriculture", "Ministry of Culture"),
    ],
)
def test_names_that_only_look_alike(name: str, listed: str) -> None:
    assert like(name, listed) is None


def test_another_country_lowers_likeness_and_hides_nothing() -> None:
    same = like("Illustrative Orbita", "Illustrative Orbita")
    elsewhere = like("Illustrative Orbita", "Illustrative Orbita", of="CY")
    assert same is not None
    assert elsewhere is not None
    assert (same.likeness, elsewhere.likeness) == (100, 90)


def test_what_was_decided_stays_when_screening_is_repeated(session: Db, tmp_path: Path) -> None:
    load(tmp_path, *ROWS)
    add("Illustrative Orbita Trading"), add("Quite Another Fiction")
    commit()
    reviewer = make_staff(Role.REVIEWER)
    commit()
    assert screen_all() == 1
    decide(hits(session)[0], to="dismissed", by=reviewer, note="Another one of the same name.")
    commit()
    renamed = ROWS[0] | {"aliases": "Orbita Illustrative", "dataset": "Another list"}
    load(tmp_path, renamed, *ROWS[1:])
    commit()
    assert screen_all() == 0
    (hit,) = hits(session)
    assert (hit.state, hit.dataset) == ("dismissed", "Illustrative list")
    load(tmp_path, renamed, ROWS[0] | {"id": "ill-9"})
    commit()
    assert screen_all() == 1
    assert [hit.entry_id for hit in hits(session)] == ["ill-1", "ill-9"]
    load(tmp_path, ROWS[1])
    commit()
    assert screen_all() == 0
    assert len(hits(session)) == 2


def test_escalated_then_confirmed(session: Db, tmp_path: Path) -> None:
    reviewer, manager = make_staff(Role.REVIEWER), make_staff(Role.MANAGER)
    admin = make_staff(Role.ADMIN)
    admin.language = "zh"
    load(tmp_path, *ROWS)
    partner = add("Illustrative Orbita Trading")
    screen(partner)
    (hit,) = hits(session)
    with pytest.raises(Refusal):
        decide(hit, to="confirmed", by=reviewer)
    with pytest.raises(Refusal) as refused:
        decide(hit, to="dismissed", by=reviewer, note=" ")
    assert refused.value.field == "note"
    decide(hit, to="escalated", by=reviewer, seen="open")
    told = session.execute(select(OutboxMessage.recipient, OutboxMessage.language).order_by(OutboxMessage.id))
    assert sorted(tuple(row) for row in told) == [("admin@example.org", "zh"), ("manager@example.org", "en")]
    with pytest.raises(Refusal):
        decide(hit, to="dismissed", by=reviewer, note="I was wrong.")
    with pytest.raises(Stale):
        decide(hit, to="confirmed", by=manager, seen="open")
    before = changed_after(0)[-1][1]
    decide(hit, to="confirmed", by=manager)
    assert blocked_partner_ids() == {partner.id}
    assert [changed for changed, _number in changed_after(before)] == [partner.id]
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.changes == {"state": ["escalated", "confirmed"], "entry": [None, "ill-1"]}
    decide(hit, to="dismissed", by=manager, note="A mistake.")
    assert blocked_partner_ids() == set()


# --- the file


def damaged(rows: tuple[dict[str, str], ...], old: str, new: str, folder: Path) -> Path:
    path = list_file(folder, *rows)
    content = path.read_bytes().replace(old.encode(), new.encode("latin-1"), 1)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("countries", "country", "Line 1, column countries:"),
        ("ill-2", "", "Line 3, column id:"),
        ("ill-2", "ill-1", "Line 3, column id:"),
        ("ill-2", "i" * 101, "Line 3, column id:"),
        ("Persona Illustrata", "Persona \xe9", "Line 5, column name:"),
        ("IXY", "IX\0", "Line 4, column aliases:"),
        ("de;cy,,,,,,Illustrative list,,,", "de;cy,", "Line 2, column identifiers:"),
        ("de;cy", "de,cy", "Line 2, column last_change:"),
        ("Иллюстративный", '"Ill', "Line 3:"),
    ],
)
def test_a_malformed_file_is_named_by_line_and_column(
    session: Db, tmp_path: Path, old: str, new: str, place: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_list(damaged(ROWS, old, new, tmp_path))
    assert str(refused.value).startswith(place)


def test_the_command(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        add("Illustrative Orbita Trading"), add("示例虚构盐业", "CN")
        commit()

    def run(path: Path) -> tuple[int, str]:
        answer = CliRunner().invoke(sanctions_load, [str(path)], obj=SimpleNamespace(app=lambda: app))
        return answer.exit_code, answer.output

    code, said = run(list_file(tmp_path, *ROWS))
    assert code == 0, said
    assert "4 entries are loaded; 1 of other kinds" in said
    assert "2 new names" in said
    code, said = run(damaged(ROWS, "ill-2", "", tmp_path))
    assert code == 1
    assert "Line 3, column id:" in said
    with app.app_context():
        assert len(db.session.scalars(select(SanctionEntry)).all()) == 4
        assert len(hits(db.session)) == 2


# --- pages


@pytest.fixture
def cast(app: Flask, tmp_path: Path) -> Cast:
    with app.app_context():
        cast = make_cast()
        load(tmp_path, *ROWS)
        screen(add("Illustrative Orbita Trading", "DE", "Illustrative Bank Vymysel"))
        commit()
        return cast


HITS = "/en/staff/partners/hits"
MOVE = "/en/staff/partners/3/hits/1"


def test_the_work_list(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast.staff[Role.REVIEWER])
    page = client.get(HITS).text
    for text in (
        "Illustrative Orbita Trading LLC",
        "100%",
        "the same name",
        "Illustrative list",
        "Germany",
        "Cyprus",
    ):
        assert text in page
    assert 'value="escalated"' in page
    assert 'value="confirmed"' not in page
    assert "Illustrative Orbita" not in client.get(f"{HITS}?state=dismissed").text
    form = {"csrf_token": token_in(page), "to": "dismissed", "version": "open", "note": ""}
    refused = client.post(MOVE, data=form)
    assert refused.status_code == 422
    assert 'id="error-summary"' in refused.text
    done = client.post(f"{MOVE}?to=list&state=open", data=form | {"note": "Another one."})
    assert done.location.endswith(f"{HITS}?state=open")
    assert client.post(MOVE, data=form | {"to": "escalated"}).status_code == 409
    assert "Another one." in client.get(f"{HITS}?state=dismissed").text


def test_only_who_decides_confirms(app: Flask, cast: Cast) -> None:
    form = {"to": "confirmed", "version": "open", "note": ""}
    reviewer, manager = (client_of(app, cast.staff[role]) for role in (Role.REVIEWER, Role.MANAGER))
    token = token_in(reviewer.get(HITS).text)
    assert reviewer.post(MOVE, data=form | {"csrf_token": token}).status_code == 422
    token = token_in(manager.get(HITS).text)
    assert manager.post(MOVE, data=form | {"csrf_token": token}).status_code == 302
    assert "The same organisation" in manager.get("/en/staff/partners/3/checks").text
    # a hit of another organisation is not found there
    assert manager.post("/en/staff/partners/1/hits/1", data=form | {"csrf_token": token}).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.EDITOR])
def test_who_may_not_check_sees_no_hits(app: Flask, cast: Cast, role: Role) -> None:
    client = client_of(app, cast.staff[role])
    assert client.get(HITS).status_code == 403
    form = {"csrf_token": token_in(client.get("/en/password/change").text), "to": "escalated"}
    assert client.post(MOVE, data=form).status_code == 403
    assert client_of(app, cast.partner).get(HITS).status_code == 404


def test_who_comes_or_changes_later_is_compared_by_the_worker(session: Db, tmp_path: Path) -> None:
    add("Illustrative Orbita Trading GmbH")
    assert screen_changed() == 0  # there is no list yet; whoever loads one screens everybody
    load(tmp_path, *ROWS)
    assert hits(session) == []
    late = add("Orbita Illustrative Trading")
    assert screen_changed() == 1
    assert screen_changed() == 0
    assert [hit.partner_id for hit in hits(session)] == [late.id]
