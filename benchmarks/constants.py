"""The catalogue's pages rendered from constants: what a view gives its template is kept from the first time."""

import functools
import os
import sys
from typing import Any

from flask import Flask, render_template, request

from registry import create_app
from registry.catalogue import public_views


def application() -> Flask:
    """The registry whose catalogue only renders."""
    app = create_app()
    kept: dict[str, dict[str, Any]] = {}

    def keep(template: str, **values: Any) -> str:
        page = render_template(template, **values)
        kept[request.full_path] = values  # only now has the page read all it needs of its records
        return page

    public_views.render_template = keep  # type: ignore[assignment]
    first = app.view_functions["catalogue.projects"]

    @functools.wraps(first)
    def projects(**given: Any) -> Any:
        values = kept.get(request.full_path)
        return first(**given) if values is None else render_template("catalogue/projects.html", **values)

    app.view_functions["catalogue.projects"] = projects
    return app


def main() -> None:
    """Serve it."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", os.environ["PORT"]]
    server += ["--workers", os.environ["WORKERS"], "--blocking-threads", "4", "--factory"]
    os.execv(sys.executable, [*server, "benchmarks.constants:application"])


if __name__ == "__main__":
    main()
