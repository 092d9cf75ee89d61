"""Administrators look after the staff's accounts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts import operations
from registry.accounts.forms import AddStaffForm, ChangeRoleForm
from registry.accounts.queries import one_staff_member, staff_members
from registry.accounts.roles import Permission, Role
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.web.access import Audience, audience_blueprint, requires

blueprint = audience_blueprint("staff_users", __name__, Audience.STAFF, "/users")


@blueprint.get("/")
@requires(Permission.USERS_MANAGE)
def index() -> ResponseReturnValue:
    """All staff."""
    return render_template("accounts/staff/index.html", users=staff_members(), form=ChangeRoleForm())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.USERS_MANAGE)
def add() -> ResponseReturnValue:
    """Invite a member of staff; the person chooses the password."""
    form = AddStaffForm()
    if form.validate_on_submit():
        try:
            user = operations.add_account(
                email=form.email.data or "",
                name=form.name.data or "",
                role=Role(form.role.data),
                language=form.language.data,
                by=current_user.account,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("An invitation is on its way to %(email)s.", email=user.email))
            return redirect(url_for(".index"))
    return render_template("accounts/staff/add.html", form=form), 422 if form.errors else 200


@blueprint.post("/<id:user_id>/role")
@requires(Permission.USERS_MANAGE)
def change_role(user_id: int) -> ResponseReturnValue:
    """Give somebody another role."""
    user = one_staff_member(user_id)
    form = ChangeRoleForm()
    if form.validate_on_submit():
        operations.change_role(user, role=Role(form.role.data), by=current_user.account)
        flash(_("The role was changed; all devices of this person are signed out."))
        return redirect(url_for(".index"))
    return render_template("accounts/staff/index.html", users=staff_members(), form=form), 422


@blueprint.post("/<id:user_id>/switch")
@requires(Permission.USERS_MANAGE)
def switch(user_id: int) -> ResponseReturnValue:
    """Switch an account off or on."""
    active = request.form.get("active") == "1"
    operations.switch_account(one_staff_member(user_id), active=active, by=current_user.account)
    flash(_("The account is switched on.") if active else _("The account is switched off."))
    return redirect(url_for(".index"))
