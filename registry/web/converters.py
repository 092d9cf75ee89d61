"""What may stand in a path: anything else is a 404 before a view is asked."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class ReferenceConverter(BaseConverter):
    """A project's reference, such as ARAL-2026-0001."""

    regex = r"[A-Z0-9]{2,8}-[0-9]{4}-[0-9]{4,6}"


class NumberConverter(BaseConverter):
    """A case's number, such as 2026-00001."""

    regex = r"[0-9]{4}-[0-9]{5,8}"


class RecordConverter(BaseConverter):
    """The number of a visit, an agreement or an activity, such as V-2026-0001."""

    regex = r"[A-Z]-[0-9]{4}-[0-9]{4,6}"


class IdConverter(IntegerConverter):
    """A record's id within what both databases can hold."""

    def __init__(self, map: object, *args: object, **kwargs: object) -> None:
        super().__init__(map, min=1, max=2**31 - 1)  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Make the converters known to all routes."""
    app.url_map.converters.update(
        reference=ReferenceConverter, number=NumberConverter, record=RecordConverter, id=IdConverter
    )
