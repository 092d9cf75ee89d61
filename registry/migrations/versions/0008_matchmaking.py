"""Mandates, offers, checks, merges of partners; matches with their weights and evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: What organisations with an account registered interest in so far is their experience.
PAST_INTERESTS = """
INSERT INTO match_evidence (partner_id, project_id, kind, at)
SELECT inquiries.partner_id, leads.project_id, 'interest', MIN(leads.created_at)
FROM leads JOIN inquiries ON inquiries.id = leads.inquiry_id
WHERE inquiries.partner_id IS NOT NULL AND inquiries.confirmed_at IS NOT NULL
GROUP BY inquiries.partner_id, leads.project_id
"""

#: Else SQLite gives the id of a removed row to the next one, and a merge could not be undone.
KEEPS_IDS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "restrictions",
        sa.Column("instruments", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_restrictions")),
    )
    op.create_table(
        "sanction_entries",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_entries")),
    )
    op.create_table(
        "match_digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pace IN ('daily', 'weekly', 'never')", name=op.f("ck_match_digests_pace")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_match_digests_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_digests")),
        sa.UniqueConstraint("user_id", name=op.f("uq_match_digests_user_id")),
    )
    with op.batch_alter_table("match_digests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_digests_told_at"), ["told_at"], unique=False)

    op.create_table(
        "match_weights",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenths", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_match_weights_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_match_weights")),
    )
    op.create_table(
        "partner_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("gone_name", sa.String(length=200), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_partner_merges_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_merges")),
    )
    with op.batch_alter_table("partner_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_merges_gone_id"), ["gone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_merges_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "mandates",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("instruments", sa.JSON(), nullable=False),
        sa.Column("sdgs", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("restrictions", sa.JSON(), nullable=False),
        sa.Column("open_to", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("ticket_min", sa.BigInteger(), nullable=True),
        sa.Column("ticket_max", sa.BigInteger(), nullable=True),
        sa.Column("return_from", sa.BigInteger(), nullable=True),
        sa.Column("return_below", sa.BigInteger(), nullable=True),
        sa.Column("horizon_from", sa.BigInteger(), nullable=True),
        sa.Column("horizon_below", sa.BigInteger(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("exchange_places", sa.Integer(), nullable=True),
        sa.Column("co_funding_percent", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("exchange_places >= 0", name=op.f("ck_mandates_exchange_places")),
        sa.CheckConstraint("horizon_below > horizon_from", name=op.f("ck_mandates_horizon_order")),
        sa.CheckConstraint("return_below > return_from", name=op.f("ck_mandates_return_order")),
        sa.CheckConstraint("ticket_max >= ticket_min", name=op.f("ck_mandates_ticket_order")),
        sa.CheckConstraint("ticket_min > 0", name=op.f("ck_mandates_ticket_min_positive")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_mandates_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_mandates")),
    )
    op.create_table(
        "match_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('interest', 'agreement', 'dismissed')", name=op.f("ck_match_evidence_kind")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_match_evidence_partner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_match_evidence_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_evidence")),
        sa.UniqueConstraint(
            "partner_id", "project_id", "kind", name=op.f("uq_match_evidence_partner_id_project_id_kind")
        ),
        **KEEPS_IDS,
    )
    with op.batch_alter_table("match_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_evidence_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_evidence_project_id"), ["project_id"], unique=False)

    op.create_table(
        "match_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_match_invitations_by_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_match_invitations_partner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_match_invitations_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_invitations")),
    )
    with op.batch_alter_table("match_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_invitations_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_invitations_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_invitations_project_id"), ["project_id"], unique=False)

    op.create_table(
        "matches",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("ruled_out", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("weights_version", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status_by_id", sa.Integer(), nullable=True),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('new', 'seen', 'pinned', 'dismissed', 'introduced')", name=op.f("ck_matches_status")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_matches_partner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_matches_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["status_by_id"], ["users.id"], name=op.f("fk_matches_status_by_id")),
        sa.PrimaryKeyConstraint("partner_id", "project_id", name=op.f("pk_matches")),
    )
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.create_index("ix_matches_project_id_tenths", ["project_id", "tenths"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('technology', 'training', 'finance', 'equipment', 'research')", name=op.f("ck_offers_kind")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'published', 'returned', 'withdrawn')", name=op.f("ck_offers_status")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_offers_partner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["users.id"], name=op.f("fk_offers_reviewed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_status"), ["status"], unique=False)

    op.create_table(
        "partner_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('registration', 'owners', 'sanctions', 'reputation', 'capacity')",
            name=op.f("ck_partner_checks_kind"),
        ),
        sa.CheckConstraint(
            "outcome IN ('cleared', 'issues', 'not_required')", name=op.f("ck_partner_checks_outcome")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_partner_checks_checked_by_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_checks_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_checks")),
    )
    with op.batch_alter_table("partner_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_checks_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_checks_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "partner_different_pairs",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_partner_different_pairs_by_id")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["partners.id"], name=op.f("fk_partner_different_pairs_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["partners.id"], name=op.f("fk_partner_different_pairs_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_partner_different_pairs")),
    )
    op.create_table(
        "partner_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk_partner_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_invitations_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_invitations")),
    )
    with op.batch_alter_table("partner_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_invitations_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_invitations_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "partner_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_partner_names_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_names")),
        sa.UniqueConstraint("partner_id", "name", name=op.f("uq_partner_names_partner_id_name")),
        **KEEPS_IDS,
    )
    with op.batch_alter_table("partner_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_names_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "sanction_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=100), nullable=False),
        sa.Column("entry_name", sa.Text(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("partner_name", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'escalated', 'confirmed', 'dismissed')", name=op.f("ck_sanction_hits_state")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_sanction_hits_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_sanction_hits_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_hits")),
        sa.UniqueConstraint("partner_id", "entry_id", name=op.f("uq_sanction_hits_partner_id_entry_id")),
        **KEEPS_IDS,
    )
    with op.batch_alter_table("sanction_hits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sanction_hits_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index("ix_sanction_hits_state_id", ["state", "id"], unique=False)

    with op.batch_alter_table("partner_members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=10), nullable=False, server_default="owner"))
        batch_op.create_check_constraint(
            batch_op.f("ck_partner_members_role"), "role IN ('owner', 'editor', 'reader')"
        )

    with op.batch_alter_table("partners", schema=None, table_kwargs=KEEPS_IDS) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("nudged_on", sa.Date(), nullable=True))
        batch_op.alter_column(
            "name_key", existing_type=sa.VARCHAR(length=200), type_=sa.String(length=400), existing_nullable=False
        )
        batch_op.create_index(batch_op.f("ix_partners_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_partners_parent_id"), "partners", ["parent_id"], ["id"])
    op.create_table(
        "partner_changes",
        sa.Column("partner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partner_changes")),
    )
    with op.batch_alter_table("partner_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_changes_number"), ["number"], unique=False)
    op.create_table(
        "match_words",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_match_words_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_match_words")),
    )
    op.execute(PAST_INTERESTS)


def downgrade() -> None:
    op.drop_table("match_words")
    with op.batch_alter_table("partner_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_changes_number"))
    op.drop_table("partner_changes")

    with op.batch_alter_table("partners", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_partners_parent_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_partners_parent_id"))
        batch_op.alter_column(
            "name_key", existing_type=sa.String(length=400), type_=sa.VARCHAR(length=200), existing_nullable=False
        )
        batch_op.drop_column("nudged_on")
        batch_op.drop_column("confirmed_on")
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("partner_members", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_partner_members_role"), type_="check")
        batch_op.drop_column("role")

    with op.batch_alter_table("sanction_hits", schema=None) as batch_op:
        batch_op.drop_index("ix_sanction_hits_state_id")
        batch_op.drop_index(batch_op.f("ix_sanction_hits_partner_id"))

    op.drop_table("sanction_hits")
    with op.batch_alter_table("partner_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_names_partner_id"))

    op.drop_table("partner_names")
    with op.batch_alter_table("partner_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_invitations_partner_id"))
        batch_op.drop_index(batch_op.f("ix_partner_invitations_email_key"))

    op.drop_table("partner_invitations")
    op.drop_table("partner_different_pairs")
    with op.batch_alter_table("partner_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_checks_partner_id"))
        batch_op.drop_index(batch_op.f("ix_partner_checks_due_on"))

    op.drop_table("partner_checks")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_status"))
        batch_op.drop_index(batch_op.f("ix_offers_partner_id"))
        batch_op.drop_index(batch_op.f("ix_offers_kind"))

    op.drop_table("offers")
    with op.batch_alter_table("matches", schema=None) as batch_op:
        batch_op.drop_index("ix_matches_project_id_tenths")

    op.drop_table("matches")
    with op.batch_alter_table("match_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_invitations_project_id"))
        batch_op.drop_index(batch_op.f("ix_match_invitations_partner_id"))
        batch_op.drop_index(batch_op.f("ix_match_invitations_at"))

    op.drop_table("match_invitations")
    with op.batch_alter_table("match_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_evidence_project_id"))
        batch_op.drop_index(batch_op.f("ix_match_evidence_partner_id"))

    op.drop_table("match_evidence")
    op.drop_table("mandates")
    with op.batch_alter_table("partner_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_merges_kept_id"))
        batch_op.drop_index(batch_op.f("ix_partner_merges_gone_id"))

    op.drop_table("partner_merges")
    op.drop_table("match_weights")
    with op.batch_alter_table("match_digests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_digests_told_at"))

    op.drop_table("match_digests")
    op.drop_table("sanction_entries")
    op.drop_table("restrictions")
