"""The Aral Sea investment project registry."""

import os

from flask import Flask

from registry import db
from registry.accounts import passwords, sessions, throttle
from registry.blueprints import BLUEPRINTS
from registry.catalogue import keeping
from registry.catalogue.search import following
from registry.config import RESOURCES, Settings
from registry.cooperation import doors as cooperation_doors
from registry.leads import doors, merging
from registry.matching import market
from registry.projects import changes
from registry.web import converters, errors, headers, identity, limits, localization, templating


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; settings come from the environment unless given."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(
        "registry",
        template_folder=str(RESOURCES / "templates"),
        static_folder=str(RESOURCES / "static"),
    )
    limits.init_app(app, settings)
    converters.init_app(app)
    db.init_app(app, settings)
    changes.watch()
    merging.watch()
    doors.watch()
    cooperation_doors.watch()
    throttle.enabled = settings.rate_limits
    passwords.configure(settings.password_hashing)
    sessions.init_app(app)
    localization.init_app(app)
    templating.init_app(app, settings)
    identity.init_app(app, settings)
    following.init_app(app, settings)
    keeping.init_app(app)
    market.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.init_app(app)
    headers.init_app(app, is_secure=settings.is_secure, pictures_from=settings.tiles_origin)
    app.extensions["registry"] = settings
    return app
