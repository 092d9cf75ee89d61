"""Partners and leads."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_original", sa.String(length=200), nullable=True),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("abouts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["type_code"], ["partner_types.code"], name=op.f("fk_partners_type_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    with op.batch_alter_table("partners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partners_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_partners_name_key"), ["name_key"], unique=False)

    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_nonce", sa.String(length=64), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("partner_type_code", sa.String(length=40), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("role_code", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("timeframe_code", sa.String(length=40), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("missing_information", sa.Text(), nullable=True),
        sa.Column("about_organisation", sa.Text(), nullable=True),
        sa.Column("meeting_wish", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'ru', 'uz', 'kaa', 'zh')", name=op.f("ck_inquiries_language")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_inquiries_partner_id")),
        sa.ForeignKeyConstraint(
            ["partner_type_code"], ["partner_types.code"], name=op.f("fk_inquiries_partner_type_code")
        ),
        sa.ForeignKeyConstraint(["role_code"], ["interest_roles.code"], name=op.f("fk_inquiries_role_code")),
        sa.ForeignKeyConstraint(["timeframe_code"], ["timeframes.code"], name=op.f("fk_inquiries_timeframe_code")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inquiries_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("form_token", name=op.f("uq_inquiries_form_token")),
    )
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiries_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "partner_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_members_partner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_partner_members_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_members")),
        sa.UniqueConstraint("user_id", name=op.f("uq_partner_members_user_id")),
    )
    with op.batch_alter_table("partner_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_members_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "inquiry_kinds",
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiries.id"], name=op.f("fk_inquiry_kinds_inquiry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["kind_code"], ["interest_kinds.code"], name=op.f("fk_inquiry_kinds_kind_code")),
        sa.PrimaryKeyConstraint("inquiry_id", "kind_code", name=op.f("pk_inquiry_kinds")),
    )
    with op.batch_alter_table("inquiry_kinds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_kinds_kind_code"), ["kind_code"], unique=False)

    op.create_table(
        "leads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_key", sa.String(length=600), nullable=False),
        sa.Column("open_key", sa.String(length=620), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.String(length=300), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'screening', 'info_requested', 'eligible', 'declined', 'forwarded', 'owner_accepted', 'owner_declined', 'introduced', 'meeting_planned', 'met', 'negotiation', 'agreement_signed', 'in_implementation', 'completed', 'withdrawn', 'lapsed', 'lost')",
            name=op.f("ck_leads_status"),
        ),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_leads_inquiry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_leads_officer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_leads_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("number", name=op.f("uq_leads_number")),
        sa.UniqueConstraint("open_key", name=op.f("uq_leads_open_key")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_inquiry_id"), ["inquiry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_officer_id"), ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_organisation_key"), ["organisation_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_leads_status_id", ["status", "id"], unique=False)

    op.create_table(
        "lead_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=True),
        sa.Column("to_status", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_lead_events_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_lead_events_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_events")),
    )
    with op.batch_alter_table("lead_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_events_lead_id"), ["lead_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lead_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_events_lead_id"))

    op.drop_table("lead_events")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index("ix_leads_status_id")
        batch_op.drop_index(batch_op.f("ix_leads_project_id"))
        batch_op.drop_index(batch_op.f("ix_leads_organisation_key"))
        batch_op.drop_index(batch_op.f("ix_leads_officer_id"))
        batch_op.drop_index(batch_op.f("ix_leads_inquiry_id"))

    op.drop_table("leads")
    with op.batch_alter_table("inquiry_kinds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_kinds_kind_code"))

    op.drop_table("inquiry_kinds")
    with op.batch_alter_table("partner_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_members_partner_id"))

    op.drop_table("partner_members")
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiries_partner_id"))
        batch_op.drop_index(batch_op.f("ix_inquiries_email_key"))
        batch_op.drop_index(batch_op.f("ix_inquiries_country"))

    op.drop_table("inquiries")
    with op.batch_alter_table("partners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partners_name_key"))
        batch_op.drop_index(batch_op.f("ix_partners_country"))

    op.drop_table("partners")
