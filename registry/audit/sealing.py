"""The hash chain: what is hashed and how (SHA-256 over canonical JSON)."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

#: What the first entry is sealed to.
FIRST = "0" * 64


def seal_of(previous: str, at: datetime, content: dict[str, Any]) -> str:
    """SHA-256, in hex, over the seal before, the moment and the content."""
    canonical = json.dumps(
        [previous, at.isoformat(timespec="microseconds"), content],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class Sealed(Protocol):
    """What an entry has that is sealed."""

    actor_label: Any
    action: Any
    subject_type: Any
    subject_id: Any
    changes: Any
    reason: Any


def content_of(entry: Sealed) -> dict[str, Any]:
    """What an entry says, as it is sealed."""
    return {
        "actor": entry.actor_label,
        "action": entry.action,
        "subject": [entry.subject_type, entry.subject_id],
        "changes": entry.changes,
        "reason": entry.reason,
    }
