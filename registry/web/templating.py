"""Jinja: strict, translated, with our formats."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from jinja2 import StrictUndefined

from registry import languages
from registry.config import RESOURCES, Settings
from registry.web import formatting, links, navigation


def init_app(app: Flask, settings: Settings) -> None:
    """Set up the template environment."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext, languages.ngettext, newstyle=False, pgettext=languages.pgettext
    )
    environment.filters.update(
        number=formatting.format_number,
        money=formatting.format_money,
        compact_money=formatting.compact_money,
        quantity=formatting.format_quantity,
        years=formatting.format_years,
        listed=formatting.format_list,
        moment=formatting.format_moment,
        xml_safe=formatting.xml_safe,
        percent=formatting.format_percent,
        date=formatting.format_date,
        datetime=formatting.format_datetime,
        own_datetime=formatting.format_own_datetime,
        country=formatting.country_name,
    )
    environment.globals.update(
        absolute=links.absolute,
        asset=asset,
        here_with=navigation.here_with,
        page_links=navigation.page_links,
        map_tiles=settings.map_tiles,
        map_attribution=settings.map_attribution,
    )


def asset(name: str) -> str:
    """Address of a built asset by its plain name; raises KeyError if it was never built."""
    return url_for("static", filename=f"dist/{_manifest(RESOURCES / 'static' / 'dist')[name]}")


@cache
def _manifest(folder: Path) -> dict[str, Any]:
    """Plain name -> hashed file name, as written by the build."""
    with (folder / "manifest.json").open(encoding="utf-8") as file:
        return dict(json.load(file))
