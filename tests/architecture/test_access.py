"""A page is closed unless it stands in a list here; roles open what the table of permissions grants them."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.accounts.roles import GRANTS, Permission, Role
from tests.architecture.pages import addresses, ask, signed_in

#: Endpoints that anybody may open. Everything else asks for a sign-in.
OPEN = {
    "static",
    "start",
    "probes.healthz",
    "probes.readyz",
    # the public window
    "catalogue.home",
    "catalogue.projects",
    "catalogue.by_place",
    "catalogue.projects_json",
    "catalogue.project",
    "catalogue.compare",
    "catalogue.contact",
    "catalogue.passport_pdf",
    "catalogue_feeds.atom",
    "catalogue_feeds.geojson",
    "reports.projects",
    # the reader's own list, in the session
    "shortlist.show",
    "shortlist.keep",
    "shortlist.dossier",
    "reports.shortlist",
    # search engines
    "robots.robots",
    "robots.sitemap",
    # registering interest, confirmed by mail
    "leads.express_interest",
    "leads.check_mail",
    "leads.confirm",
    # the owner of a project answers, proved by a signed link
    "leads.owner",
    # documents open by their own ladder
    "documents.of_project",
    "documents.show",
    "documents.download",
    # cooperation with a country, as far as it is public
    "countries.index",
    "countries.show",
    # the registry in figures
    "boards.show",
    # stopping messages, proved by a signed link
    "alerts.stop",
    "alerts.stop_matches",
    # accounts
    "partners.register",
    "partners.join",
    "accounts.ask_for_password",
    "accounts.choose_password",
    "accounts.password_link_sent",
    "accounts.sign_in",
}
#: Endpoints that any signed-in person may use, on their own account.
FOR_EVERYBODY_SIGNED_IN = {
    "accounts.change_password",
    "accounts.sign_out",
    "documents.ask",
    "documents.terms",
}
#: Pages of the staff that need no permission of their own.
FOR_ALL_STAFF = {"staff_reports.dashboard"}
#: Endpoints that take a POST without our token, because no page of ours sends it.
#: The signed link is the proof there: mail programs press the button without a session.
WITHOUT_TOKEN = {"alerts.stop", "alerts.stop_matches"}


@pytest.fixture
def app_without_tokens(app: Flask) -> Flask:
    """The token against forgery is checked before a page's own guard and would hide what that lets in."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def is_refused(answer: TestResponse) -> bool:
    """Sent to the sign-in, or refused outright."""
    if answer.status_code in (301, 302, 303):
        return urlsplit(answer.location).path.endswith("/sign-in")
    return answer.status_code in (401, 403)


def permission_of(app: Flask, endpoint: str) -> str | None:
    return getattr(app.view_functions[endpoint], "permission", None)


def test_every_other_page_is_closed(app_without_tokens: Flask) -> None:
    client = app_without_tokens.test_client()
    entered = {
        f"{method} {address.path} ({address.endpoint}): {answer.status_code}"
        for method in ("GET", "POST")
        for address in addresses(app_without_tokens, method)
        if address.endpoint not in OPEN and not is_refused(answer := ask(client, method, address.path))
    }
    assert not entered


def test_open_pages_are_open(app: Flask, client: FlaskClient) -> None:
    """Keeps the list true: an entry that is gone or closed by now does not stay in it."""
    found = {address.endpoint: ask(client, "GET", address.path) for address in addresses(app, "GET")}
    posted = {address.endpoint for address in addresses(app, "POST")}
    assert not OPEN - found.keys() - posted
    assert not {endpoint for endpoint in OPEN & found.keys() if is_refused(found[endpoint])}
    assert not {endpoint for endpoint in OPEN & found.keys() if found[endpoint].status_code >= 500}


def test_every_post_needs_a_token(app: Flask, client: FlaskClient) -> None:
    accepted = {
        address.endpoint for address in addresses(app, "POST") if client.post(address.path).status_code != 400
    }
    assert accepted == WITHOUT_TOKEN


def test_pages_of_others_do_not_exist(app_without_tokens: Flask) -> None:
    """Partners are not told which pages the staff has, nor the staff which pages partners have."""
    app = app_without_tokens
    for role, foreign in ((Role.PARTNER, "/en/staff/"), (Role.ADMIN, "/en/partner/")):
        client = signed_in(app, role)
        entered = {
            f"{method} {address.path}: {answer.status_code}"
            for method in ("GET", "POST")
            for address in addresses(app, method)
            if address.path.startswith(foreign)
            and (answer := ask(client, method, address.path)).status_code != 404
        }
        assert not entered, role


def test_every_staff_page_needs_a_permission(app: Flask) -> None:
    without = {
        address.endpoint
        for method in ("GET", "POST")
        for address in addresses(app, method)
        if address.path.startswith("/en/staff/") and permission_of(app, address.endpoint) is None
    }
    assert without == FOR_ALL_STAFF


@pytest.mark.parametrize("role", [role for role in Role if role.is_staff])
def test_roles_open_what_they_are_granted(app_without_tokens: Flask, role: Role) -> None:
    """403 exactly where the role lacks the permission, whatever the page would answer otherwise."""
    app = app_without_tokens
    client = signed_in(app, role)
    wrong = []
    for method in ("GET", "POST"):
        for address in addresses(app, method):
            permission = permission_of(app, address.endpoint)
            if permission not in set(Permission):
                continue
            # A page that is allowed may still refuse for reasons of its own; a GET has none.
            answer = ask(client, method, address.path)
            granted = permission in GRANTS[role]
            if (answer.status_code == 403) is granted and (method == "GET" or not granted):
                wrong.append(f"{method} {address.path}: {answer.status_code}, needs {permission}")
    assert not wrong


def test_those_signed_in_keep_their_own_pages(app: Flask) -> None:
    closed = {name for name in app.view_functions if permission_of(app, name) == "signed in"}
    assert closed == FOR_EVERYBODY_SIGNED_IN


def test_views_take_get_or_post_only(app: Flask) -> None:
    """Nothing is reached by PUT, PATCH or DELETE, so no filter needs to know of them."""
    usual = {"GET", "HEAD", "OPTIONS", "POST"}
    assert not [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - usual]
