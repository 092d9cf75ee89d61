"""Every page of the application as an address that can be asked for, and somebody to ask for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule, ValidationError
from werkzeug.test import TestResponse

from registry.accounts.operations import add_account, begin_sign_in
from registry.accounts.roles import Role
from registry.db import commit

#: Values for parts of paths; the first that a part's converter takes is used.
CANDIDATES: tuple[object, ...] = (
    *("en", 1, "ARAL-2026-0001", "2026-00001", "V-2026-0001"),
    *("lead", "grant", "done", "here", "publish", "good", "some-name"),
)
#: Parts that take anything but mean something.
VALUES = {"filename": "dist/manifest.json", "ending": "csv"}


@dataclass(frozen=True)
class Address:
    """One rule with its parameters filled in."""

    endpoint: str
    path: str


def addresses(app: Flask, method: str) -> Iterator[Address]:
    """An address for every rule that answers to a method."""
    # A map makes its rules ready when it is bound.
    app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and not rule.build_only:
            yield Address(rule.endpoint, path_of(rule))


def path_of(rule: Rule) -> str:
    values = {name: VALUES.get(name) or value_for(rule, name) for name in rule._converters}
    built = rule.build(values, append_unknown=False)
    assert built is not None, f"no address for {rule}"
    return built[1]


def value_for(rule: Rule, name: str) -> object:
    """Something that the converter of a part of a path takes, and gives back as it was."""
    converter = rule._converters[name]
    for candidate in CANDIDATES:
        try:
            written = converter.to_url(candidate)
            if re.fullmatch(converter.regex, written) and converter.to_python(written) == candidate:
                return candidate
        except (ValidationError, ValueError, TypeError):
            continue
    raise AssertionError(f"add a value for <{name}> of {rule} to CANDIDATES")


def ask(client: FlaskClient, method: str, path: str) -> TestResponse:
    """Send a request as a form of our own pages would, and read the whole answer."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.open(path, method=method, headers=headers, buffered=True)
    answer.close()
    return answer


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """A client of somebody with this role."""
    email = f"{role.value}@example.org"
    with app.app_context():
        user = add_account(email=email, name=role.value.title(), role=role, language="en", by="tests")
        token = begin_sign_in(user)
        commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client
