"""The owner of a project reads of a partner without a name; contacts are exchanged when both are introduced."""

import re
from email import message_from_bytes
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.config import Settings
from registry.db import commit, db
from registry.leads import operations
from registry.leads.inquiring import register_on_behalf
from registry.leads.messages import OWNER_PURPOSE
from registry.leads.models import Lead, LeadEvent
from registry.leads.owners import check_anonymous
from registry.leads.queries import one_lead
from registry.notifications.models import OutboxMessage
from registry.refusals import Refusal
from registry.upkeep.deliveries import deliver_due
from registry.web.links import signed
from tests.architecture.pages import addresses, ask
from tests.makers import (
    APPLICATION,
    client_of,
    make_cast,
    make_inquiry,
    make_partner_user,
    make_project,
    make_staff,
    token_in,
)

Db = scoped_session[Session]
SUMMARY = "A supplier from abroad would like to equip 500 hectares with its lines."
OWNER: dict[str, Any] = {
    "initiator": "Illustrative Owner Cooperative",
    "initiator_contact_name": "Zulfiya Illustrativa",
    "initiator_email": "zulfiya@owner.example.org",
    "initiator_phone": "+998 61 000 11 22",
    "initiator_public": False,
}
PARTNER: dict[str, Any] = {
    "organisation": "Qinglong Illustrative",
    "contact_name": "Li Illustration",
    "email": "li@qinglong.example.org",
    "phone": "+86 10 5555 0000",
    "message": "We would like to supply lines.",
}
OF_OWNER = ["Zulfiya", "zulfiya@owner", "000 11 22"]
OF_PARTNER = ["Qinglong", "Li Illustration", "li@qinglong", "5555 0000"]


def make_lead(summary: str | None = None) -> Lead:
    lead = make_inquiry(make_project(**OWNER), **PARTNER).leads[0]
    reviewer = make_staff(Role.REVIEWER)
    operations.advance(lead, to="screening", by=reviewer)
    operations.assign(lead, officer=reviewer, by=reviewer)
    operations.advance(lead, to="eligible", by=reviewer)
    if summary:
        operations.advance(lead, to="forwarded", by=reviewer, summary=summary)
    return lead


@pytest.mark.parametrize(
    "text",
    [
        "Qinglong would like to supply lines.",
        "The company QINGLONG illustrative.",
        "Write to li@qinglong.example.org.",
        "See https://partner.example.org.",
        "Call +86 10 5555 0000.",
        "",
    ],
)
def test_a_summary_gives_nobody_away(session: Db, text: str) -> None:
    lead = make_lead()
    with pytest.raises(Refusal) as refused:
        operations.advance(lead, to="forwarded", by=lead.officer, summary=text)  # type: ignore[arg-type]
    assert refused.value.field == "summary"
    assert lead.status == "eligible"


def test_words_of_the_field_are_no_names(session: Db) -> None:
    lead = make_inquiry(make_project(), organisation="Green Drip Irrigation Company").leads[0]
    check_anonymous(lead, "A company for drip irrigation.")
    with pytest.raises(Refusal):
        check_anonymous(lead, "It is the Green Drip Irrigation Company.")


def test_the_owner_accepts_by_the_link(app: Flask) -> None:
    with app.app_context():
        lead = make_lead(SUMMARY)
        commit()
        number, token = lead.number, signed(OWNER_PURPOSE, lead.id, lead.owner_nonce or "")
    client = app.test_client()
    page = client.get(f"/en/owner/{token}").text
    assert SUMMARY in page
    assert not [text for text in OF_PARTNER if text in page]
    form = {"csrf_token": token_in(page), "answer": "decline"}
    assert client.post(f"/en/owner/{token}", data=form).status_code == 422
    form |= {"answer": "accept", "note": "Gladly."}
    assert client.post(f"/en/owner/{token}", data=form).status_code == 302
    with app.app_context():
        lead = one_lead(number)
        assert lead.status == "owner_accepted"
        reviewer = db.session.scalars(select(User).where(User.email == "reviewer@example.org")).one()
        assert not [text for text in OF_PARTNER if text in client.get(f"/en/owner/{token}").text]
        operations.advance(lead, to="introduced", by=reviewer)
        commit()
    page = client.get(f"/en/owner/{token}").text
    assert all(text in page for text in OF_PARTNER)
    assert client.get("/en/owner/something").status_code == 404


def test_the_owner_declines_with_a_reason(session: Db) -> None:
    lead = make_lead(SUMMARY)
    operations.answer_of_owner(lead, is_accepted=False, reason="owner_has_partner", note=None)
    assert (lead.status, lead.reason) == ("owner_declined", "owner_has_partner")
    with pytest.raises(Refusal):
        operations.answer_of_owner(lead, is_accepted=True, reason=None, note=None)


