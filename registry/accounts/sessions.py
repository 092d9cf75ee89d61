"""Flask-Login, bound to sign-ins that can be ended on the server."""

from flask import Flask, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from registry.accounts.models import User
from registry.accounts.queries import find_living_sign_in, one_user
from registry.accounts.roles import Permission

login_manager = LoginManager()
#: What a visitor chose before signing in.
CARRIED_OVER = ("shortlist",)


class Visitor(UserMixin):
    """The signed-in person as pages see them: plain values that outlive the database session."""

    def __init__(self, user: User, token: str) -> None:
        self.user_id = user.id
        self.name = user.name
        self.email = user.email
        self.role = user.role
        self.is_staff = user.is_staff
        self._grants = {permission for permission in Permission if user.may(permission)}
        self._token = token

    def get_id(self) -> str:
        """What the cookie carries: the sign-in's token, not the account's number."""
        return self._token

    @property
    def account(self) -> User:
        """The account itself, in the present database session."""
        return one_user(self.user_id)

    def may(self, permission: str) -> bool:
        """True if the person's role grants the permission."""
        return permission in self._grants


def init_app(app: Flask) -> None:
    """Load people by their sign-in; no remember-me cookie."""
    login_manager.init_app(app)

    @login_manager.user_loader
    def load(token: str) -> Visitor | None:
        sign_in = find_living_sign_in(token)
        return Visitor(sign_in.user, token) if sign_in is not None else None


def begin(user: User, token: str) -> None:
    """Put the sign-in into the session cookie, which is new from now on; what a visitor had chosen comes along."""
    chosen = {name: session[name] for name in CARRIED_OVER if name in session}
    session.clear()
    session.update(chosen)
    login_user(Visitor(user, token))


def end() -> None:
    """Forget the person in the browser."""
    logout_user()
    session.clear()


def client_address() -> str:
    """Where a request comes from, for counting tries."""
    return request.remote_addr or "unknown"
