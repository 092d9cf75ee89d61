"""The import desk: a file, its columns, what it would change, and back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.imports import operations
from registry.imports.catalogue import KINDS, one_kind
from registry.imports.forms import UploadForm
from registry.imports.models import ImportBatch
from registry.imports.problem_rows import problem_workbook
from registry.imports.queries import batches_seen_by, one_batch, one_row, rows_of, verdict_counts
from registry.imports.states import BatchState, Verdict
from registry.languages import gettext as _
from registry.refusals import NotFound, Refusal
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment
from registry.web.limits import takes_files
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_imports", __name__, Audience.STAFF, "/imports")

PER_PAGE = 50


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.IMPORTS_DO)
@takes_files
def index() -> ResponseReturnValue:
    """Tables brought in before, and the form for another one."""
    form = UploadForm().offer(current_user.account)
    if form.is_submitted() and form.validate():
        try:
            name, content = form.upload()
            if not current_user.may(one_kind(form.kind.data).permission):
                raise NotFound
            batch = operations.begin(form.kind.data, content, name, by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", batch_id=batch.id))
    batches = batches_seen_by(current_user.account)
    page = render_template("imports/index.html", form=form, batches=batches, kinds=KINDS)
    return page, 422 if form.errors else 200


@blueprint.get("/<int:batch_id>")
@requires(Permission.IMPORTS_DO)
def show(batch_id: int) -> ResponseReturnValue:
    """One table, at the step where it is."""
    return _page(one_batch(batch_id, current_user.account))


def _page(batch: ImportBatch, *, refusal: str = "", mapping: list[str] | None = None) -> ResponseReturnValue:
    chosen = request.args.get("verdict", "")
    verdict = Verdict(chosen) if chosen in {one.value for one in Verdict} else None
    counts = verdict_counts(batch)
    total = counts[verdict] if verdict else sum(counts.values())
    page = page_number(request.args.get("page"))
    shows_rows = batch.standing not in (BatchState.MAPPING, BatchState.CHECKING)
    answer = render_template(
        "imports/batch.html",
        batch=batch,
        kind=one_kind(batch.kind),
        headings=one_kind(batch.kind).headings(),
        obligatory=one_kind(batch.kind).obligatory(),
        mapping=mapping or batch.mapping,
        counts=counts,
        verdict=verdict,
        rows=rows_of(batch, verdict, page=page, per_page=PER_PAGE) if shows_rows else [],
        paging=Paging(page, PER_PAGE, total),
        is_busy=operations.is_busy(batch),
        refusal=refusal,
    )
    return answer, 422 if refusal else 200


@blueprint.post("/<int:batch_id>/sheet")
@requires(Permission.IMPORTS_DO)
def sheet(batch_id: int) -> ResponseReturnValue:
    """Take another sheet of the file."""
    batch = one_batch(batch_id, current_user.account)
    try:
        operations.take_sheet(batch, request.form.get("sheet", ""))
    except Refusal as refusal:
        return _page(batch, refusal=str(refusal))
    return redirect(url_for(".show", batch_id=batch.id))


@blueprint.post("/<int:batch_id>/columns")
@requires(Permission.IMPORTS_DO)
def columns(batch_id: int) -> ResponseReturnValue:
    """Say which column is what."""
    batch = one_batch(batch_id, current_user.account)
    known = one_kind(batch.kind).headings()
    chosen = [request.form.get(f"column-{place}", "") for place in range(len(batch.names))]
    mapping = [key if key in known else "" for key in chosen]
    obligatory = one_kind(batch.kind).obligatory()
    defaults = {key: request.form.get(f"default-{key}", "").strip()[:200] for key in obligatory}
    try:
        operations.name_columns(batch, mapping, defaults)
    except Refusal as refusal:
        return _page(batch, refusal=str(refusal), mapping=mapping)
    return redirect(url_for(".show", batch_id=batch.id))


@blueprint.post("/<int:batch_id>/rows/<int:row_id>")
@requires(Permission.IMPORTS_DO)
def fix(batch_id: int, row_id: int) -> ResponseReturnValue:
    """Put some cells of a row right, or accept that it is another record."""
    batch = one_batch(batch_id, current_user.account)
    row = one_row(batch, row_id)
    typed = {name.removeprefix("cell-"): text for name, text in request.form.items() if name.startswith("cell-")}
    try:
        if "accept" in request.form:
            operations.accept_duplicate(batch, row)
        else:
            operations.fix_row(batch, row, typed)
    except Refusal as refusal:
        return _page(batch, refusal=str(refusal))
    return redirect(url_for(".show", batch_id=batch.id, verdict=request.args.get("verdict") or None))


@blueprint.post("/<int:batch_id>/<any(all, good, undo):step>")
@requires(Permission.IMPORTS_DO)
def act(batch_id: int, step: str) -> ResponseReturnValue:
    """Apply all rows, or the good ones; or bring everything back."""
    batch = one_batch(batch_id, current_user.account)
    try:
        if step == "undo":
            operations.undo(batch, by=current_user.account)
        else:
            operations.apply(batch, all_or_nothing=step == "all", by=current_user.account)
    except Refusal as refusal:
        return _page(batch, refusal=str(refusal))
    flash(_("The table is being worked on."))
    return redirect(url_for(".show", batch_id=batch.id))


@blueprint.post("/<int:batch_id>/problems.xlsx")
@requires(Permission.IMPORTS_DO)
def problems(batch_id: int) -> ResponseReturnValue:
    """The rows with problems as a workbook."""
    batch = one_batch(batch_id, current_user.account)
    return attachment(problem_workbook(batch), "problems", "xlsx")
