"""Finding documents and who may open them."""

from collections.abc import Sequence

from sqlalchemy import select

from registry.accounts.models import User
from registry.db import db, now
from registry.documents.doors import DOORS
from registry.documents.levels import TERMS_VERSION, AccessState, Level, reaches
from registry.documents.models import Document, DocumentAccess, DocumentOpening, Undertaking
from registry.refusals import NotFound


def one_document(document_id: int) -> Document:
    """The document with this id; raises NotFound."""
    document = db.session.get(Document, document_id)
    if document is None or document.removed_at is not None:
        raise NotFound
    return document


def documents_of(kind: str, subject_id: int) -> list[Document]:
    """The documents of a record, newest first."""
    query = select(Document).where(
        Document.subject_kind == kind, Document.subject_id == subject_id, Document.removed_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Document.id.desc())))


def has_accepted_terms(user: User) -> bool:
    """True if the person accepted the present text on confidentiality."""
    query = select(Undertaking.id).where(Undertaking.user_id == user.id, Undertaking.version == TERMS_VERSION)
    return db.session.scalar(query) is not None


def standing_of(kind: str, subject_id: int, user: User | None) -> Level | None:
    """How far somebody gets with the documents of a record; None if the person may not know of it."""
    standing = DOORS[kind].standing(subject_id, user)
    if standing is Level.VERIFIED and user is not None and has_accepted_terms(user):
        return Level.AGREED
    return standing


def may_open(document: Document, user: User | None) -> bool:
    """True if the person may open a document by standing or by a grant that holds."""
    standing = standing_of(document.subject_kind, document.subject_id, user)
    if standing is None:
        return False
    return reaches(standing, document.openness) or (user is not None and _is_granted(document, user))


def _is_granted(document: Document, user: User) -> bool:
    access = find_access(document, user)
    return access is not None and access.is_open(now().date())


def find_access(document: Document, user: User) -> DocumentAccess | None:
    """What a person asked for and was told about a document."""
    return db.session.scalar(
        select(DocumentAccess).where(DocumentAccess.document_id == document.id, DocumentAccess.user_id == user.id)
    )


def accesses_of(user: User, documents: Sequence[Document]) -> dict[int, DocumentAccess]:
    """document id -> what the person asked for."""
    ids = [document.id for document in documents]
    query = select(DocumentAccess).where(DocumentAccess.user_id == user.id, DocumentAccess.document_id.in_(ids))
    return {access.document_id: access for access in db.session.scalars(query)}


def accesses_to(kind: str, subject_id: int) -> list[DocumentAccess]:
    """Everything that was asked for about the documents of a record, open questions first."""
    query = (
        select(DocumentAccess)
        .join(DocumentAccess.document)
        .where(Document.subject_kind == kind, Document.subject_id == subject_id)
        .order_by(DocumentAccess.state != AccessState.REQUESTED.value, DocumentAccess.id.desc())
    )
    return list(db.session.scalars(query))


def one_access(access_id: int) -> DocumentAccess:
    """What somebody asked for; raises NotFound."""
    access = db.session.get(DocumentAccess, access_id)
    if access is None:
        raise NotFound
    return access


def openings_of(documents: Sequence[Document], *, most: int = 100) -> list[DocumentOpening]:
    """Who opened these documents, the last first."""
    ids = [document.id for document in documents]
    query = select(DocumentOpening).where(DocumentOpening.document_id.in_(ids))
    return list(db.session.scalars(query.order_by(DocumentOpening.id.desc()).limit(most)))


def requests_waiting() -> list[DocumentAccess]:
    """Who waits for a decision about a document, the longest first."""
    query = select(DocumentAccess).where(DocumentAccess.state == AccessState.REQUESTED.value)
    return list(db.session.scalars(query.order_by(DocumentAccess.requested_at, DocumentAccess.id)))
