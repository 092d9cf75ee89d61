"""What happens to organisations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.accounts import throttle
from registry.accounts.models import User
from registry.accounts.operations import add_account, ask_for_new_password
from registry.accounts.queries import find_user
from registry.accounts.roles import Role
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.partners.changes import note_change
from registry.partners.messages import is_it_right
from registry.partners.models import Member, OtherName, Partner
from registry.partners.naming import name_key
from registry.partners.queries import stale_partners
from registry.partners.standing import MemberRole
from registry.refusals import Refusal

MOST_OTHER_NAMES = 20


@dataclass(frozen=True, slots=True)
class Organisation:
    """What an organisation says of itself. Texts are language -> text."""

    name: str
    country: str
    type_code: str
    website: str | None = None
    name_original: str | None = None
    other_names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    abouts: Mapping[str, str] = field(default_factory=dict)


def add_partner(organisation: Organisation, *, by: User | str, is_demo: bool = False) -> Partner:
    """A new organisation."""
    partner = Partner(is_demo=is_demo, created_at=now(), name_key="")
    _put(partner, organisation)
    db.session.add(partner)
    db.session.flush()
    note_change(partner.id)
    record("partner.added", subject=("partner", partner.id), by=by, changes={"name": [None, partner.name]})
    return partner


def _put(partner: Partner, content: Organisation) -> None:
    partner.name = content.name
    partner.name_original = content.name_original
    partner.country = content.country
    partner.type_code = content.type_code
    partner.website = content.website
    partner.languages = list(content.languages)
    partner.abouts = {language: text for language, text in content.abouts.items() if text}
    _put_other_names(partner, content.other_names)
    partner.name_key = name_key(partner.names)


def _put_other_names(partner: Partner, names: Sequence[str]) -> None:
    present = {other.name: other for other in partner.other_names}
    wanted = dict.fromkeys(name for name in names if name not in (partner.name, partner.name_original))
    partner.other_names = [present.get(name) or OtherName(name=name) for name in wanted]


def organisation_of(partner: Partner) -> Organisation:
    """What an organisation says of itself, as plain values."""
    return Organisation(
        name=partner.name,
        country=partner.country,
        type_code=partner.type_code,
        website=partner.website,
        name_original=partner.name_original,
        other_names=tuple(other.name for other in partner.other_names),
        languages=tuple(partner.languages),
        abouts=dict(partner.abouts),
    )


def edit_partner(partner: Partner, content: Organisation, *, by: User, seen: int | None) -> bool:
    """Make the profile say what was written; returns whether anything changed.

    Raises Stale when somebody else was first, Refusal for too many names.
    """
    partner.check_version(seen)
    if len(content.other_names) > MOST_OTHER_NAMES:
        raise Refusal(_("Give at most %(most)s other names.", most=MOST_OTHER_NAMES), "other_names")
    before = organisation_of(partner)
    if not by.is_staff:
        partner.confirmed_on = now().date()
    changes = _changes(before, content)
    if changes:
        _put(partner, content)
        db.session.flush()
        note_change(partner.id)
        record("partner.changed", subject=("partner", partner.id), by=by, changes=changes)
    return bool(changes)


def _changes(before: Organisation, after: Organisation) -> dict[str, list[Any]]:
    names = Organisation.__slots__
    return {
        name: [_plain(getattr(before, name)), _plain(getattr(after, name))]
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def confirm_profile(partner: Partner, *, by: User) -> None:
    """Somebody of the organisation says that everything is still right."""
    before, partner.confirmed_on = partner.confirmed_on, now().date()
    record(
        "partner.confirmed",
        subject=("partner", partner.id),
        by=by,
        changes={"confirmed_on": [before, partner.confirmed_on]},
    )


def set_parent(partner: Partner, parent: Partner | None, *, by: User) -> None:
    """Name the organisation that this one belongs to, or none; raises Refusal for a circle."""
    above = parent
    while above is not None:
        if above.id == partner.id:
            raise Refusal(_("An organisation cannot belong to itself."), "parent")
        above = above.parent
    changes = {"parent_id": [partner.parent_id, parent.id if parent else None]}
    partner.parent_id = parent.id if parent else None
    db.session.flush()
    record("partner.parent_named", subject=("partner", partner.id), by=by, changes=changes)


def add_member(partner: Partner, user: User, role: MemberRole = MemberRole.OWNER) -> Member:
    """Let a person act for an organisation."""
    member = Member(partner_id=partner.id, user_id=user.id, role=role.value)
    db.session.add(member)
    db.session.flush()
    return member


def register(organisation: Organisation, *, name: str, email: str, language: str, address: str) -> None:
    """Make an account for a new organisation and send the link for choosing its password.

    An address that is known already gets a link for a new password instead, so that the answer on the
    page is the same and nobody learns who has an account.
    """
    throttle.count((throttle.PASSWORD_LINK_ADDRESS, address))
    if find_user(email) is not None:
        ask_for_new_password(email=email, address=address)
        return
    partner = add_partner(organisation, by="public")
    user = add_account(email=email, name=name, role=Role.PARTNER, language=language, by="public")
    add_member(partner, user)


def nudge_stale(today: date) -> int:
    """Ask the owners of profiles that nobody touched for a year whether they are right; returns how many."""
    stale = stale_partners(today)
    for partner in stale:
        partner.nudged_on = today
        for member in partner.members:
            if member.standing.may_manage_people and member.user.is_active:
                message = is_it_right(partner, member.user.language)
                queue(to=member.user.email, language=member.user.language, message=message)
    return len(stale)
