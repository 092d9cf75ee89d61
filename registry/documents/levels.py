"""Who may open a document: a ladder from everybody to the staff alone. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class Level(Labelled):
    """From open to closed; each asks for everything that the one before asks for."""

    PUBLIC = "public", _l("Everybody"), "success"
    SIGNED_IN = "signed_in", _l("Whoever is signed in"), "info"
    VERIFIED = "verified", _l("Checked organisations"), "info"
    AGREED = "agreed", _l("Checked organisations that accepted confidentiality"), "attention"
    STAFF = "staff", _l("The staff"), "neutral"


LADDER = tuple(Level)


def reaches(standing: Level, level: Level) -> bool:
    """True if somebody who stands on one step may open what asks for the other."""
    return LADDER.index(standing) >= LADDER.index(level)


class Tag(Labelled):
    """What a document proves or is."""

    AGREEMENT = "agreement", _l("Signed agreement")
    MINUTES = "minutes", _l("Minutes")
    LETTER = "letter", _l("Letter")
    STUDY = "study", _l("Study or plan")
    PERMIT = "permit", _l("Permit")
    FINANCE = "finance", _l("Figures and finance")
    PICTURE = "picture", _l("Picture")
    OTHER = "other", _l("Other")


class AccessState(Labelled):
    REQUESTED = "requested", _l("Asked for"), "attention"
    GRANTED = "granted", _l("Granted"), "success"
    REFUSED = "refused", _l("Refused"), "neutral"


#: Version of the text on confidentiality; raised when the text changes.
TERMS_VERSION = "2026-11"
#: Days for which access is granted unless said otherwise.
GRANTED_FOR = 90
#: What may be uploaded: ending -> (type, how such a file begins).
TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (b"PK\x03\x04",)),
    "odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"PK\x03\x04",)),
}
MOST_BYTES = 20_000_000
