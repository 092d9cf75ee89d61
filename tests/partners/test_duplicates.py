"""Organisations that may be the same are shown to those who may merge, until somebody says that they differ."""

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import event, func, select
from sqlalchemy.orm import scoped_session

from registry.accounts.models import User
from registry.accounts.operations import add_account
from registry.accounts.roles import Role
from registry.audit.models import AuditEntry
from registry.db import commit, db
from registry.partners.merging.domains import domain_of_mail, domain_of_website, telling
from registry.partners.merging.models import DifferentPair
from registry.partners.merging.operations import mark_different, merge
from registry.partners.merging.queries import page_of_pairs, similar_to
from registry.partners.models import Partner
from registry.partners.operations import Organisation, add_member, add_partner, edit_partner, organisation_of
from registry.partners.queries import partner_of
from tests.makers import client_of, make_cast, make_partner_user, make_staff
from tests.partners.offering import send

Db = scoped_session[Session]
LIST = "/en/staff/partners/duplicates"
NAMES = ("China Agricultural University", "CAU", "Китайский сельскохозяйственный университет", "KfW")


def make(name: str, country: str = "CN", **more: str) -> Partner:
    return add_partner(Organisation(name, country, "research_institute", **more), by="tests")  # type: ignore[arg-type]


def pairs() -> set[frozenset[str]]:
    found, total = page_of_pairs()
    assert len(found) == total
    return {frozenset((one.name, other.name)) for one, other, _pair in found}


def test_it_works(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        for name in NAMES:
            make(name)
        kept_id, gone_id = (db.session.scalars(select(Partner.id).where(Partner.name.in_(NAMES[:2]))).all())[:2]
        commit()
    staff = client_of(app, cast.staff[Role.MANAGER])
    page = staff.get(LIST).text
    assert all(name in page for name in NAMES[:3])
    assert "KfW" not in page
    assert "%" in page
    assert f"/en/staff/partners/{kept_id}/merge/{gone_id}" in page
    assert NAMES[1] in staff.get(f"/en/staff/partners/{kept_id}").text
    back = {"next": f"/en/staff/partners/{kept_id}"}
    answer = send(staff, f"/en/staff/partners/{gone_id}/different/{kept_id}", back)
    assert answer.location == back["next"]
    assert f"/en/staff/partners/{kept_id}/merge/{gone_id}" not in staff.get(LIST).text
    assert "different" in staff.get(f"/en/staff/partners/{kept_id}/merge/{gone_id}").text
    away = send(staff, f"/en/staff/partners/{kept_id}/different/{gone_id}", {"next": "https://evil.example.org"})
    assert away.location == LIST
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DifferentPair)) == 1
        actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("%different%")))
        assert actions.all() == ["partner.found_different"]


def test_nobody_else_learns_of_it(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        own = partner_of(db.session.get_one(User, cast.partner))
        same = add_partner(organisation_of(own), by="tests")
        ids = own.id, same.id
        commit()
    path = f"/en/staff/partners/{ids[0]}/merge/{ids[1]}"
    partner, director = client_of(app, cast.partner), client_of(app, cast.staff[Role.DIRECTOR])
    assert partner.get(LIST).status_code == 404
    assert "same as" not in partner.get("/en/partner/profile").text
    assert director.get(LIST).status_code == 403
    assert director.get(path).status_code == 403
    shown = director.get(f"/en/staff/partners/{ids[0]}").text
    assert "May be the same as" in shown
    assert path not in shown, "who may not merge is not sent there"
    assert send(director, f"/en/staff/partners/{ids[0]}/different/{ids[1]}").status_code == 403
    manager = client_of(app, cast.staff[Role.MANAGER])
    assert path in manager.get(f"/en/staff/partners/{ids[0]}").text
    assert manager.get(f"/en/staff/partners/{ids[0]}/merge/{ids[0]}").status_code == 404
    assert manager.get(f"/en/staff/partners/{ids[0]}/merge/999").status_code == 404


def test_the_list_follows_changes(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    one, other = make("China Agricultural University"), make("Institute of Deserts", "KZ")
    assert pairs() == set()
    edit_partner(other, Organisation("CAU", "CN", "ngo"), by=manager, seen=None)
    assert pairs() == {frozenset(("China Agricultural University", "CAU"))}
    assert [found.id for found, _pair in similar_to(one)] == [other.id]
    mark_different(other, one, by=manager)
    mark_different(one, other, by=manager)
    assert (pairs(), similar_to(one), similar_to(other)) == (set(), [], [])
    third = make("China Agricultural University", website="https://cau.example.org")
    assert pairs() == {frozenset(("China Agricultural University",)), frozenset((third.name, "CAU"))}
    merge(third, one, choices={}, by=manager)
    assert pairs() == set(), "who differs from the one that went differs from the one that stayed"


def test_domains_speak_for_an_organisation(session: Db) -> None:
    make_partner_user("Blue Lake", "somebody@blue-lake.example.org")
    make_partner_user("Holding Seven", "somebody@gmail.com")
    make_partner_user("Ninth Fund", "somebody.else@gmail.com")
    make("Azure Waters", website="https://www.blue-lake.example.org/about")
    assert pairs() == {frozenset(("Blue Lake", "Azure Waters"))}
    user = make_partner_user("Tenth Company", "somebody@tenth.example.org")
    other = partner_of(make_partner_user("Eleventh Group", "somebody@eleventh.example.org"))
    assert len(pairs()) == 1
    colleague = {"role": Role.PARTNER, "language": "en", "by": "tests", "name": "Colleague"}
    add_member(other, add_account(email="else@tenth.example.org", **colleague))  # type: ignore[arg-type]
    assert frozenset((partner_of(user).name, other.name)) in pairs(), "people speak for it, too"


def test_a_shared_roof_says_nothing() -> None:
    found = telling({id_: {"gov.example.org", f"own{id_}.example.org"} for id_ in range(5)})
    assert set(found.values()) == {frozenset({f"own{id_}.example.org"}) for id_ in range(5)}


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.CAU.edu.cn/en/", "cau.edu.cn"),
        ("http://agro.uz:8080", "agro.uz"),
        ("https://facebook.com/agro", None),
        ("not an address", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_hosts(address: str | None, domain: str | None) -> None:
    assert domain_of_website(address) == domain


def test_addresses() -> None:
    assert [domain_of_mail(mail) for mail in ("a@agro.uz", "a@mail.ru", "a@localhost")] == ["agro.uz", None, None]


def test_a_page_asks_few_questions_however_long_it_is(session: Db) -> None:
    def asked() -> int:
        session.expire_all()
        page_of_pairs()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        for one, other, _pair in page_of_pairs()[0]:
            assert [one.names, other.names, one.type.name, one.members]
        return len(statements)

    for number in range(3):
        make(f"Illustrative Institute {number} of Deserts", website="https://deserts.example.org")
    few = asked()
    for number in range(12):
        make(f"Waterworks {number}", website=f"https://works{number // 2}.example.org")
    assert asked() == few


def test_pages(session: Db) -> None:
    for number in range(4):
        make(f"Waterworks {number}", website=f"https://works{number // 2}.example.org")
    first, total = page_of_pairs(page=1, per_page=1)
    second, _total = page_of_pairs(page=2, per_page=1)
    beyond, _total = page_of_pairs(page=99, per_page=1)
    assert total >= 2
    assert (len(first), len(second), beyond) == (1, 1, [])
    assert first[0][2].score >= second[0][2].score
