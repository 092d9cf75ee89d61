"""The audit trail, to be read."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.audit.queries import actions, page_of_entries
from registry.audit.wording import action_name
from registry.web.access import Audience, audience_blueprint, requires
from registry.web.navigation import Paging, page_number

blueprint = audience_blueprint("staff_audit", __name__, Audience.STAFF, "/audit")
blueprint.add_app_template_filter(action_name)

PER_PAGE = 50
#: The permission's name; roles live in a room above this one.
READ = "audit:read"


@blueprint.get("/")
@requires(READ)
def index() -> ResponseReturnValue:
    """Who did what, newest first."""
    page = page_number(request.args.get("page"))
    known = actions()
    action = request.args.get("action") if request.args.get("action") in known else None
    subject = (request.args.get("subject") or "")[:40].replace("\x00", "") or None
    entries, total = page_of_entries(action=action, subject_id=subject, page=page, per_page=PER_PAGE)
    return render_template(
        "audit/staff/index.html",
        entries=entries,
        actions=known,
        action=action,
        subject=subject,
        paging=Paging(page, PER_PAGE, total),
    )