def test_contacts_appear_nowhere_before_both_are_introduced(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Pages of the partner, the owner and the public, files, feeds, mails, the log: nobody knows either."""
    caplog.set_level("DEBUG")
    with app.app_context():
        cast = make_cast()
        project = make_project(**OWNER)
        user = db.session.get_one(User, cast.partner)
        lead = make_inquiry(project, by=user, **PARTNER).leads[0]
        reviewer = db.session.get_one(User, cast.staff[Role.REVIEWER])
        operations.advance(lead, to="screening", by=reviewer)
        operations.assign(lead, officer=reviewer, by=reviewer)
        operations.advance(lead, to="eligible", by=reviewer)
        operations.advance(lead, to="forwarded", by=reviewer, summary=SUMMARY)
        operations.answer_of_owner(lead, is_accepted=True, reason=None, note=None)
        commit()
        settings: Settings = app.extensions["registry"]
        while deliver_due(settings):
            pass
        number, reference = lead.number, project.reference
        token = signed(OWNER_PURPOSE, lead.id, lead.owner_nonce or "")
        mails = [path.read_bytes() for path in Path(settings.data_dir).glob("mail/*.eml")]
    partner, public = client_of(app, cast.partner), app.test_client()
    for path in (f"partner/interests/{number}", "partner/interests/", f"projects/{reference}", "partner/matches"):
        page = partner.get(f"/en/{path}").text
        assert not [text for text in OF_OWNER if text in page], path
    for path in (
        "projects/",
        f"projects/{reference}",
        "projects.json",
        "projects.csv",
        "projects.geojson",
        "projects.atom",
        f"projects/{reference}/documents",
        "countries/CN",
        f"owner/{token}",
    ):
        page = public.get(f"/en/{path}").text
        assert not [text for text in [*OF_OWNER, *OF_PARTNER] if text in page], path
    for mail in mails:
        message = message_from_bytes(mail)
        parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
        text = "".join(part.decode() for part in parts if isinstance(part, bytes))
        foreign = OF_OWNER if "qinglong" in message["To"] else OF_PARTNER
        if "zulfiya" in message["To"] or "qinglong" in message["To"]:
            assert not [word for word in foreign if word in text], message["Subject"]
    assert mails
    assert not [word for word in [*OF_OWNER, *OF_PARTNER] if word in caplog.text]


def readable(answer: TestResponse) -> str:
    """What people and programs read out of an answer of any kind."""
    if answer.mimetype == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    if answer.data.startswith(b"PK"):
        with ZipFile(BytesIO(answer.data)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return unescape(answer.data.decode("utf-8", "replace"))


def test_no_page_at_all_names_anybody_before_both_are_introduced(app: Flask) -> None:
    """Everything that can be opened is opened by a stranger, another partner, the partner, and an editor."""
    with app.app_context():
        cast = make_cast()
        user = db.session.get_one(User, cast.partner)
        other = make_partner_user("Illustrative Rival", "rival@example.org").id
        project = make_project(**OWNER)
        lead = make_inquiry(project, by=user, **PARTNER).leads[0]
        reviewer = db.session.get_one(User, cast.staff[Role.REVIEWER])
        operations.advance(lead, to="screening", by=reviewer)
        operations.assign(lead, officer=reviewer, by=reviewer)
        commit()
    visitors = (
        (app.test_client(), [*OF_OWNER, *OF_PARTNER]),
        (client_of(app, other), [*OF_OWNER, *OF_PARTNER]),
        (client_of(app, cast.partner), OF_OWNER),
        (client_of(app, cast.staff[Role.EDITOR]), OF_PARTNER),
    )
    paths = {address.path for address in addresses(app, "GET")}
    paths |= {f"/en/projects/?q={word}" for word in ("Zulfiya", "Qinglong", "owner.example.org", "5555")}
    paths |= {"/en/projects/ARAL-2026-0001/passport.pdf", "/en/projects.xlsx", "/en/projects.csv"}
    for client, foreign in visitors:
        for path in sorted(paths):
            answer = ask(client, "GET", path)
            named = [word for word in foreign if word in readable(answer)] if answer.status_code == 200 else []
            assert not named or named == [path.rpartition("=")[2]], (path, named)


def test_the_release_is_logged_and_both_are_told(session: Db) -> None:
    lead = make_lead(SUMMARY)
    operations.answer_of_owner(lead, is_accepted=True, reason=None, note=None)
    operations.advance(lead, to="introduced", by=lead.officer)  # type: ignore[arg-type]
    kinds = session.scalars(select(LeadEvent.kind).where(LeadEvent.lead_id == lead.id)).all()
    assert "release" in kinds
    told = session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.kind == "owner.introduced")).all()
    assert told == ["zulfiya@owner.example.org"]


def test_the_partner_reads_the_owner_once_introduced(app: Flask) -> None:
    with app.app_context():
        cast = make_cast()
        user, reviewer = (
            db.session.get_one(User, cast.partner),
            db.session.get_one(User, cast.staff[Role.REVIEWER]),
        )
        lead = make_inquiry(make_project(**OWNER), by=user).leads[0]
        operations.advance(lead, to="screening", by=reviewer)
        operations.assign(lead, officer=reviewer, by=reviewer)
        operations.advance(lead, to="eligible", by=reviewer)
        operations.advance(lead, to="forwarded", by=reviewer, summary="Somebody from abroad.")
        operations.advance(lead, to="owner_accepted", by=reviewer)
        operations.advance(lead, to="introduced", by=reviewer)
        number = lead.number
        commit()
    page = client_of(app, cast.partner).get(f"/en/partner/interests/{number}").text
    assert all(text in page for text in OF_OWNER)


def test_an_interest_said_in_person_is_a_case_at_once(session: Db) -> None:
    manager = make_staff(Role.MANAGER)
    lead = register_on_behalf(APPLICATION, project=make_project(), partner=None, by=manager)
    assert lead.status == "submitted"
    assert lead.due_at is not None
    assert re.fullmatch(r"\d{4}-\d{5}", lead.number)
