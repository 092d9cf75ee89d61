"""The staff keep documents with records, open them to people, and answer who asks for them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.documents import operations
from registry.documents.doors import DOORS
from registry.documents.forms import DecisionForm, DocumentForm
from registry.documents.levels import Level, Tag
from registry.documents.queries import (
    accesses_to,
    documents_of,
    one_access,
    one_document,
    openings_of,
    requests_waiting,
)
from registry.languages import gettext as _
from registry.refusals import NotFound, Refusal
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.limits import takes_files
from registry.web.navigation import safe_path

blueprint = audience_blueprint("staff_documents", __name__, Audience.STAFF, "/documents")


@blueprint.get("/requests")
@requires(Permission.DOCUMENTS_GRANT)
def requests() -> ResponseReturnValue:
    """Who asks for documents."""
    waiting = requests_waiting()
    numbers = {one.id: _place(one.document.subject_kind, one.document.subject_id) for one in waiting}
    return render_template(
        "documents/staff/requests.html", waiting=waiting, numbers=numbers, form=DecisionForm(formdata=None)
    )


def _place(kind: str, subject_id: int) -> tuple[str, str]:
    """What the record is called, and the address of its documents."""
    number = DOORS[kind].number(subject_id)
    return number, url_for(".of_record", kind=kind, number=number)


@blueprint.route("/<any(lead, project, visit, agreement):kind>/<number>", methods=["GET", "POST"])
@requires(Permission.DOCUMENTS_KEEP)
@takes_files
def of_record(kind: str, number: str) -> ResponseReturnValue:
    """The documents of a record: list, upload, who opened what."""
    subject_id = DOORS[kind].find(number)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            operations.attach(
                form.upload(),
                to=(kind, subject_id),
                tag=Tag(form.tag.data),
                level=Level(form.level.data),
                by=current_user.account,
                title=form.title.data or "",
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The document is kept."))
            return redirect(safe_path(request.form.get("back"), request.path))
    return _page(kind, number, subject_id, form)


def _page(kind: str, number: str, subject_id: int, form: DocumentForm) -> ResponseReturnValue:
    documents = documents_of(kind, subject_id)
    page = render_template(
        "documents/staff/of_record.html",
        kind=kind,
        number=number,
        page=DOORS[kind].page,
        documents=documents,
        accesses=accesses_to(kind, subject_id),
        openings=openings_of(documents),
        levels=list(Level),
        form=form,
        decision=DecisionForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<id:document_id>/level")
@requires(Permission.DOCUMENTS_KEEP)
def set_level(document_id: int) -> ResponseReturnValue:
    """Open a document to more people, or to fewer."""
    document, level = one_document(document_id), request.form.get("level")
    if level not in set(Level):
        raise Refusal(_("Choose who may open it."))
    operations.set_level(document, Level(level), by=current_user.account)
    return redirect(_place(document.subject_kind, document.subject_id)[1])


@blueprint.post("/<id:document_id>/remove")
@requires(Permission.DOCUMENTS_KEEP)
def remove(document_id: int) -> ResponseReturnValue:
    """Take a document away."""
    document = one_document(document_id)
    operations.remove(document, by=current_user.account)
    flash(_("The document is removed."))
    return redirect(_place(document.subject_kind, document.subject_id)[1])


@blueprint.post("/requests/<id:access_id>/<any(grant, refuse):answer>")
@requires(Permission.DOCUMENTS_GRANT)
def decide(access_id: int, answer: str) -> ResponseReturnValue:
    """Grant or refuse what somebody asked for."""
    access, form = one_access(access_id), DecisionForm()
    if access.document.removed_at is not None:
        raise NotFound
    if not form.validate():
        raise Refusal(" ".join(str(error) for error in form.until.errors))
    operations.decide(access, is_granted=answer == "grant", by=current_user.account, until=form.until.data)
    return redirect(url_for(".requests"))
