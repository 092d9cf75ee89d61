"""What is written to people about their account."""

from collections.abc import Callable

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message, Token

AccountMessage = Callable[[User], Message]

PASSWORD_PURPOSE, INVITATION_PURPOSE = "password", "invitation"


def _with_link(user: User, purpose: str, subject: str, paragraphs: tuple[str, ...]) -> Message:
    assert user.link_nonce is not None
    return Message(
        kind=f"account.{purpose}",
        subject=subject,
        paragraphs=paragraphs,
        link_label=_("Choose a password"),
        path=f"/{user.language}/password/{{token}}",
        token=Token(purpose, user.id, user.link_nonce),
    )


def invitation(user: User) -> Message:
    """An account is waiting for its password."""
    with use_language(user.language):
        return _with_link(
            user,
            INVITATION_PURPOSE,
            _("Your account in the investment project registry"),
            (
                _("An account was made for you in the investment project registry of the Aral Sea region."),
                _("Choose a password to begin. The link works once and for 72 hours."),
            ),
        )


def password_link(user: User) -> Message:
    """A new password was asked for."""
    with use_language(user.language):
        return _with_link(
            user,
            PASSWORD_PURPOSE,
            _("Choose a new password"),
            (
                _("Somebody, probably you, asked for a new password. The link works once and for 60 minutes."),
                _("If it was not you, you need not do anything: your password stays as it is."),
            ),
        )


def password_changed(user: User) -> Message:
    """The password was changed."""
    with use_language(user.language):
        return Message(
            kind="account.password_changed",
            subject=_("Your password was changed"),
            paragraphs=(
                _("The password of your account was changed, and every device was signed out."),
                _("If it was not you, ask for a new password at once and tell the Center."),
            ),
            link_label=_("Ask for a new password"),
            path=f"/{user.language}/password",
        )
