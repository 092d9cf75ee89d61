"""Ways through the site: safe return addresses, page numbers, the main navigation."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

#: A path on this site and nothing that a browser could read as another host.
SAME_SITE_PATH = re.compile(r"/(?![/\\])[\w\-./?=&%:+,;]*", re.ASCII)

LAST_PAGE = 1_000_000


def safe_path(wanted: str | None, otherwise: str) -> str:
    """The wanted path if it stays on this site, else the other one."""
    if wanted and len(wanted) <= 2000 and SAME_SITE_PATH.fullmatch(wanted):
        return wanted
    return otherwise


def page_number(text: str | None) -> int:
    """A page number out of a parameter: 1 for anything odd, bounded above."""
    if not text or not text.isascii() or not text.isdigit():
        return 1
    return min(max(int(text[:8]), 1), LAST_PAGE) if len(text) < 8 else LAST_PAGE


@dataclass(frozen=True, slots=True)
class Paging:
    """Where we are in a list."""

    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(ceil(self.total / self.per_page), 1)

    @property
    def first(self) -> int:
        """Position of the first row shown, 0 when there is none."""
        return min((self.page - 1) * self.per_page + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.page * self.per_page, self.total)


def here_with(**changes: object) -> str:
    """The present address with some parameters replaced (a list replaces all values, None removes)."""
    parameters: MultiDict[str, str] = MultiDict(request.args)
    for name, value in changes.items():
        parameters.poplist(name)
        if isinstance(value, list | tuple):
            parameters.setlist(name, [str(item) for item in value])
        elif value is not None:
            parameters.setlist(name, [str(value)])
    assert request.endpoint is not None
    # Put together by hand: to url_for some names, such as language or _external, mean something else.
    address = url_for(request.endpoint, **(request.view_args or {}))
    query = urlencode(list(parameters.items(multi=True)))
    return f"{address}?{query}" if query else address


def page_links() -> Callable[[int], str]:
    """What the pagination macro asks for the address of a page."""
    return lambda page: here_with(page=None if page == 1 else page)
