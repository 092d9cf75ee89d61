"""Files in the data folder, named by their digest: the same content lies there once and is never overwritten."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app

from registry.config import Settings


def _place(sha256: str) -> Path:
    settings: Settings = current_app.extensions["registry"]
    return settings.data_dir / "documents" / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Store a content and return its SHA-256; it is there completely or not at all."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(sha256)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    return sha256


def content_of(sha256: str) -> bytes:
    """The content with this digest; raises FileNotFoundError."""
    return _place(sha256).read_bytes()
