"""Pages that are the same for everybody without a cookie: kept as they were sent, until something changes."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from registry.catalogue.search.following import current_state
from registry.db import now
from registry.languages import current_language

#: Pages kept in a process, of about 10 kB each.
MOST_KEPT = 500
_NAME = "registry.catalogue.keeping"
Arguments = ParamSpec("Arguments")


class KeptPages:
    """Compressed pages, those asked for longest ago thrown out first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = threading.Lock()

    def find(self, key: Hashable) -> bytes | None:
        """The page under this key, compressed."""
        with self._turn:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: bytes) -> None:
        """Put a compressed page under a key."""
        with self._turn:
            self._pages[key] = page
            if len(self._pages) > MOST_KEPT:
                self._pages.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give the application a place for pages."""
    app.extensions[_NAME] = KeptPages()


def kept_for_strangers(view: Callable[Arguments, str]) -> Callable[Arguments, ResponseReturnValue]:
    """A view whose page depends on nothing but its address, the day and the published projects.

    Nothing in it may depend on who reads: it must have no form that is sent with a token.
    """

    @wraps(view)
    def keeping(*args: Arguments.args, **values: Arguments.kwargs) -> ResponseReturnValue:
        if request.cookies:
            return view(*args, **values)
        pages: KeptPages = current_app.extensions[_NAME]
        key = (current_language(), request.full_path, current_state(), now().date())
        page = pages.find(key)
        if page is None:
            page = gzip.compress(view(*args, **values).encode(), compresslevel=5)
            pages.keep(key, page)
        return _sent(page)

    return keeping


def _sent(page: bytes) -> Response:
    """The page as the reader's browser takes it."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(page if takes_gzip else gzip.decompress(page), mimetype="text/html")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
