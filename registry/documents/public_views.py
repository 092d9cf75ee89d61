"""Opening a document, asking for it, accepting confidentiality."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.models import User
from registry.documents import operations
from registry.documents.doors import DOORS
from registry.documents.forms import AskForm, TermsForm
from registry.documents.levels import TERMS_VERSION, Level
from registry.documents.queries import (
    accesses_of,
    documents_of,
    find_access,
    has_accepted_terms,
    may_open,
    one_document,
    standing_of,
)
from registry.languages import gettext as _
from registry.refusals import NotFound, Refusal
from registry.web.access import Audience, audience_blueprint, signed_in_only
from registry.web.downloads import file_attachment
from registry.web.navigation import safe_path

blueprint = audience_blueprint("documents", __name__, Audience.PUBLIC)


def _reader() -> User | None:
    return current_user.account if current_user.is_authenticated else None


@blueprint.get("/projects/<reference:reference>/documents")
def of_project(reference: str) -> ResponseReturnValue:
    """The documents of a project: what the reader may open, and how to get at the others."""
    door, reader = DOORS["project"], _reader()
    project_id = door.find(reference)
    standing = standing_of("project", project_id, reader)
    if standing is None:
        raise NotFound
    documents = [one for one in documents_of("project", project_id) if one.openness is not Level.STAFF]
    return render_template(
        "documents/of_project.html",
        reference=reference,
        documents=documents,
        openable={one.id for one in documents if may_open(one, reader)},
        accesses=accesses_of(reader, documents) if reader else {},
        standing=standing,
    )


@blueprint.get("/documents/<id:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """One document: a button to open it, or the way to it."""
    document, reader = one_document(document_id), _reader()
    standing = standing_of(document.subject_kind, document.subject_id, reader)
    is_openable = may_open(document, reader)
    if standing is None or (document.openness is Level.STAFF and not is_openable):
        raise NotFound
    access = find_access(document, reader) if reader else None
    return render_template(
        "documents/show.html", document=document, is_openable=is_openable, access=access, form=AskForm()
    )


@blueprint.post("/documents/<id:document_id>/file")
def download(document_id: int) -> ResponseReturnValue:
    """The file itself; by POST, because it leaves a line in the log."""
    document = one_document(document_id)
    content = operations.open_document(document, by=_reader())
    return file_attachment(content, document.file_name, document.media_type)


@blueprint.post("/documents/<id:document_id>/ask")
@signed_in_only
def ask(document_id: int) -> ResponseReturnValue:
    """Ask for access."""
    document, reader = one_document(document_id), current_user.account
    standing = standing_of(document.subject_kind, document.subject_id, reader)
    if standing is None or document.openness is Level.STAFF:
        raise NotFound
    form = AskForm()
    if form.validate():
        try:
            operations.ask_for(document, reason=form.reason.data or "", by=reader)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("You asked for the document. The Center will answer by e-mail."))
            return redirect(url_for(".show", document_id=document_id))
    access = find_access(document, reader)
    return render_template(
        "documents/show.html", document=document, is_openable=False, access=access, form=form
    ), 422


@blueprint.route("/documents/terms", methods=["GET", "POST"])
@signed_in_only
def terms() -> ResponseReturnValue:
    """The text on confidentiality, and accepting it."""
    form = TermsForm()
    back = safe_path(request.args.get("back"), url_for("catalogue.projects"))
    if form.validate_on_submit():
        operations.accept_terms(current_user.account)
        flash(_("You accepted the text on confidentiality."))
        return redirect(back)
    accepted = has_accepted_terms(current_user.account)
    page = render_template("documents/terms.html", form=form, is_accepted=accepted, version=TERMS_VERSION)
    return page, 422 if form.errors else 200
