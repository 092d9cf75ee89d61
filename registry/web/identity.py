"""Who runs this registry: name, parent body and address, read from a file because they change."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, send_file, session, url_for
from flask_login import current_user

from registry.config import SettingError, Settings
from registry.languages import gettext as _
from registry.languages import pick
from registry.web.templating import asset

PER_LANGUAGE = ("name", "short_name", "parent", "address", "hours", "about")
PLAIN = ("phone", "email", "website", "latitude", "longitude", "map_link_osm")


@dataclass(frozen=True, slots=True)
class Identity:
    """The Center, in the reader's language."""

    name: str
    short_name: str
    parent: str
    address: str
    hours: str
    about: str
    phone: str
    email: str
    website: str
    latitude: float
    longitude: float
    map_link_osm: str
    logo_url: str


def read_identity(path: Path) -> dict[str, Any]:
    """The file's content; raises SettingError naming what is missing.

    `logo` may name an .svg or .png file beside it; without one the registry's own mark is shown.
    """
    with path.open("rb") as file:
        content = tomllib.load(file)
    for name in (*PER_LANGUAGE, *PLAIN):
        if name not in content:
            raise SettingError(f"{path} does not say the Center's {name}.")
    if "logo" in content:
        content["logo"] = path.parent / content["logo"]
        if content["logo"].suffix not in (".svg", ".png") or not content["logo"].is_file():
            raise SettingError(f"{path}: there is no .svg or .png file {content['logo']}.")
    return content


def init_app(app: Flask, settings: Settings) -> None:
    """Give every page the Center's identity and the main navigation."""
    content = read_identity(settings.identity_file)
    logo: Path | None = content.get("logo")
    if logo is not None:
        app.add_url_rule("/logo", "logo", lambda: send_file(logo))

    app.extensions["identity"] = content

    @app.context_processor
    def known_everywhere() -> dict[str, Any]:
        is_page = has_request_context() and not g.get("is_bare")  # a mail has no ways through the site
        return {"identity": current_identity(), "navigation": main_navigation() if is_page else []}


def current_identity() -> Identity:
    """The Center in the current language."""
    content = current_app.extensions["identity"]
    texts: dict[str, Any] = {name: pick(content[name])[0] for name in PER_LANGUAGE}
    # A mail has no pictures.
    logo_url = "" if not has_request_context() else url_for("logo") if "logo" in content else asset("mark.svg")
    return Identity(**texts, **{name: content[name] for name in PLAIN}, logo_url=logo_url)


def main_navigation() -> list[dict[str, Any]]:
    """The links in the header."""
    links = [
        ("catalogue.projects", _("Projects")),
        ("catalogue.contact", _("The Center")),
    ]
    if session.get("shortlist"):
        links.append(("shortlist.show", _("My shortlist")))
    if current_user.is_authenticated:
        links.append(
            ("staff_reports.dashboard", _("Workplace"))
            if current_user.is_staff
            else ("partner_leads.index", _("My interests"))
        )
    return [
        {"label": label, "url": url_for(endpoint), "current": request.endpoint == endpoint}
        for endpoint, label in links
    ]
