"""What is written to people about an expression of interest. Never anything confidential: a link and a number."""

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import ngettext, use_language
from registry.leads.models import Inquiry, Lead
from registry.notifications.operations import Message, Token

CONFIRM_PURPOSE = "confirm-interest"
OWNER_PURPOSE = "owner-answer"


def please_confirm(inquiry: Inquiry) -> Message:
    """To somebody who is not signed in: the address must be confirmed before anybody reads on."""
    assert inquiry.confirm_nonce is not None
    with use_language(inquiry.language):
        return Message(
            kind="interest.confirm",
            subject=_("Please confirm your expression of interest"),
            paragraphs=(
                ngettext(
                    "Your interest in %(num)s project was saved.",
                    "Your interest in %(num)s projects was saved.",
                    len(inquiry.leads),
                ),
                _("Confirm it with the link below, and the Center's staff will read it. It works for 72 hours."),
                _("If you did not write to us, ignore this message: nothing will be done."),
            ),
            link_label=_("Confirm my interest"),
            path=f"/{inquiry.language}/interests/confirm/{{token}}",
            token=Token(CONFIRM_PURPOSE, inquiry.id, inquiry.confirm_nonce),
        )


def received(lead: Lead) -> Message:
    """To the partner: the interest has a number and is being read."""
    language = lead.inquiry.language
    with use_language(language):
        return Message(
            kind="interest.received",
            subject=_("We received your interest: %(number)s", number=lead.number),
            paragraphs=(
                _(
                    "Your interest in project %(reference)s is registered under number %(number)s.",
                    reference=lead.project.reference,
                    number=lead.number,
                ),
                _("The Center's staff will answer within five working days. You can follow its state here."),
            ),
            link_label=_("Follow my interest"),
            path=f"/{language}/partner/interests/{lead.number}",
        )


def state_changed(lead: Lead) -> Message:
    """To the partner: the case stands somewhere new."""
    language = lead.inquiry.language
    with use_language(language):
        return Message(
            kind="interest.state",
            subject=_(
                "Your interest %(number)s: %(state)s", number=lead.number, state=str(lead.partner_label.label)
            ),
            paragraphs=(
                _(
                    "Your interest %(number)s in project %(reference)s now stands at: %(state)s.",
                    number=lead.number,
                    reference=lead.project.reference,
                    state=str(lead.partner_label.label),
                ),
                _("Details are on the page below; sign in or register with this e-mail address to read it."),
            ),
            link_label=_("Open my interest"),
            path=f"/{language}/partner/interests/{lead.number}",
        )


def for_staff(lead: Lead, reader: User, kind: str) -> Message:
    """To a member of staff: a case is new, was assigned, answered or withdrawn."""
    with use_language(reader.language):
        subjects = {
            "new": _("New interest %(number)s", number=lead.number),
            "assigned": _("Interest %(number)s was assigned to you", number=lead.number),
            "answered": _("The partner answered: %(number)s", number=lead.number),
            "withdrawn": _("The partner withdrew: %(number)s", number=lead.number),
            "due": _("An answer is due soon: %(number)s", number=lead.number),
            "overdue": _("An answer is overdue: %(number)s", number=lead.number),
            "mentioned": _("You are called in a note: %(number)s", number=lead.number),
            "message": _("The partner wrote: %(number)s", number=lead.number),
            "owner": _("The project's owner answered: %(number)s", number=lead.number),
            "meeting": _("The partner answered about a meeting: %(number)s", number=lead.number),
        }
        return Message(
            kind=f"lead.{kind}",
            subject=subjects[kind],
            paragraphs=(_("It is about project %(reference)s.", reference=lead.project.reference),),
            link_label=_("Open the case"),
            path=f"/{reader.language}/staff/leads/{lead.number}",
        )


def there_is_a_message(lead: Lead) -> Message:
    """To the partner: the staff wrote; the text stands on the page alone."""
    language = lead.inquiry.language
    with use_language(language):
        return Message(
            kind="interest.message",
            subject=_("There is a message about your interest %(number)s", number=lead.number),
            paragraphs=(
                _("Read it on the page below; sign in or register with this e-mail address."),
                _("Please answer there. An answer to this e-mail reaches nobody."),
            ),
            link_label=_("Read the message"),
            path=f"/{language}/partner/interests/{lead.number}",
        )


def asks_owner(lead: Lead) -> Message:
    """To the project's owner: somebody is interested; nothing that tells who."""
    language = lead.project.source_language
    with use_language(language):
        return Message(
            kind="owner.asked",
            subject=_("A partner is interested in project %(reference)s", reference=lead.project.reference),
            paragraphs=(
                _("Please read what the partner wishes, and say whether you want to be put in touch."),
                _("The partner's name and address are given to you when you and the Center have agreed."),
            ),
            link_label=_("Read and answer"),
            path=f"/{language}/owner/{{token}}",
            token=Token(OWNER_PURPOSE, lead.id, lead.owner_nonce or ""),
        )


def introduces_to_owner(lead: Lead) -> Message:
    """To the project's owner: the contacts can be read now."""
    language = lead.project.source_language
    with use_language(language):
        return Message(
            kind="owner.introduced",
            subject=_("Your partner for project %(reference)s", reference=lead.project.reference),
            paragraphs=(
                _("The Center puts you in touch. Name and address of the partner stand on the page below."),
            ),
            link_label=_("Read the contacts"),
            path=f"/{language}/owner/{{token}}",
            token=Token(OWNER_PURPOSE, lead.id, lead.owner_nonce or ""),
        )
