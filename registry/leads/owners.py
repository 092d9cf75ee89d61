"""The owner of a project: reads of a partner without a name, accepts or declines, then has the contacts."""

import re
import secrets
from collections.abc import Iterator

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.catalogue.search.concepts import concepts
from registry.catalogue.search.words import terms_anywhere
from registry.db import now
from registry.languages import fold
from registry.languages import gettext as _
from registry.leads import messages
from registry.leads.events import add_event
from registry.leads.models import Lead
from registry.leads.pipeline import EventKind
from registry.notifications.operations import queue
from registry.refusals import Refusal

#: Shorter words of a name give nobody away.
SHORTEST_TELLING = 4
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://|www\.|\+?\d[\d ()./-]{7,}\d")
#: Words in names of organisations that many share.
COMMON = frozenset(
    """
    company limited group holding international institute university center centre technology technologies water
    green energy bank fund agency ministry academy association development environmental engineering investment
    компания группа институт университет центр банк фонд агентство академия ассоциация
    """.split()  # noqa: SIM905 (thirty quoted lines would not be read by anyone)
)


def check_anonymous(lead: Lead, summary: str) -> None:
    """Refuse a summary that gives the partner away: a name, an address, a number. Raises Refusal."""
    if _CONTACT.search(summary):
        raise Refusal(_("Take addresses and telephone numbers out of the summary."), "summary")
    written = fold(summary)
    whole = [name for name in _names(lead) if fold(name) in written]
    found = whole or sorted(set(re.findall(r"\w+", written)) & set(_telling_words(lead)))
    if found:
        raise Refusal(_("The summary names the partner: %(words)s.", words=", ".join(found)), "summary")


def _names(lead: Lead) -> list[str]:
    inquiry = lead.inquiry
    names = [inquiry.organisation, inquiry.contact_name]
    return [*names, *inquiry.partner.names] if inquiry.partner is not None else names


def _telling_words(lead: Lead) -> Iterator[str]:
    """Words of the partner's names and address that are not words of the field."""
    text = " ".join([*_names(lead), lead.inquiry.email.replace("@", " ")])
    for word in re.findall(r"\w+", fold(text)):
        is_usual = word in COMMON or any(term in concepts().stems for term in terms_anywhere(word))
        if len(word) >= SHORTEST_TELLING and not is_usual:
            yield word


def forward(lead: Lead, *, summary: str, by: User) -> None:
    """Keep what the owner reads; an owner with an address gets a link to read it and to answer."""
    check_anonymous(lead, summary)
    lead.owner_summary = summary
    add_event(lead, kind=EventKind.SUMMARY, by=by, note=summary)
    if lead.project.initiator_email:
        lead.owner_nonce = secrets.token_urlsafe(24)
        _tell_owner(lead, messages.asks_owner(lead))


def release(lead: Lead, *, by: User) -> None:
    """Give either side the contacts of the other; both are told, and it is logged."""
    lead.released_at = now()
    add_event(lead, kind=EventKind.RELEASE, by=by)
    record("lead.contacts_released", subject=("lead", lead.number), by=by)
    if lead.project.initiator_email:
        lead.owner_nonce = lead.owner_nonce or secrets.token_urlsafe(24)
        _tell_owner(lead, messages.introduces_to_owner(lead))


def _tell_owner(lead: Lead, message: messages.Message) -> None:
    assert lead.project.initiator_email is not None
    queue(to=lead.project.initiator_email, language=lead.project.source_language, message=message)


def tell_of_answer(lead: Lead) -> None:
    """The staff learn that the owner has answered."""
    for reader in [lead.officer] if lead.officer else staff_who_may(Permission.LEADS_ASSIGN):
        queue(to=reader.email, language=reader.language, message=messages.for_staff(lead, reader, "owner"))
