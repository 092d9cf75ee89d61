"""Files that are handed out: always as an attachment with a name that survives every script."""

from flask import Response
from werkzeug.http import dump_options_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def attachment(content: bytes, name: str, ending: str) -> Response:
    """A download called `name.ending`."""
    response = Response(content, content_type=TYPES[ending])
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": f"{name}.{ending}"})
    response.headers["Cache-Control"] = "no-store"
    return response
