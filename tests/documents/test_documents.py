"""Documents open by a ladder, by a grant that ends, and never to whoever may not know of them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.db import commit, db, now
from registry.documents.levels import MOST_BYTES, Level, Tag
from registry.documents.models import Document, DocumentAccess, DocumentOpening, Undertaking
from registry.documents.operations import Upload, attach, decide
from registry.documents.queries import may_open
from registry.partners.checks.operations import note_check
from registry.partners.checks.outcomes import CheckKind, Outcome
from registry.partners.queries import partner_of
from registry.projects.lifecycle import Publication
from registry.projects.operations import place
from registry.projects.queries import one_project
from registry.refusals import Refusal
from tests.makers import Cast, client_of, make_cast, make_inquiry, make_project, token_in

PDF = b"%PDF-1.7 illustrative"


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        cast = make_cast()
        commit()
        return cast


def put(app: Flask, cast: Cast, level: Level) -> tuple[str, int]:
    """A document of a published project on a step of the ladder: reference, id."""
    with app.app_context():
        project = make_project()
        by = db.session.get_one(User, cast.staff[Role.REVIEWER])
        document = attach(Upload("plan.pdf", PDF), to=("project", project.id), tag=Tag.STUDY, level=level, by=by)
        commit()
        return project.reference, document.id


def clear(app: Flask, cast: Cast) -> None:
    """Everything that must be checked of the first partner is cleared."""
    with app.app_context():
        manager = db.session.get_one(User, cast.staff[Role.MANAGER])
        partner = partner_of(db.session.get_one(User, cast.partner))
        for kind in (CheckKind.REGISTRATION, CheckKind.SANCTIONS, CheckKind.REPUTATION):
            note_check(partner, kind=kind, outcome=Outcome.CLEARED, checked_on=now().date(), note=None, by=manager)
        commit()


def opened(app: Flask, user_id: int | None, document_id: int) -> int:
    client = client_of(app, user_id) if user_id else app.test_client()
    token = token_in(client.get("/en/sign-in").text if user_id is None else client.get("/en/password/change").text)
    return client.post(f"/en/documents/{document_id}/file", data={"csrf_token": token}).status_code


def test_the_ladder(app: Flask, cast: Cast) -> None:
    documents = {level: put(app, cast, level)[1] for level in Level}
    expected = {
        None: {Level.PUBLIC},
        cast.partner: {Level.PUBLIC, Level.SIGNED_IN},
        cast.staff[Role.DIRECTOR]: set(Level),
    }
    for user_id, levels in expected.items():
        got = {level for level, document_id in documents.items() if opened(app, user_id, document_id) == 200}
        assert got == levels
    clear(app, cast)
    assert opened(app, cast.partner, documents[Level.VERIFIED]) == 200
    assert opened(app, cast.partner, documents[Level.AGREED]) == 404
    partner = client_of(app, cast.partner)
    form = {"csrf_token": token_in(partner.get("/en/documents/terms").text)}
    assert partner.post("/en/documents/terms", data=form).status_code == 422
    assert partner.post("/en/documents/terms", data=form | {"accept": "y"}).status_code == 302
    with app.app_context():
        (undertaking,) = db.session.scalars(select(Undertaking))
        assert undertaking.version
        assert undertaking.accepted_at
    assert opened(app, cast.partner, documents[Level.AGREED]) == 200
    assert opened(app, cast.partner, documents[Level.STAFF]) == 404


def test_access_is_asked_for_granted_and_ends(app: Flask, cast: Cast) -> None:
    reference, document_id = put(app, cast, Level.AGREED)
    partner, manager = client_of(app, cast.partner), client_of(app, cast.staff[Role.MANAGER])
    assert f"/en/documents/{document_id}" in partner.get(f"/en/projects/{reference}/documents").text
    page = f"/en/documents/{document_id}"
    token = token_in(partner.get(page).text)
    assert partner.post(f"{page}/ask", data={"csrf_token": token, "reason": " "}).status_code == 422
    assert (
        partner.post(f"{page}/ask", data={"csrf_token": token, "reason": "To judge the plan"}).status_code == 302
    )
    again = partner.post(f"{page}/ask", data={"csrf_token": token, "reason": "Again"})
    assert "You asked for this document already" in again.text
    waiting = manager.get("/en/staff/documents/requests")
    assert "To judge the plan" in waiting.text
    grant = {"csrf_token": token_in(waiting.text), "until": (now().date() + timedelta(days=2)).isoformat()}
    assert manager.post("/en/staff/documents/requests/1/grant", data=grant).status_code == 302
    assert opened(app, cast.partner, document_id) == 200
    assert opened(app, cast.other_partner, document_id) == 404
    with app.app_context():
        (access,) = db.session.scalars(select(DocumentAccess))
        access.expires_on = now().date() - timedelta(days=1)
        commit()
    assert opened(app, cast.partner, document_id) == 404
    with app.app_context():
        access = db.session.scalars(select(DocumentAccess)).one()
        decide(access, is_granted=False, by=db.session.get_one(User, cast.staff[Role.MANAGER]))
        assert not may_open(access.document, access.user)
        assert [opening.user_id for opening in db.session.scalars(select(DocumentOpening))] == [cast.partner]


def test_documents_of_a_case_are_for_its_two_sides(app: Flask, cast: Cast) -> None:
    with app.app_context():
        lead = make_inquiry(make_project(), by=db.session.get_one(User, cast.partner)).leads[0]
        by = db.session.get_one(User, cast.staff[Role.REVIEWER])
        shared = attach(
            Upload("a.pdf", PDF), to=("lead", lead.id), tag=Tag.LETTER, level=Level.SIGNED_IN, by=by
        ).id
        inner = attach(Upload("b.pdf", PDF), to=("lead", lead.id), tag=Tag.LETTER, level=Level.STAFF, by=by).id
        public = attach(Upload("c.pdf", PDF), to=("lead", lead.id), tag=Tag.LETTER, level=Level.PUBLIC, by=by).id
        number = lead.number
        commit()
    assert opened(app, cast.partner, shared) == 200
    assert opened(app, cast.partner, inner) == 404
    assert [opened(app, user, public) for user in (None, cast.other_partner)] == [404, 404]
    assert "a.pdf" in client_of(app, cast.partner).get(f"/en/partner/interests/{number}").text


def test_what_the_staff_upload_is_looked_at(app: Flask, cast: Cast) -> None:
    with app.app_context():
        reference = make_project().reference
        commit()
    staff, page = client_of(app, cast.staff[Role.REVIEWER]), f"/en/staff/documents/project/{reference}"
    token = token_in(staff.get(page).text)

    def send(name: str, content: bytes) -> str:
        """By hand, because the client's own encoding leaves large files open."""
        fields = {"csrf_token": token, "tag": "study", "level": "public"}
        head = 'Content-Disposition: form-data; name="'
        parts = [f'--x\r\n{head}{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
        file = f'--x\r\n{head}file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, file]).encode() + content + b"\r\n--x--\r\n"
        return staff.post(page, data=body, content_type="multipart/form-data; boundary=x").text

    assert "Files of this kind are not taken" in send("plan.exe", PDF)
    assert "not what its name says" in send("plan.pdf", b"MZ illustrative")
    assert "This file is empty" in send("plan.pdf", b"")
    assert "at most 20 MB" in send("plan.pdf", PDF + b"x" * MOST_BYTES)
    assert "Choose a file" in send("", b"")
    send("plan of the plot.pdf", PDF)
    with app.app_context():
        (document,) = db.session.scalars(select(Document))
        assert (document.title, document.size) == ("plan of the plot.pdf", len(PDF))
    too_much = b"x" * 22_000_000
    assert staff.post(page, data=too_much, content_type="multipart/form-data; boundary=x").status_code == 413
    assert client_of(app, cast.staff[Role.DIRECTOR]).get(page).status_code == 403


def test_a_removed_document_is_gone(app: Flask, cast: Cast) -> None:
    reference, document_id = put(app, cast, Level.PUBLIC)
    staff = client_of(app, cast.staff[Role.REVIEWER])
    token = token_in(staff.get(f"/en/staff/documents/project/{reference}").text)
    level = {"csrf_token": token, "level": "nobody"}
    assert staff.post(f"/en/staff/documents/{document_id}/level", data=level).status_code == 409
    level["level"] = "staff"
    assert staff.post(f"/en/staff/documents/{document_id}/level", data=level).status_code == 302
    assert opened(app, None, document_id) == 404
    assert staff.post(f"/en/staff/documents/{document_id}/remove", data=level).status_code == 302
    assert opened(app, cast.staff[Role.REVIEWER], document_id) == 404


def test_projects_that_are_not_public_hide_their_documents(app: Flask, cast: Cast) -> None:
    reference, document_id = put(app, cast, Level.PUBLIC)
    with app.app_context():
        place(one_project(reference), Publication.DRAFT, by="tests")
        commit()
    assert app.test_client().get(f"/en/projects/{reference}/documents").status_code == 404
    assert opened(app, None, document_id) == 404


def test_an_unknown_kind_is_refused(app: Flask, cast: Cast) -> None:
    with app.app_context():
        by = db.session.get_one(User, cast.staff[Role.REVIEWER])
        with pytest.raises(Refusal):
            attach(Upload("noending", PDF), to=("project", 1), tag=Tag.OTHER, level=Level.STAFF, by=by)
