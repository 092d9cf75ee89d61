"""Kept views of the list."""

from sqlalchemy import or_, select

from registry.db import db
from registry.leads.worklist.models import LeadView
from registry.refusals import NotFound


def views_for(user_id: int) -> list[LeadView]:
    """A person's own views and those that others share, by name."""
    query = select(LeadView).where(or_(LeadView.user_id == user_id, LeadView.is_shared))
    return list(db.session.scalars(query.order_by(LeadView.name, LeadView.id)))


def one_view_of(user_id: int, view_id: int) -> LeadView:
    """A person's own view; raises NotFound."""
    view = db.session.get(LeadView, view_id)
    if view is None or view.user_id != user_id:
        raise NotFound
    return view
