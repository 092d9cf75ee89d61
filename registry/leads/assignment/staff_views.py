"""Managers say who gets which cases, and who is away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts.queries import one_staff_member
from registry.accounts.roles import Permission
from registry.db import now
from registry.languages import gettext as _
from registry.leads.assignment import operations
from registry.leads.assignment.forms import AbsenceForm, RuleForm
from registry.leads.assignment.queries import absences_from, one_absence, one_rule, rules
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires

blueprint = audience_blueprint("staff_assignment", __name__, Audience.STAFF, "/assignment")


@blueprint.get("/")
@requires(Permission.LEADS_ASSIGN)
def index() -> ResponseReturnValue:
    """Rules in their order, and who is away."""
    return _page(RuleForm(formdata=None).offer(), AbsenceForm(formdata=None).offer())


def _page(rule: RuleForm, absence: AbsenceForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "leads/assignment/staff/index.html",
        rules=rules(),
        absences=absences_from(now().date()),
        rule_form=rule,
        absence_form=absence,
    )
    return page, status


@blueprint.post("/rules")
@requires(Permission.LEADS_ASSIGN)
def add_rule() -> ResponseReturnValue:
    """A further rule."""
    form = RuleForm().offer()
    if not form.validate():
        return _page(form, AbsenceForm(formdata=None).offer(), 422)
    operations.add_rule(
        sector=form.sector.data,
        country=form.country.data,
        language=form.language.data,
        officer=one_staff_member(int(form.officer.data)) if form.officer.data else None,
        by=current_user.account,
    )
    flash(_("The rule is kept."))
    return redirect(url_for(".index"))


@blueprint.post("/rules/<id:rule_id>/remove")
@requires(Permission.LEADS_ASSIGN)
def remove_rule(rule_id: int) -> ResponseReturnValue:
    """Take a rule away."""
    operations.remove_rule(one_rule(rule_id), by=current_user.account)
    return redirect(url_for(".index"))


@blueprint.post("/absences")
@requires(Permission.LEADS_ASSIGN)
def add_absence() -> ResponseReturnValue:
    """Somebody is away."""
    form = AbsenceForm().offer()
    if form.validate():
        try:
            operations.add_absence(
                one_staff_member(int(form.user.data)),
                first_day=form.first_day.data,  # type: ignore[arg-type]
                last_day=form.last_day.data,  # type: ignore[arg-type]
                cover=one_staff_member(int(form.cover.data)) if form.cover.data else None,
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The absence is kept."))
            return redirect(url_for(".index"))
    return _page(RuleForm(formdata=None).offer(), form, 422)


@blueprint.post("/absences/<id:absence_id>/remove")
@requires(Permission.LEADS_ASSIGN)
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """The person is there after all."""
    operations.remove_absence(one_absence(absence_id), by=current_user.account)
    return redirect(url_for(".index"))
