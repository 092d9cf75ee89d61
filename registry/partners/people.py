"""Who acts for an organisation: inviting, joining, leaving."""

import secrets

from sqlalchemy import update

from registry.accounts.models import User
from registry.accounts.operations import add_account, end_sign_ins
from registry.accounts.queries import email_key, find_user
from registry.accounts.roles import Role
from registry.audit.operations import record
from registry.db import db, now, release
from registry.languages import gettext as _
from registry.notifications.operations import queue
from registry.partners.messages import invitation
from registry.partners.models import Invitation, Member, Partner
from registry.partners.queries import open_invitations
from registry.partners.standing import MemberRole
from registry.refusals import Refusal

#: People and open invitations of one organisation.
MOST_PEOPLE = 30


def invite(partner: Partner, *, email: str, name: str, role: MemberRole, language: str, by: User) -> Invitation:
    """Ask somebody to act for the organisation, too; an earlier invitation of the address is replaced.

    Whether the address has an account elsewhere is not told: the link says it to its reader only.
    """
    waiting = open_invitations(partner)
    for earlier in waiting:
        if earlier.email_key == email_key(email):
            earlier.nonce = None
    if any(member.user.email_key == email_key(email) for member in partner.members):
        raise Refusal(_("This person acts for the organisation already."), "email")
    if len(partner.members) + len(waiting) >= MOST_PEOPLE:
        raise Refusal(_("At most %(most)s people act for one organisation.", most=MOST_PEOPLE), "email")
    invited = Invitation(
        partner_id=partner.id,
        email=email.strip(),
        email_key=email_key(email),
        name=name,
        role=role.value,
        language=language,
        nonce=secrets.token_urlsafe(24),
        invited_by_id=by.id,
        created_at=now(),
    )
    db.session.add(invited)
    db.session.flush()
    queue(to=invited.email, language=language, message=invitation(invited, partner))
    record("partner.invited", subject=("partner", partner.id), by=by, changes={"role": [None, role.value]})
    return invited


def join(invited: Invitation, *, nonce: str, password: str) -> User:
    """Make the account of an invited person; raises Refusal if the address has one, or the password is weak."""
    invitation_id, role, partner_id = invited.id, invited.role, invited.partner_id
    account = {"email": invited.email, "name": invited.name, "language": invited.language}
    if find_user(invited.email) is not None:
        raise Refusal(_("There is an account with this e-mail address already. Ask the Center to move it."))
    release()  # hashing is slow: nobody waits for it
    user = add_account(**account, role=Role.PARTNER, by="public", password=password)
    used = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.nonce == nonce)
        .values(nonce=None, accepted_at=now())
        .returning(Invitation.id)
    )
    if used is None:
        raise Refusal(_("This link has been used or replaced by a newer one. Ask for a new one."))
    db.session.add(Member(partner_id=partner_id, user_id=user.id, role=role))
    db.session.flush()
    record("partner.joined", subject=("partner", partner_id), by=user)
    return user


def take_back(invited: Invitation, *, by: User) -> None:
    """An invitation that was not accepted is no longer good."""
    invited.nonce = None
    db.session.flush()
    record("partner.invitation_taken_back", subject=("partner", invited.partner_id), by=by)


def change_member(member: Member, *, role: MemberRole, by: User) -> None:
    """Give a person another standing; raises Refusal if no owner would be left."""
    if member.standing is role:
        return
    _keep_an_owner(member)
    changes = {"role": [member.role, role.value]}
    member.role = role.value
    db.session.flush()
    record("partner.member_changed", subject=("partner", member.partner_id), by=by, changes=changes)


def remove_member(partner: Partner, member: Member, *, by: User) -> None:
    """A person no longer acts for the organisation; the account is switched off, and its sign-ins end."""
    _keep_an_owner(member)
    user = member.user
    user.is_active = False
    end_sign_ins(user)
    partner.members.remove(member)
    db.session.flush()
    record("partner.member_removed", subject=("partner", partner.id), by=by, changes={"account": [user.id, None]})


def _keep_an_owner(member: Member) -> None:
    partner = db.session.get_one(Partner, member.partner_id)
    owners = [other for other in partner.members if other.standing is MemberRole.OWNER]
    if owners == [member]:
        raise Refusal(_("Somebody must stay the owner: name another one first."))
