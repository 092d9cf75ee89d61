"""The staff prepare visits, receive them and follow them up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.roles import Permission
from registry.cooperation.visits import operations
from registry.cooperation.visits.briefing import briefing_pack
from registry.cooperation.visits.forms import (
    MemberForm,
    NewsForm,
    OutcomeForm,
    StopForm,
    VisitForm,
    VisitInterestForm,
)
from registry.cooperation.visits.models import Visit
from registry.cooperation.visits.queries import (
    countries_of_visits,
    one_member,
    one_stop,
    one_visit,
    page_of_visits,
)
from registry.cooperation.visits.states import NEXT, StopKind, VisitState
from registry.db import now
from registry.documents.queries import documents_of
from registry.languages import gettext as _
from registry.projects.queries import one_project
from registry.reference.models import PartnerType
from registry.reference.queries import entries
from registry.refusals import NotFound, Refusal, Stale
from registry.tasks.forms import TaskForm
from registry.tasks.queries import tasks_about
from registry.tasks.subjects import Subject
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.downloads import attachment
from registry.web.forms import Form, choices_of
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_visits", __name__, Audience.STAFF, "/visits")

PER_PAGE = 50


@blueprint.get("/")
@requires(Permission.COOPERATION_READ)
def index() -> ResponseReturnValue:
    """All visits, the latest first."""
    page = page_number(request.args.get("page"))
    country, state = request.args.get("country"), request.args.get("state")
    known = countries_of_visits()
    visits, total = page_of_visits(
        country=country if country in known else None,
        state=state if state in set(VisitState) else None,
        page=page,
        per_page=PER_PAGE,
    )
    return render_template(
        "cooperation/visits/staff/index.html",
        visits=visits,
        countries=known,
        states=list(VisitState),
        paging=Paging(page, PER_PAGE, total),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_EDIT)
def add() -> ResponseReturnValue:
    """Begin to prepare a visit."""
    form = VisitForm().offer()
    if form.validate_on_submit():
        try:
            visit = operations.add_visit(form.plan(), by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=visit.number))
    page = render_template("cooperation/visits/staff/edit.html", form=form, visit=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<record:number>/edit", methods=["GET", "POST"])
@requires(Permission.COOPERATION_EDIT)
def edit(number: str) -> ResponseReturnValue:
    """Change what is known of a visit."""
    visit = one_visit(number)
    form = VisitForm(obj=visit).offer()
    status = 200
    if form.validate_on_submit():
        try:
            visit.check_version(form.seen_version())
            operations.change_visit(visit, form.plan(), by=current_user.account)
        except Stale:
            form.lost_race(visit.version)
            status = 409
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=number))
    page = render_template("cooperation/visits/staff/edit.html", form=form, visit=visit)
    return page, 422 if form.errors and status == 200 else status


@blueprint.get("/<record:number>")
@requires(Permission.COOPERATION_READ)
def show(number: str) -> ResponseReturnValue:
    """One visit with everything on it."""
    return _page(one_visit(number))


def _page(visit: Visit, *, status: int = 200, **sent: Form) -> ResponseReturnValue:
    """The page; `sent` are the forms as they came, by the names that the template has for them."""
    page = render_template(
        "cooperation/visits/staff/show.html",
        visit=visit,
        moves=NEXT[visit.standing],
        tasks=tasks_about(Subject.VISIT, visit.number),
        documents=documents_of("visit", visit.id),
        today=now().date(),
        **_forms(visit) | sent,
    )
    return page, status


def _forms(visit: Visit) -> dict[str, Form]:
    """All forms of the page as they are at first."""
    return {
        "member_form": MemberForm(formdata=None).offer(visit.languages[0] if visit.languages else "en"),
        "stop_form": StopForm(formdata=None).offer(),
        "outcome_form": OutcomeForm(formdata=None, version=visit.version, outcome=visit.outcome),
        "interest_form": _interest_form(visit, is_sent=False),
        "news_form": NewsForm(formdata=None).offer(),
        "task_form": TaskForm(formdata=None).offer(current_user.user_id),
    }


def _interest_form(visit: Visit, *, is_sent: bool = True) -> VisitInterestForm:
    form = VisitInterestForm() if is_sent else VisitInterestForm(formdata=None)
    return form.offer(visit, choices_of(entries(PartnerType)))


@blueprint.post("/<record:number>/move")
@requires(Permission.COOPERATION_EDIT)
def move(number: str) -> ResponseReturnValue:
    """Confirm, hold or cancel a visit."""
    visit, form = one_visit(number), OutcomeForm()
    if form.validate():
        try:
            visit.check_version(form.seen_version())
            outcome, to = form.outcome.data or None, request.form.get("to", "")
            operations.advance(visit, to=to, outcome=outcome, by=current_user.account)
        except Stale:
            return _page(visit, outcome_form=form.lost_race(visit.version), status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=number))
    return _page(visit, outcome_form=form, status=422)


@blueprint.post("/<record:number>/members")
@requires(Permission.COOPERATION_EDIT)
def add_member(number: str) -> ResponseReturnValue:
    """Somebody comes along."""
    visit = one_visit(number)
    form = MemberForm().offer("en")
    if form.validate():
        operations.add_member(
            visit,
            name=form.name.data or "",
            organisation=form.organisation.data or "",
            language=form.language.data,
            position=form.position.data or None,
            email=form.email.data or None,
            by=current_user.account,
        )
        return redirect(url_for(".show", number=number, _anchor="members"))
    return _page(visit, member_form=form, status=422)


@blueprint.post("/<record:number>/members/<id:member_id>/<any(here, away, remove):what>")
@requires(Permission.COOPERATION_EDIT)
def change_member(number: str, member_id: int, what: str) -> ResponseReturnValue:
    """Somebody has arrived, or does not come."""
    visit = one_visit(number)
    member = one_member(visit, member_id)
    if what == "remove":
        operations.remove_member(visit, member, by=current_user.account)
    else:
        operations.note_presence(visit, member, is_present=what == "here", by=current_user.account)
    return redirect(url_for(".show", number=number, _anchor="members"))


@blueprint.post("/<record:number>/stops")
@requires(Permission.COOPERATION_EDIT)
def add_stop(number: str) -> ResponseReturnValue:
    """A further point of the agenda."""
    visit, form = one_visit(number), StopForm().offer()
    if form.validate():
        try:
            project = one_project(form.project.data) if form.project.data else None
            operations.add_stop(
                visit,
                starts_at=form.moment(),
                kind=StopKind(form.kind.data),
                place=form.place.data or "",
                project=project,
                note=form.note.data or None,
                by=current_user.account,
            )
        except NotFound:
            form.refuse(Refusal(_("There is no project with this reference."), "project"))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", number=number, _anchor="agenda"))
    return _page(visit, stop_form=form, status=422)


@blueprint.post("/<record:number>/stops/<id:stop_id>/remove")
@requires(Permission.COOPERATION_EDIT)
def remove_stop(number: str, stop_id: int) -> ResponseReturnValue:
    """Take a point off the agenda."""
    visit = one_visit(number)
    operations.remove_stop(visit, one_stop(visit, stop_id), by=current_user.account)
    return redirect(url_for(".show", number=number, _anchor="agenda"))


@blueprint.post("/<record:number>/interests")
@requires(Permission.LEADS_REVIEW)
def register_interest(number: str) -> ResponseReturnValue:
    """Somebody of the delegation is interested in a project."""
    visit = one_visit(number)
    form = _interest_form(visit)
    if form.validate():
        member = one_member(visit, int(form.member.data))
        try:
            application = form.application(member, visit.country)
            lead = operations.register_interest(
                visit,
                application,
                project=one_project(form.project.data),
                partner=member.partner,
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The interest is registered under number %(number)s.", number=lead.number))
            return redirect(url_for(".show", number=number, _anchor="interests"))
    return _page(visit, interest_form=form, status=422)


@blueprint.post("/<record:number>/news")
@requires(Permission.COOPERATION_PUBLISH)
def publish(number: str) -> ResponseReturnValue:
    """Publish a short item, one language at a time."""
    visit, form = one_visit(number), NewsForm().offer()
    if form.validate():
        item = {"title": form.title.data or "", "text": form.text.data or ""}
        try:
            operations.publish_news(visit, visit.news | {form.language.data: item}, by=current_user.account)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The item stands on the page of the country."))
            return redirect(url_for(".show", number=number))
    return _page(visit, news_form=form, status=422)


@blueprint.post("/<record:number>/news/withdraw")
@requires(Permission.COOPERATION_PUBLISH)
def withdraw_news(number: str) -> ResponseReturnValue:
    """Take the item off the page again."""
    operations.withdraw_news(one_visit(number), by=current_user.account)
    return redirect(url_for(".show", number=number))


@blueprint.get("/<record:number>/briefing/<any(en, ru, uz, kaa, zh):code>.pdf")
@requires(Permission.COOPERATION_READ)
def briefing(number: str, code: str) -> ResponseReturnValue:
    """The briefing pack of the visit in a language: agenda and the passports of its projects."""
    visit = one_visit(number)
    return attachment(briefing_pack(visit, code), f"{visit.number}-{code}", "pdf")
