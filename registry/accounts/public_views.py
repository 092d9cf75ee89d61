"""Signing in and out, and choosing passwords."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.accounts import operations, sessions
from registry.accounts.forms import AskForPasswordForm, ChangePasswordForm, ChoosePasswordForm, SignInForm
from registry.accounts.messages import INVITATION_PURPOSE, PASSWORD_PURPOSE
from registry.accounts.queries import find_user, one_user
from registry.db import keep_changes
from registry.languages import gettext as _
from registry.refusals import Refusal
from registry.web import links
from registry.web.access import Audience, audience_blueprint, signed_in_only
from registry.web.navigation import safe_path

blueprint = audience_blueprint("accounts", __name__, Audience.PUBLIC)


def home_of_visitor() -> str:
    """Where somebody who signed in goes first."""
    return url_for("staff_reports.dashboard") if current_user.is_staff else url_for("partner_leads.index")


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(home_of_visitor())
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = operations.sign_in(
                email=form.email.data or "",
                password=form.password.data or "",
                address=sessions.client_address(),
            )
        except Refusal as refusal:
            keep_changes()
            form.refuse(refusal)
        else:
            user = find_user(form.email.data or "")
            assert user is not None
            sessions.begin(user, token)
            return redirect(safe_path(request.args.get("next"), home_of_visitor()))
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/sign-out")
@signed_in_only
def sign_out() -> ResponseReturnValue:
    """Sign out on this device."""
    operations.sign_out(current_user.get_id(), by=current_user.account)
    sessions.end()
    return redirect(url_for("catalogue.home"))


@blueprint.route("/password", methods=["GET", "POST"])
def ask_for_password() -> ResponseReturnValue:
    """Ask for a link for a new password; the answer is the same whether there is an account."""
    form = AskForPasswordForm()
    if form.validate_on_submit():
        operations.ask_for_new_password(email=form.email.data or "", address=sessions.client_address())
        return redirect(url_for(".password_link_sent"))
    return render_template("accounts/ask_for_password.html", form=form), 422 if form.errors else 200


@blueprint.get("/password/sent")
def password_link_sent() -> ResponseReturnValue:
    """A link is on its way, if there is such an account."""
    return render_template("accounts/password_link_sent.html")


@blueprint.route("/password/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password through a mailed link; looking at the page does not use it up."""
    proof = links.read(PASSWORD_PURPOSE, token) or links.read(INVITATION_PURPOSE, token)
    if proof is None or one_user(proof[0]).link_nonce != proof[1]:
        return render_template("accounts/link_expired.html"), 404
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        try:
            operations.choose_password(one_user(proof[0]), nonce=proof[1], password=form.password.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            sessions.end()
            flash(_("Your password is set. Please sign in with it."))
            return redirect(url_for(".sign_in"))
    return render_template("accounts/choose_password.html", form=form), 422 if form.errors else 200


@blueprint.route("/password/change", methods=["GET", "POST"])
@signed_in_only
def change_password() -> ResponseReturnValue:
    """Change the own password; all devices are signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            operations.change_password(
                current_user.account, present=form.present.data or "", password=form.password.data or ""
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            sessions.end()
            flash(_("Your password is set. Please sign in with it."))
            return redirect(url_for(".sign_in"))
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200
