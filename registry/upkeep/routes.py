"""Every route with who may use it."""

from typing import Any

from flask import Flask

AUDIENCES = ("staff", "partner")


def described_routes(app: Flask) -> list[dict[str, Any]]:
    """Path, endpoint, methods, audience and permission of every route, by path."""
    found = []
    for rule in app.url_map.iter_rules():
        parts = rule.rule.split("/")
        audience = parts[2] if len(parts) > 2 and parts[2] in AUDIENCES else "public"
        view = app.view_functions[rule.endpoint]
        found.append(
            {
                "path": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "audience": audience,
                "permission": getattr(view, "permission", None),
            }
        )
    return sorted(found, key=lambda route: (route["path"], route["endpoint"]))
