"""What is written to the people of organisations."""

from registry.languages import gettext as _
from registry.languages import use_language
from registry.notifications.operations import Message, Token
from registry.partners.models import Invitation, Partner

INVITATION_PURPOSE = "join-organisation"


def invitation(invited: Invitation, partner: Partner) -> Message:
    """The link with which an invited person joins."""
    assert invited.nonce is not None
    with use_language(invited.language):
        return Message(
            kind="partners.invitation",
            subject=_("You are invited to act for %(organisation)s", organisation=partner.name),
            paragraphs=(
                _(
                    "You are invited to act for %(organisation)s in the project registry.",
                    organisation=partner.name,
                ),
                _("With the link you make your account. It works once, for three days."),
            ),
            link_label=_("Join the organisation"),
            path=f"/{invited.language}/join/{{token}}",
            token=Token(INVITATION_PURPOSE, invited.id, invited.nonce),
        )


def is_it_right(partner: Partner, language: str) -> Message:
    """The yearly question whether a profile is still right."""
    with use_language(language):
        return Message(
            kind="partners.stale",
            subject=_("Is the profile of %(organisation)s still right?", organisation=partner.name),
            paragraphs=(
                _("Nobody has looked at the profile of %(organisation)s for a year.", organisation=partner.name),
                _("Projects are matched with what it says. Please confirm it, or bring it up to date."),
            ),
            link_label=_("Look at the profile"),
            path=f"/{language}/partner/profile",
        )
