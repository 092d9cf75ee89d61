"""What is written to people about an expression of interest. Never anything confidential: a link and a number."""

from registry.accounts.models import User
from registry.languages import gettext as _
from registry.languages import ngettext, use_language
from registry.leads.models import Inquiry, Lead
from registry.notifications.operations import Message, Token

CONFIRM_PURPOSE = "confirm-interest"


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
        }
        return Message(
            kind=f"lead.{kind}",
            subject=subjects[kind],
            paragraphs=(_("It is about project %(reference)s.", reference=lead.project.reference),),
            link_label=_("Open the case"),
            path=f"/{reader.language}/staff/leads/{lead.number}",
        )
