"""The staff's pages of one project, as tests use them."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.accounts.roles import Role
from registry.db import commit
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.projects.operations import add_project
from registry.projects.queries import one_project
from registry.projects.records import ProjectRecord
from tests.makers import RECORD, Cast, client_of, make_cast, make_project, token_in


class Desk:
    """The cast with one client a role, and a project to work on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.cast: Cast = make_cast()
            commit()
        self.clients = {role: client_of(app, number) for role, number in self.cast.staff.items()}
        self.tokens: dict[FlaskClient, str] = {}
        self.partner = client_of(app, self.cast.partner)

    def project(self, publication: Publication = Publication.DRAFT, **changes: Any) -> str:
        """The reference of a new project that nobody of the staff wrote."""
        with self.app.app_context():
            reference = make_project(publication, **changes).reference
            commit()
        return reference

    def own_project(self, role: Role, content: ProjectRecord = RECORD) -> str:
        """The reference of a new draft written by the one who holds a role."""
        with self.app.app_context():
            project = add_project(content, by="tests")
            project.author_id = self.cast.staff[role]
            commit()
            return project.reference

    def token(self, client: FlaskClient) -> str:
        """The forgery token of a client's session; it serves any number of forms."""
        if client not in self.tokens:
            self.tokens[client] = token_in(client.get("/en/staff/projects/").text)
        return self.tokens[client]

    def post(self, role: Role, path: str, **fields: Any) -> TestResponse:
        """Send a form to a page of a project, `reference/move`, as whoever holds the role."""
        client = self.clients[role]
        return client.post(f"/en/staff/projects/{path}", data={"csrf_token": self.token(client), **fields})

    def move(self, role: Role, reference: str, to: str, **fields: Any) -> TestResponse:
        return self.post(role, f"{reference}/move", to=to, **fields)

    def state(self, reference: str) -> Publication:
        with self.app.app_context():
            return one_project(reference).publication

    def change(self, reference: str, **values: Any) -> None:
        """Set columns of a project behind everybody's back."""
        with self.app.app_context():
            project: Project = one_project(reference)
            for name, value in values.items():
                setattr(project, name, value)
            commit()
