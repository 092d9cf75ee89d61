"""Tiles below the map: an address in the settings, allowed by the policy, and nothing without one."""

from pathlib import Path

import pytest

from registry import create_app
from registry.config import SettingError, Settings

TILES = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"


def settings(folder: Path, tiles: str = "") -> Settings:
    return Settings.from_environment(
        {
            "REGISTRY_DATA_DIR": str(folder),
            "REGISTRY_DATABASE_URL": "sqlite://",
            "REGISTRY_MAP_TILES": tiles,
            "REGISTRY_MAP_ATTRIBUTION": "© Example",
        }
    )


def test_it_works(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, TILES))
    policy = app.test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://*.tiles.example.org;" in policy
    assert app.jinja_env.globals["map_tiles"] == TILES


def test_without_tiles_no_picture_comes_from_elsewhere(tmp_path: Path) -> None:
    policy = create_app(settings(tmp_path)).test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "img-src 'self' data:;" in policy


@pytest.mark.parametrize(
    "odd",
    [
        "https://tiles.example.org/",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png; script-src *",
        "https://tiles.example.org/{z}/{x}/{y}.png' 'unsafe-inline",
    ],
)
def test_an_odd_address_is_refused(tmp_path: Path, odd: str) -> None:
    with pytest.raises(SettingError, match="REGISTRY_MAP_TILES"):
        settings(tmp_path, odd)
