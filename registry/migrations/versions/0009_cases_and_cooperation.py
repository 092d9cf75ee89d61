"""Cases with a clock, tasks, meetings, documents; visits, agreements and what is done together."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_changes",
        sa.Column("lead_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_lead_changes")),
    )
    with op.batch_alter_table("lead_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_changes_number"), ["number"], unique=False)

    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_absences_days")),
        sa.ForeignKeyConstraint(["cover_id"], ["users.id"], name=op.f("fk_absences_cover_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_user_id"), ["user_id"], unique=False)

    op.create_table(
        "assignment_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sector_code", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_assignment_rules_officer_id")),
        sa.ForeignKeyConstraint(["sector_code"], ["sectors.code"], name=op.f("fk_assignment_rules_sector_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_rules")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "level IN ('public', 'signed_in', 'verified', 'agreed', 'staff')", name=op.f("ck_documents_level")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_documents_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_subject_kind_subject_id", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "lead_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lead_views_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_views")),
    )
    with op.batch_alter_table("lead_views", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_views_user_id"), ["user_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=True),
        sa.Column("subject_number", sa.String(length=20), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "subject_kind IN ('lead', 'visit', 'agreement', 'project')", name=op.f("ck_tasks_subject_kind")
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_tasks_assignee_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_tasks_created_by_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_tasks_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tasks_assignee_id_done_at_due_on", ["assignee_id", "done_at", "due_on"], unique=False
        )
        batch_op.create_index(
            "ix_tasks_subject_kind_subject_number", ["subject_kind", "subject_number"], unique=False
        )

    op.create_table(
        "undertakings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_undertakings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertakings")),
        sa.UniqueConstraint("user_id", "version", name=op.f("uq_undertakings_user_id_version")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("head", sa.String(length=200), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpreter", sa.String(length=200), nullable=True),
        sa.Column("hosts", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("news", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'confirmed', 'held', 'cancelled')", name=op.f("ck_visits_state")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_visits_days")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_visits_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("number", name=op.f("uq_visits_number")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_first_day"), ["first_day"], unique=False)

    op.create_table(
        "document_accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_document_accesses_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_accesses_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_document_accesses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_accesses")),
        sa.UniqueConstraint("document_id", "user_id", name=op.f("uq_document_accesses_document_id_user_id")),
    )
    with op.batch_alter_table("document_accesses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_accesses_user_id"), ["user_id"], unique=False)

    op.create_table(
        "document_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_openings_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_document_openings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_openings")),
    )
    with op.batch_alter_table("document_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_openings_document_id"), ["document_id"], unique=False)

    op.create_table(
        "visit_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_visit_members_partner_id")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_members_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_members")),
    )
    with op.batch_alter_table("visit_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_members_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_members_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('site', 'project', 'meeting', 'other')", name=op.f("ck_visit_stops_kind")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_visit_stops_project_id")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_stops_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_stops")),
    )
    with op.batch_alter_table("visit_stops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_stops_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_stops_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mou', 'nda', 'term_sheet', 'loan_grant', 'joint_venture', 'licence', 'supply', 'contract', 'laboratory', 'research', 'training', 'ppp')",
            name=op.f("ck_agreements_kind"),
        ),
        sa.CheckConstraint("state IN ('draft', 'signed', 'ended', 'cancelled')", name=op.f("ck_agreements_state")),
        sa.CheckConstraint("value > 0", name=op.f("ck_agreements_value_positive")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_agreements_created_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_agreements_lead_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_agreements_project_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_agreements_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("number", name=op.f("uq_agreements_number")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreements_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "lead_presences",
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_lead_presences_lead_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_lead_presences_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", "user_id", name=op.f("pk_lead_presences")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("proposed_by IN ('staff', 'partner')", name=op.f("ck_meetings_proposed_by")),
        sa.CheckConstraint("state IN ('proposed', 'agreed', 'held', 'cancelled')", name=op.f("ck_meetings_state")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_meetings_created_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_meetings_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "visit_leads",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_visit_leads_lead_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_leads_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "lead_id", name=op.f("pk_visit_leads")),
    )
    with op.batch_alter_table("visit_leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_leads_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('joint_project', 'proposal', 'internship', 'exchange', 'training')",
            name=op.f("ck_activities_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'running', 'completed', 'declined')",
            name=op.f("ck_activities_state"),
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_activities_places_positive")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_activities_agreement_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_activities_created_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_activities_partner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_activities_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("number", name=op.f("uq_activities_number")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activities_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_project_id"), ["project_id"], unique=False)

    op.create_table(
        "agreement_obligations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("owed_by", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_obligations_agreement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_obligations")),
    )
    with op.batch_alter_table("agreement_obligations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_obligations_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_obligations_due_on"), ["due_on"], unique=False)

    op.create_table(
        "agreement_parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_parties_agreement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_agreement_parties_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_parties")),
    )
    with op.batch_alter_table("agreement_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_parties_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_parties_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "activity_applicants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('applied', 'selected', 'declined', 'attended', 'absent')",
            name=op.f("ck_activity_applicants_state"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_applicants_activity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_applicants")),
    )
    with op.batch_alter_table("activity_applicants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_applicants_activity_id"), ["activity_id"], unique=False)

    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clock_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_minutes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("owner_summary", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("owner_nonce", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_leads_due_at"), ["due_at"], unique=False)

    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.JSON(), nullable=True))
    op.execute("UPDATE leads SET clock_from = created_at WHERE status <> 'draft'")
    op.execute("INSERT INTO counters (name, value) VALUES ('lead-changes', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'lead-changes'")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leads_due_at"))
        batch_op.drop_column("released_at")
        batch_op.drop_column("owner_nonce")
        batch_op.drop_column("owner_summary")
        batch_op.drop_column("escalated_at")
        batch_op.drop_column("warned_at")
        batch_op.drop_column("due_at")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("first_due_at")
        batch_op.drop_column("paused_minutes")
        batch_op.drop_column("clock_from")

    with op.batch_alter_table("activity_applicants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_applicants_activity_id"))

    op.drop_table("activity_applicants")
    with op.batch_alter_table("agreement_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_parties_partner_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_parties_agreement_id"))

    op.drop_table("agreement_parties")
    with op.batch_alter_table("agreement_obligations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_obligations_due_on"))
        batch_op.drop_index(batch_op.f("ix_agreement_obligations_agreement_id"))

    op.drop_table("agreement_obligations")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_project_id"))
        batch_op.drop_index(batch_op.f("ix_activities_partner_id"))
        batch_op.drop_index(batch_op.f("ix_activities_country"))
        batch_op.drop_index(batch_op.f("ix_activities_agreement_id"))

    op.drop_table("activities")
    with op.batch_alter_table("visit_leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_leads_lead_id"))

    op.drop_table("visit_leads")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_starts_at"))
        batch_op.drop_index(batch_op.f("ix_meetings_lead_id"))

    op.drop_table("meetings")
    op.drop_table("lead_presences")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreements_visit_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_project_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_lead_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_country"))

    op.drop_table("agreements")
    with op.batch_alter_table("visit_stops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_stops_visit_id"))
        batch_op.drop_index(batch_op.f("ix_visit_stops_project_id"))

    op.drop_table("visit_stops")
    with op.batch_alter_table("visit_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_members_visit_id"))
        batch_op.drop_index(batch_op.f("ix_visit_members_partner_id"))

    op.drop_table("visit_members")
    with op.batch_alter_table("document_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_openings_document_id"))

    op.drop_table("document_openings")
    with op.batch_alter_table("document_accesses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_accesses_user_id"))

    op.drop_table("document_accesses")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_first_day"))
        batch_op.drop_index(batch_op.f("ix_visits_country"))

    op.drop_table("visits")
    op.drop_table("undertakings")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_subject_kind_subject_number")
        batch_op.drop_index("ix_tasks_assignee_id_done_at_due_on")

    op.drop_table("tasks")
    with op.batch_alter_table("lead_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_views_user_id"))

    op.drop_table("lead_views")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_subject_kind_subject_id")

    op.drop_table("documents")
    op.drop_table("assignment_rules")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_user_id"))

    op.drop_table("absences")
    with op.batch_alter_table("lead_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_changes_number"))

    op.drop_table("lead_changes")
