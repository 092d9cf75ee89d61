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

#: Pages kept in a process, of about 10 kB each, and documents, of about 50 kB.
MOST_PAGES, MOST_DOCUMENTS = 500, 100
_NAME = "registry.catalogue.keeping"
Arguments = ParamSpec("Arguments")


class Kept:
    """What was sent, under keys; of too many those asked for longest ago are thrown out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = threading.Lock()

    def find(self, key: Hashable) -> bytes | None:
        """What is kept under this key."""
        with self._turn:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: bytes) -> None:
        """Keep something under a key."""
        with self._turn:
            self._pages[key] = page
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give the application a place for pages and one for documents."""
    app.extensions[_NAME] = Kept(MOST_PAGES), Kept(MOST_DOCUMENTS)


def _address() -> Hashable:
    """What a page that is the same for everybody depends on."""
    return current_language(), request.full_path, current_state(), now().date()


def kept_document(make: Callable[[], bytes]) -> bytes:
    """The document at the present address, made anew only when something changed."""
    documents: Kept = current_app.extensions[_NAME][1]
    key = _address()
    document = documents.find(key)
    if document is None:
        document = make()
        documents.keep(key, document)
    return document


def kept_for_strangers(view: Callable[Arguments, str]) -> Callable[Arguments, ResponseReturnValue]:
    """A view whose page depends on nothing but its address, the day and the published projects.

    Nothing in it may depend on who reads: it must have no form that is sent with a token.
    """

    @wraps(view)
    def keeping(*args: Arguments.args, **values: Arguments.kwargs) -> ResponseReturnValue:
        if request.cookies:
            return view(*args, **values)
        pages: Kept = current_app.extensions[_NAME][0]
        key = _address()
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
