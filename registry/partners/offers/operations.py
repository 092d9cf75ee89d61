"""What happens to offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from registry.accounts.models import User
from registry.accounts.queries import staff_who_may
from registry.accounts.roles import Permission
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import LANGUAGES, current_language
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.partners.changes import note_change
from registry.partners.models import Partner
from registry.partners.offers import messages
from registry.partners.offers.lifecycle import BY_PARTNER, BY_STAFF, EDITABLE, OfferStatus
from registry.partners.offers.models import Offer
from registry.partners.offers.queries import count_open, people_of
from registry.refusals import Refusal

#: Offers of one organisation that are not withdrawn.
MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class OfferContent:
    """What a partner writes of an offer. Titles and texts are language -> text."""

    kind: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    sectors: tuple[str, ...]
    valid_until: date | None = None


def content_of(offer: Offer) -> OfferContent:
    """An offer as plain values."""
    return OfferContent(offer.kind, dict(offer.titles), dict(offer.texts), tuple(offer.sectors), offer.valid_until)


def faults_of(content: OfferContent, today: date) -> Iterator[tuple[str, str]]:
    """Every field that is wrong, with a sentence; fields of texts end in their language."""
    for language in LANGUAGES:
        title, text = content.titles.get(language), content.texts.get(language)
        if text and not title:
            yield f"title_{language}", _("Write a title in this language, too.")
        if title and not text:
            yield f"text_{language}", _("Write the text in this language, too.")
    if not content.titles and not content.texts:
        yield f"title_{current_language()}", _("Write a title and a text in one language at least.")
    if content.valid_until is not None and content.valid_until < today:
        yield "valid_until", _("This day has passed.")


def _check(content: OfferContent) -> None:
    for field, sentence in faults_of(content, now().date()):
        raise Refusal(sentence, field)


def add_offer(partner: Partner, content: OfferContent, *, by: User) -> Offer:
    """A new draft; raises Refusal for what is wrong in it, or if there are too many."""
    _check(content)
    if count_open(partner.id) >= MOST_OPEN:
        raise Refusal(
            _("An organisation has at most %(most)s offers at a time. Withdraw one first.", most=MOST_OPEN)
        )
    offer = Offer(partner_id=partner.id, status=OfferStatus.DRAFT.value, created_at=now())
    _put(offer, content)
    db.session.add(offer)
    db.session.flush()
    changes = {"partner": [None, partner.id], "titles": [None, offer.titles]}
    record("offer.added", subject=("offer", offer.id), by=by, changes=changes)
    return offer


def edit_offer(offer: Offer, content: OfferContent, *, by: User, seen: int | None) -> bool:
    """Make a draft say what was written; returns whether anything changed.

    Raises Stale when somebody else was first, Refusal for what is wrong or where nothing may be changed.
    """
    offer.check_version(seen)
    if offer.state not in EDITABLE:
        raise Refusal(_("This offer cannot be changed in its present state. Copy it as a new draft."))
    _check(content)
    before = content_of(offer)
    changes = {
        field.name: [_plain(getattr(before, field.name)), _plain(getattr(content, field.name))]
        for field in fields(content)
        if getattr(before, field.name) != getattr(content, field.name)
    }
    if changes:
        _put(offer, content)
        db.session.flush()
        record("offer.changed", subject=("offer", offer.id), by=by, changes=changes)
    return bool(changes)


def _put(offer: Offer, content: OfferContent) -> None:
    offer.kind = content.kind
    offer.titles = dict(content.titles)
    offer.texts = dict(content.texts)
    offer.sectors = list(content.sectors)
    offer.valid_until = content.valid_until


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def submit(offer: Offer, *, by: User, seen: int | None = None) -> None:
    """The partner sends a draft to the Center, whose reviewers are told. Raises Stale or Refusal."""
    _check_partner_may(offer, OfferStatus.SUBMITTED, seen)
    _check(content_of(offer))
    offer.submitted_at = now()
    _move(offer, OfferStatus.SUBMITTED, "offer.submitted", by=by)
    for reader in staff_who_may(Permission.OFFERS_REVIEW):
        queue(to=reader.email, language=reader.language, message=messages.waits(offer, reader))


def withdraw(offer: Offer, *, by: User, seen: int | None = None) -> None:
    """The partner takes an offer back, whatever state it is in. Raises Stale or Refusal."""
    _check_partner_may(offer, OfferStatus.WITHDRAWN, seen)
    _move(offer, OfferStatus.WITHDRAWN, "offer.withdrawn", by=by)
    note_change(offer.partner_id)


def _check_partner_may(offer: Offer, to: OfferStatus, seen: int | None) -> None:
    offer.check_version(seen)
    if to not in BY_PARTNER[offer.state]:
        raise Refusal(_("This step is not possible from the present state."))


def _move(offer: Offer, to: OfferStatus, action: str, *, by: User, reason: str | None = None) -> None:
    changes = {"status": [offer.status, to.value]}
    offer.status = to.value
    db.session.flush()
    record(action, subject=("offer", offer.id), by=by, changes=changes, reason=reason)


def copy_offer(offer: Offer, *, by: User) -> Offer:
    """A new draft with the same content, of an offer that can no longer be changed. Raises Refusal."""
    if offer.state in EDITABLE:
        raise Refusal(_("This offer is a draft already."))
    content, today = content_of(offer), now().date()
    until = content.valid_until if content.valid_until and content.valid_until >= today else None
    copied = OfferContent(content.kind, content.titles, content.texts, content.sectors, until)
    return add_offer(offer.partner, copied, by=by)


def review(offer: Offer, *, to: str, by: User, note: str | None = None, seen: int | None = None) -> None:
    """The staff publishes an offer or sends it back with a remark; everybody of the organisation is told.

    Raises Stale, or Refusal naming the field that is missing, or that this person may not take this step.
    """
    offer.check_version(seen)
    target = next((status for status in BY_STAFF.get(offer.state, ()) if status == to), None)
    if target is None or not by.may(Permission.OFFERS_REVIEW):
        raise Refusal(_("This step is not possible from the present state."), "to")
    remark = (note or "").strip()
    is_sent_back = target is OfferStatus.RETURNED
    if is_sent_back and not remark:
        raise Refusal(_("Write what is to be changed."), "note")
    if not is_sent_back and offer.valid_until is not None and offer.valid_until < now().date():
        raise Refusal(_("The day until which this offer is valid has passed. Send it back."), "to")
    offer.remark = remark if is_sent_back else None
    offer.reviewed_at, offer.reviewed_by = now(), by
    _move(offer, target, f"offer.{target.value}", by=by, reason=offer.remark)
    if not is_sent_back:
        note_change(offer.partner_id)
    for reader in people_of(offer.partner_id):
        queue(to=reader.email, language=reader.language, message=messages.decided(offer, reader))
