"""What is written to people about offers. Never what an offer says: its name or number, and a link."""

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message
from registry.partners.offers.lifecycle import OfferStatus
from registry.partners.offers.models import Offer


def waits(offer: Offer, reader: User) -> Message:
    """To a member of staff: an offer waits for a review."""
    with use_language(reader.language):
        return Message(
            kind="offer.submitted",
            subject=_("Offer %(number)s waits for a review", number=offer.id),
            paragraphs=(_("A partner offers: %(kind)s.", kind=str(offer.offer_kind.label)),),
            link_label=_("Open the offer"),
            path=f"/{reader.language}/staff/offers/{offer.id}",
        )


def decided(offer: Offer, reader: User) -> Message:
    """To a person of the organisation: the Center has published the offer, or sent it back."""
    with use_language(reader.language):
        if offer.state is OfferStatus.PUBLISHED:
            subject = _("Your offer is published: %(title)s", title=offer.title)
            advice = _("The Center's staff now proposes it to projects that need it.")
        else:
            subject = _("Your offer was sent back: %(title)s", title=offer.title)
            advice = _("The Center's remark stands beside the offer. Change it and send it again.")
        return Message(
            kind=f"offer.{offer.status}",
            subject=subject,
            paragraphs=(_("Your offer “%(title)s” was reviewed.", title=offer.title), advice),
            link_label=_("Open our offer"),
            path=f"/{reader.language}/partner/offers/{offer.id}",
        )
