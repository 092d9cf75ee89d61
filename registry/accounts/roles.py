"""Roles and permissions: one table says who may do what."""

from enum import StrEnum

from registry.languages import lazy_gettext as _l


class Permission(StrEnum):
    """Named `<resource>:<action>`."""

    PROJECTS_READ = "projects:read"
    PROJECTS_EDIT = "projects:edit"
    PROJECTS_REVIEW = "projects:review"
    PROJECTS_PUBLISH = "projects:publish"
    PROJECTS_BYPASS_GATES = "projects:bypass_gates"
    PROJECTS_EXPORT = "projects:export"
    LEADS_READ = "leads:read"
    LEADS_REVIEW = "leads:review"
    LEADS_ASSIGN = "leads:assign"
    LEADS_REOPEN = "leads:reopen"
    LEADS_EXPORT = "leads:export"
    PARTNERS_READ = "partners:read"
    PARTNERS_EDIT = "partners:edit"
    PARTNERS_CHECK = "partners:check"
    PARTNERS_DECIDE = "partners:decide"
    PARTNERS_MERGE = "partners:merge"
    OFFERS_REVIEW = "offers:review"
    MATCHES_READ = "matches:read"
    MATCHES_INVITE = "matches:invite"
    MATCHES_WEIGH = "matches:weigh"
    TASKS_DO = "tasks:do"
    DOCUMENTS_KEEP = "documents:keep"
    DOCUMENTS_GRANT = "documents:grant"
    COOPERATION_READ = "cooperation:read"
    COOPERATION_EDIT = "cooperation:edit"
    COOPERATION_PUBLISH = "cooperation:publish"
    REPORTS_READ = "reports:read"
    RATES_KEEP = "rates:keep"
    IMPORTS_DO = "imports:do"
    USERS_MANAGE = "users:manage"
    AUDIT_READ = "audit:read"


class Role(StrEnum):
    PARTNER = "partner"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    DIRECTOR = "director"
    ADMIN = "admin"

    @property
    def label(self) -> object:
        return LABELS[self]

    @property
    def is_staff(self) -> bool:
        return self is not Role.PARTNER


LABELS = {
    Role.PARTNER: _l("Partner"),
    Role.EDITOR: _l("Editor"),
    Role.REVIEWER: _l("Reviewer"),
    Role.MANAGER: _l("Manager"),
    Role.DIRECTOR: _l("Director"),
    Role.ADMIN: _l("Administrator"),
}

STAFF_ROLES = tuple(role for role in Role if role.is_staff)

_READ_PROJECTS = {Permission.PROJECTS_READ, Permission.PROJECTS_EXPORT, Permission.REPORTS_READ}
_READ_LEADS = {
    Permission.LEADS_READ,
    Permission.LEADS_EXPORT,
    Permission.PARTNERS_READ,
    Permission.MATCHES_READ,
    Permission.COOPERATION_READ,
}
_EDIT = {Permission.PROJECTS_EDIT, Permission.TASKS_DO, Permission.IMPORTS_DO}
_REVIEW = {
    Permission.PROJECTS_REVIEW,
    Permission.LEADS_REVIEW,
    Permission.PARTNERS_EDIT,
    Permission.PARTNERS_CHECK,
    Permission.OFFERS_REVIEW,
    Permission.MATCHES_INVITE,
    Permission.TASKS_DO,
    Permission.DOCUMENTS_KEEP,
    Permission.COOPERATION_EDIT,
    Permission.RATES_KEEP,
    Permission.IMPORTS_DO,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PARTNER: frozenset(),
    Role.EDITOR: frozenset(_READ_PROJECTS | _EDIT),
    Role.REVIEWER: frozenset(_READ_PROJECTS | _READ_LEADS | _REVIEW),
    Role.MANAGER: frozenset(set(Permission) - {Permission.USERS_MANAGE, Permission.AUDIT_READ}),
    Role.DIRECTOR: frozenset(_READ_PROJECTS | _READ_LEADS | {Permission.AUDIT_READ}),
    Role.ADMIN: frozenset(Permission),
}
