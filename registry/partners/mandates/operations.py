"""Saying what an organisation seeks and offers."""

from dataclasses import fields

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.changes import note_change
from registry.partners.mandates.models import Mandate
from registry.partners.mandates.queries import find_mandate, record_of
from registry.partners.mandates.records import LISTS, TEXTS, VALUES, Condition, MandateRecord
from registry.partners.models import Partner
from registry.refusals import Refusal

#: What must be said before it can be a condition.
SAID_BY = {
    Condition.SECTOR: ("sectors",),
    Condition.PLACE: ("districts",),
    Condition.STAGE: ("stages",),
    Condition.INSTRUMENT: ("instruments",),
    Condition.AMOUNT: ("ticket_min", "ticket_max"),
}
#: Ranges: the field that begins, the field that ends, the sentence where they are the wrong way round.
RANGES = (
    ("return_from", "return_below", _l("The return must reach from the smaller number to the greater.")),
    ("horizon_from", "horizon_below", _l("The time must reach from the smaller number to the greater.")),
)


def save_mandate(partner: Partner, content: MandateRecord, *, by: User | str, seen: int | None = None) -> bool:
    """Make the mandate say what the record says; returns whether anything changed.

    Raises Stale when it was changed since the form was opened, Refusal where the fields contradict each other.
    """
    mandate = find_mandate(partner)
    if mandate is not None:
        mandate.check_version(seen)
    _check(content)
    before = record_of(mandate)
    changed = [
        field.name for field in fields(content) if getattr(before, field.name) != getattr(content, field.name)
    ]
    if mandate is None:
        mandate = Mandate(partner_id=partner.id)
        db.session.add(mandate)
    if changed or mandate.version is None:
        _put(mandate, content)
        note_change(partner.id)
        changes = {name: [_plain(getattr(before, name)), _plain(getattr(content, name))] for name in changed}
        record("partner.mandate_changed", subject=("partner", partner.id), by=by, changes=changes)
    db.session.flush()
    return bool(changed)


def _put(mandate: Mandate, content: MandateRecord) -> None:
    for name in LISTS:
        setattr(mandate, name, list(getattr(content, name)))
    for name in TEXTS:
        setattr(mandate, name, {language: text for language, text in getattr(content, name).items() if text})
    for name in VALUES:
        setattr(mandate, name, getattr(content, name))
    mandate.updated_at = now()


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, dict | str | int | None) else f"{value}"


def _check(content: MandateRecord) -> None:
    least, most = content.ticket_min, content.ticket_max
    if least is not None and least <= 0:
        raise Refusal(_("The amount must be more than 0."), "ticket_min")
    if least is not None and most is not None and most < least:
        raise Refusal(_("The largest amount is smaller than the smallest."), "ticket_max")
    if (least is not None or most is not None) and content.currency is None:
        raise Refusal(_("Choose the currency of the amounts."), "currency")
    for start, end, sentence in RANGES:
        begins, ends = getattr(content, start), getattr(content, end)
        if begins is not None and ends is not None and ends <= begins:
            raise Refusal(sentence, end)
    for condition in content.conditions:
        names = SAID_BY[Condition(condition)]
        if all(not getattr(content, name) for name in names):
            raise Refusal(
                _(
                    "“%(condition)s” is a condition only where you say what would.",
                    condition=Condition(condition).label,
                ),
                "conditions",
            )
