"""An organisation registers."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.accounts.sessions import client_address
from registry.languages import current_language
from registry.partners import operations
from registry.partners.forms import RegisterForm
from registry.web.access import Audience, audience_blueprint

blueprint = audience_blueprint("partners", __name__, Audience.PUBLIC)


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Register an organisation with its first person; a link for choosing the password is mailed."""
    form = RegisterForm().offer()
    if form.validate_on_submit():
        operations.register(
            form.as_organisation(),
            name=form.name.data or "",
            email=form.email.data or "",
            language=current_language(),
            address=client_address(),
        )
        return redirect(url_for("accounts.password_link_sent"))
    return render_template("partners/register.html", form=form), 422 if form.errors else 200
