"""Forms about accounts."""

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, PasswordField, ValidationError

from registry.accounts.roles import STAFF_ROLES
from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.web.forms import Choice, Form, SelectChoice, Text, required, tidy


def usable_address(form: Form, field: EmailField) -> None:
    """An address that mail could reach."""
    field.data = tidy(field.data or "")
    try:
        if len(field.data) > 254:
            raise EmailNotValidError
        validate_email(field.data, check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(_("Write an e-mail address such as name@example.org.")) from None


def bounded(form: Form, field: PasswordField) -> None:
    """Nobody's password is that long; hashing it would only cost time."""
    if len(field.data or "") > 1000:
        raise ValidationError(_("This password is too long."))


class SignInForm(Form):
    email = EmailField(_l("E-mail address"), validators=[required()])
    password = PasswordField(_l("Password"), validators=[required(), bounded])


class AskForPasswordForm(Form):
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])


class ChoosePasswordForm(Form):
    password = PasswordField(_l("New password"), validators=[required(), bounded])


class ChangePasswordForm(Form):
    present = PasswordField(_l("Present password"), validators=[required(), bounded])
    password = PasswordField(_l("New password"), validators=[required(), bounded])


class AddStaffForm(Form):
    name = Text(_l("Name"), validators=[required()])
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])
    role = Choice(
        _l("Role"),
        validators=[required()],
        choices=lambda: [SelectChoice(r.value, r.label) for r in STAFF_ROLES],
    )
    language = Choice(
        _l("Language"),
        validators=[required()],
        choices=lambda: [SelectChoice(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


class ChangeRoleForm(Form):
    role = Choice(
        _l("Role"),
        validators=[required()],
        choices=lambda: [SelectChoice(r.value, r.label) for r in STAFF_ROLES],
    )
