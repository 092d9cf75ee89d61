"""The language of a page: the first part of its path."""

from typing import Any

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import LanguageAccept

from registry.languages import DEFAULT, HTML_LANG, LANGUAGES, NATIVE_NAMES, current_language, set_language


def init_app(app: Flask) -> None:
    """Take the language out of every path and put it into every link."""
    app.before_request(_start_language)
    app.teardown_request(_end_language)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)
    app.add_url_rule("/", "start", start)
    app.context_processor(
        lambda: {
            "language": current_language(),
            "languages": LANGUAGES,
            "native_names": NATIVE_NAMES,
            "html_lang": HTML_LANG[current_language()],
            "html_langs": HTML_LANG,
            "url_for_language": url_for_language,
        }
    )


def preferred_language(accepted: LanguageAccept) -> str:
    """The best of our languages for what a browser accepts; English if none."""
    for tag, _quality in accepted:
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return "en"


def start() -> ResponseReturnValue:
    """The site's root: on to the home page in the browser's language."""
    response = redirect(url_for("catalogue.home", language=preferred_language(request.accept_languages)))
    response.headers["Vary"] = "Accept-Language"
    return response


def url_for_language(code: str) -> str:
    """The present page in another language; the home page where there is none."""
    if request.endpoint is None or "language" not in (request.url_rule.arguments if request.url_rule else ()):
        return url_for("catalogue.home", language=code)
    endpoint = _page_behind(request.endpoint)
    expected = current_app.url_map.is_endpoint_expecting
    values = {name: value for name, value in (request.view_args or {}).items() if expected(endpoint, name)}
    address = url_for(endpoint, **{**values, "language": code})
    query = request.query_string.decode("utf-8", "replace")
    return f"{address}?{query}" if query and request.method == "GET" else address


def _page_behind(endpoint: str) -> str:
    """The page to look at: the endpoint itself, or for one that only takes forms the page the form stands on."""
    takes_get = any("GET" in (rule.methods or ()) for rule in current_app.url_map.iter_rules(endpoint))
    if takes_get:
        return endpoint
    siblings = (f"{endpoint.rpartition('.')[0]}.{name}" for name in ("show", "index"))
    return next((page for page in siblings if page in current_app.view_functions), "catalogue.home")


def _start_language() -> None:
    """Pages outside the languages, and errors before routing, speak the browser's language."""
    first = request.path.split("/", 2)[1] if "/" in request.path else ""
    set_language(first if first in LANGUAGES else preferred_language(request.accept_languages))


def _end_language(error: BaseException | None) -> None:
    """Whatever this thread does next begins in the default language."""
    set_language(DEFAULT)


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and "language" in values:
        set_language(values.pop("language"))


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()
