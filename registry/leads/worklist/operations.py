"""Keeping views, and changing many cases at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from registry.accounts.models import User
from registry.audit.operations import record
from registry.db import db, now
from registry.languages import gettext as _
from registry.leads import operations
from registry.leads.models import Lead
from registry.leads.operations import Step
from registry.leads.worklist.models import LeadView
from registry.refusals import Refusal

#: Views of one person.
MOST_VIEWS = 40


def keep_view(*, name: str, query: str, is_shared: bool, by: User, present: Sequence[LeadView]) -> LeadView:
    """Keep a view under a name. Raises Refusal."""
    if not name.strip():
        raise Refusal(_("Give the view a name."), "name")
    if len([view for view in present if view.user_id == by.id]) >= MOST_VIEWS:
        raise Refusal(_("You have %(most)s views already. Remove one first.", most=MOST_VIEWS), "name")
    view = LeadView(user_id=by.id, name=name, query=query[:2000], is_shared=is_shared, created_at=now())
    db.session.add(view)
    db.session.flush()
    record("lead_view.kept", subject=("lead_view", view.id), by=by)
    return view


def remove_view(view: LeadView, *, by: User) -> None:
    """Take a view away."""
    record("lead_view.removed", subject=("lead_view", view.id), by=by)
    db.session.delete(view)


@dataclass(frozen=True, slots=True)
class Bulk:
    """One change for many cases: an officer, or a step with what it asks for."""

    officer: User | None = None
    to: str | None = None
    step: Step = field(default_factory=Step)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of one case; a sentence if the change is refused."""

    lead: Lead
    obstacle: str | None


def look_ahead(leads: Sequence[Lead], bulk: Bulk, *, by: User) -> list[Outlook]:
    """What would become of each case; changes nothing."""
    return [Outlook(lead, _obstacle(lead, bulk, by)) for lead in leads]


def _obstacle(lead: Lead, bulk: Bulk, by: User) -> str | None:
    try:
        if bulk.to is not None:
            operations.check(lead, to=bulk.to, by=by, step=bulk.step)
        elif bulk.officer is not None and lead.officer_id == bulk.officer.id:
            return _("This person has the case already.")
    except Refusal as refusal:
        return str(refusal)
    return None


def change_all(leads: Sequence[Lead], bulk: Bulk, *, by: User) -> int:
    """Change every case that can be changed; returns how many."""
    changed = [one.lead for one in look_ahead(leads, bulk, by=by) if one.obstacle is None]
    for lead in changed:
        if bulk.to is not None:
            operations.take(lead, to=bulk.to, by=by, step=bulk.step)
        else:
            operations.assign(lead, officer=bulk.officer, by=by)
    return len(changed)
