"""The public history says which facts changed, and nothing that is not public."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from registry.db import commit
from registry.projects.contents import content_of
from registry.projects.operations import edit_project
from registry.projects.queries import one_project
from tests.makers import make_project


def change(app: Flask, reference: str, **changes: object) -> None:
    """Edit a project as a file would."""
    with app.app_context():
        project = one_project(reference)
        edit_project(project, replace(content_of(project), **changes), by="tests")  # type: ignore[arg-type]
        commit()


def test_it_works(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        reference = make_project().reference
        commit()
    change(app, reference, stage_code="pre_feasibility", price_year=2027)
    page = client.get(f"/en/projects/{reference}").text
    assert "Changes since publication" in page
    assert "Changed: Price year" in page
    assert "Stage: Idea → Pre-feasibility" in page
    assert "Published after review" in page


def test_what_is_private_is_not_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        reference = make_project().reference
        commit()
    change(app, reference, initiator_email="somebody@example.org", initiator="Illustrative farm")
    assert "Changed:" not in client.get(f"/en/projects/{reference}").text
    change(app, reference, initiator_public=True)
    page = client.get(f"/en/projects/{reference}").text
    assert "Changed: Initiator" in page
    assert "e-mail" not in page.partition("Changes since publication")[2].partition("</ul>")[0]


def test_what_was_before_the_first_publication_is_not_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        project = make_project()
        reference = project.reference
        commit()
    assert "Changed:" not in client.get(f"/en/projects/{reference}").text
