"""What is written to people about documents; never what is in them."""

from registry.accounts.models import User
from registry.documents.models import DocumentAccess
from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message


def asked(access: DocumentAccess, reader: User) -> Message:
    """Somebody asks to open a document."""
    with use_language(reader.language):
        return Message(
            kind="document.asked",
            subject=_("Somebody asks for a document"),
            paragraphs=(_("The reason and the document stand on the page of the requests."),),
            link_label=_("Open the requests"),
            path=f"/{reader.language}/staff/documents/requests",
        )


def decided(access: DocumentAccess) -> Message:
    """The person may open the document now, or may not."""
    language = access.user.language
    with use_language(language):
        granted = access.expires_on is not None
        text = (
            _("You may open it until %(day)s.", day=access.expires_on.isoformat())
            if access.expires_on is not None
            else _("The Center cannot give you this document.")
        )
        return Message(
            kind="document.decided",
            subject=_("You may open the document") if granted else _("About the document you asked for"),
            paragraphs=(text,),
            link_label=_("Open the page"),
            path=f"/{language}/documents/{access.document_id}",
        )
