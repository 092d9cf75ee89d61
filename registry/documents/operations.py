"""Keeping documents, asking for them, and deciding who may open them."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.documents import messages, storage
from registry.documents.levels import GRANTED_FOR, MOST_BYTES, TERMS_VERSION, TYPES, AccessState, Level, Tag
from registry.documents.models import Document, DocumentAccess, DocumentOpening, Undertaking
from registry.documents.queries import find_access, has_accepted_terms, may_open
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    file_name: str
    content: bytes


def attach(upload: Upload, *, to: tuple[str, int], tag: Tag, level: Level, by: User, title: str = "") -> Document:
    """Keep a file with a record. Raises Refusal for a kind, size or content that is not taken."""
    ending = upload.file_name.rpartition(".")[2].lower()
    if ending not in TYPES:
        endings = ", ".join(TYPES)
        raise Refusal(_("Files of this kind are not taken. Use one of: %(endings)s.", endings=endings), "file")
    media_type, beginnings = TYPES[ending]
    if not upload.content:
        raise Refusal(_("This file is empty."), "file")
    if len(upload.content) > MOST_BYTES:
        raise Refusal(_("A file may have at most %(most)s MB.", most=MOST_BYTES // 1_000_000), "file")
    if not upload.content.startswith(beginnings):
        raise Refusal(_("This file is not what its name says."), "file")
    document = Document(
        subject_kind=to[0],
        subject_id=to[1],
        tag=tag.value,
        title=title or upload.file_name[:200],
        file_name=upload.file_name[-200:],
        media_type=media_type,
        size=len(upload.content),
        sha256=storage.keep(upload.content),
        level=level.value,
        uploaded_by=by,
        uploaded_at=now(),
    )
    db.session.add(document)
    db.session.flush()
    record("document.attached", subject=("document", document.id), by=by)
    return document


def set_level(document: Document, level: Level, *, by: User) -> None:
    """Open a document to more people or to fewer."""
    if document.openness is not level:
        record(
            "document.level", subject=("document", document.id), by=by, changes={"level": [document.level, level]}
        )
        document.level = level.value


def remove(document: Document, *, by: User) -> None:
    """Take a document away; that it was there stays on record."""
    document.removed_at = now()
    record("document.removed", subject=("document", document.id), by=by)


def open_document(document: Document, *, by: User | None) -> bytes:
    """The content, with a line in the log; raises NotFound for whoever may not open it."""
    if not may_open(document, by):
        raise NotFound
    content = storage.content_of(document.sha256)
    db.session.add(DocumentOpening(document_id=document.id, user_id=by.id if by else None, at=now()))
    return content


def accept_terms(user: User) -> None:
    """The person accepts the present text on confidentiality."""
    if not has_accepted_terms(user):
        db.session.add(Undertaking(user_id=user.id, version=TERMS_VERSION, accepted_at=now()))
        db.session.flush()
        record("terms.accepted", subject=("user", user.id), by=user, changes={"version": [None, TERMS_VERSION]})


def ask_for(document: Document, *, reason: str, by: User) -> DocumentAccess:
    """Ask to open a document; asking again renews what was refused or has ended. Raises Refusal."""
    if not reason.strip():
        raise Refusal(_("Say what you need the document for."), "reason")
    access = find_access(document, by)
    if access is None:
        access = DocumentAccess(document=document, user=by)
        db.session.add(access)
    elif access.standing is AccessState.REQUESTED or access.is_open(now().date()):
        raise Refusal(_("You asked for this document already."), "reason")
    access.reason, access.state, access.requested_at = reason, AccessState.REQUESTED.value, now()
    access.decided_at = access.decided_by_id = access.expires_on = None
    db.session.flush()
    record("document.asked", subject=("document", document.id), by=by)
    for reader in staff_who_may(Permission.DOCUMENTS_GRANT):
        queue(to=reader.email, language=reader.language, message=messages.asked(access, reader))
    return access


def decide(access: DocumentAccess, *, is_granted: bool, by: User, until: date | None = None) -> None:
    """Grant or refuse; a grant ends after GRANTED_FOR days unless another day is named. The person is told."""
    access.state = (AccessState.GRANTED if is_granted else AccessState.REFUSED).value
    access.decided_by_id, access.decided_at = by.id, now()
    access.expires_on = (until or now().date() + timedelta(days=GRANTED_FOR)) if is_granted else None
    db.session.flush()
    record(f"document.{access.state}", subject=("document", access.document_id), by=by)
    queue(to=access.user.email, language=access.user.language, message=messages.decided(access))
