"""Files that are handed out: always as an attachment with a name that survives every script."""

from flask import Response
from werkzeug.http import dump_options_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
}


def attachment(content: bytes, name: str, ending: str) -> Response:
    """A download called `name.ending`."""
    response = Response(content, content_type=TYPES[ending])
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": f"{name}.{ending}"})
    response.headers["Cache-Control"] = "no-store"
    return response


def file_attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file that somebody put here, under its own name; never shown inside the site."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    response.headers["Cache-Control"] = "no-store"
    return response
