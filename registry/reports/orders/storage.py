"""Where files that were asked for lie."""

from pathlib import Path

from registry.config import Settings


def folder_of(settings: Settings) -> Path:
    """The folder in the data folder; it may not be there yet."""
    return settings.data_dir / "files"
