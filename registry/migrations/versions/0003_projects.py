"""Projects."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("source_language", sa.String(length=3), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("sector_code", sa.String(length=40), nullable=False),
        sa.Column("dac_codes", sa.JSON(), nullable=False),
        sa.Column("sdg_targets", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("rio_mitigation", sa.Integer(), nullable=True),
        sa.Column("rio_adaptation", sa.Integer(), nullable=True),
        sa.Column("rio_biodiversity", sa.Integer(), nullable=True),
        sa.Column("rio_desertification", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.Column("exactness", sa.String(length=12), nullable=True),
        sa.Column("land_area_ha", sa.BigInteger(), nullable=True),
        sa.Column("land_category", sa.String(length=200), nullable=True),
        sa.Column("land_tenure", sa.String(length=200), nullable=True),
        sa.Column("on_seabed", sa.Boolean(), nullable=True),
        sa.Column("stage_code", sa.String(length=40), nullable=False),
        sa.Column("readiness_rationale", sa.Integer(), nullable=True),
        sa.Column("readiness_options", sa.Integer(), nullable=True),
        sa.Column("readiness_commercial", sa.Integer(), nullable=True),
        sa.Column("readiness_affordability", sa.Integer(), nullable=True),
        sa.Column("readiness_deliverability", sa.Integer(), nullable=True),
        sa.Column("permits", sa.Text(), nullable=True),
        sa.Column("power_kw", sa.BigInteger(), nullable=True),
        sa.Column("water_m3_year", sa.BigInteger(), nullable=True),
        sa.Column("road_access", sa.String(length=200), nullable=True),
        sa.Column("railway_km", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("price_year", sa.Integer(), nullable=True),
        sa.Column("total_cost", sa.BigInteger(), nullable=True),
        sa.Column("cost_unavailable", sa.Boolean(), nullable=False),
        sa.Column("amount_unavailable", sa.Boolean(), nullable=False),
        sa.Column("foreign_currency_percent", sa.BigInteger(), nullable=True),
        sa.Column("ticket_min", sa.BigInteger(), nullable=True),
        sa.Column("ticket_max", sa.BigInteger(), nullable=True),
        sa.Column("irr_percent", sa.BigInteger(), nullable=True),
        sa.Column("npv", sa.BigInteger(), nullable=True),
        sa.Column("payback_years", sa.BigInteger(), nullable=True),
        sa.Column("horizon_years", sa.BigInteger(), nullable=True),
        sa.Column("returns_unavailable", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=True),
        sa.Column("money_source", sa.Text(), nullable=True),
        sa.Column("sought_usd", sa.BigInteger(), nullable=True),
        sa.Column("rate_date", sa.Date(), nullable=True),
        sa.Column("funding_status", sa.String(length=20), nullable=False),
        sa.Column("es_category", sa.String(length=1), nullable=True),
        sa.Column("initiator", sa.String(length=200), nullable=True),
        sa.Column("initiator_kind", sa.String(length=40), nullable=True),
        sa.Column("initiator_contact_name", sa.String(length=200), nullable=True),
        sa.Column("initiator_email", sa.String(length=254), nullable=True),
        sa.Column("initiator_phone", sa.String(length=40), nullable=True),
        sa.Column("initiator_public", sa.Boolean(), nullable=False),
        sa.Column("contact_officer_id", sa.Integer(), nullable=True),
        sa.Column("publication_status", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("es_category IN ('A', 'B', 'C')", name=op.f("ck_projects_es_category")),
        sa.CheckConstraint(
            "evidence IN ('document', 'estimate', 'illustrative')", name=op.f("ck_projects_evidence")
        ),
        sa.CheckConstraint("exactness IN ('exact', 'approximate')", name=op.f("ck_projects_exactness")),
        sa.CheckConstraint(
            "funding_status IN ('seeking', 'part_funded', 'fully_funded', 'on_hold', 'withdrawn')",
            name=op.f("ck_projects_funding_status"),
        ),
        sa.CheckConstraint(
            "publication_status IN ('draft', 'submitted', 'in_review', 'changes_requested', 'approved', 'published', 'suspended', 'rejected', 'expired', 'archived')",
            name=op.f("ck_projects_publication_status"),
        ),
        sa.CheckConstraint(
            "source_language IN ('en', 'ru', 'uz', 'kaa', 'zh')", name=op.f("ck_projects_source_language")
        ),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_projects_point_complete")),
        sa.CheckConstraint("land_area_ha > 0", name=op.f("ck_projects_land_area_ha_positive")),
        sa.CheckConstraint("power_kw > 0", name=op.f("ck_projects_power_kw_positive")),
        sa.CheckConstraint(
            "readiness_affordability BETWEEN 0 AND 4", name=op.f("ck_projects_readiness_affordability")
        ),
        sa.CheckConstraint("readiness_commercial BETWEEN 0 AND 4", name=op.f("ck_projects_readiness_commercial")),
        sa.CheckConstraint(
            "readiness_deliverability BETWEEN 0 AND 4", name=op.f("ck_projects_readiness_deliverability")
        ),
        sa.CheckConstraint("readiness_options BETWEEN 0 AND 4", name=op.f("ck_projects_readiness_options")),
        sa.CheckConstraint("readiness_rationale BETWEEN 0 AND 4", name=op.f("ck_projects_readiness_rationale")),
        sa.CheckConstraint("rio_adaptation BETWEEN 0 AND 3", name=op.f("ck_projects_rio_adaptation")),
        sa.CheckConstraint("rio_biodiversity BETWEEN 0 AND 3", name=op.f("ck_projects_rio_biodiversity")),
        sa.CheckConstraint("rio_desertification BETWEEN 0 AND 3", name=op.f("ck_projects_rio_desertification")),
        sa.CheckConstraint("rio_mitigation BETWEEN 0 AND 3", name=op.f("ck_projects_rio_mitigation")),
        sa.CheckConstraint("ticket_max > 0", name=op.f("ck_projects_ticket_max_positive")),
        sa.CheckConstraint("ticket_max >= ticket_min", name=op.f("ck_projects_ticket_order")),
        sa.CheckConstraint("ticket_min > 0", name=op.f("ck_projects_ticket_min_positive")),
        sa.CheckConstraint("total_cost > 0", name=op.f("ck_projects_total_cost_positive")),
        sa.CheckConstraint("water_m3_year > 0", name=op.f("ck_projects_water_m3_year_positive")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_projects_author_id")),
        sa.ForeignKeyConstraint(["contact_officer_id"], ["users.id"], name=op.f("fk_projects_contact_officer_id")),
        sa.ForeignKeyConstraint(
            ["initiator_kind"], ["partner_types.code"], name=op.f("fk_projects_initiator_kind")
        ),
        sa.ForeignKeyConstraint(["sector_code"], ["sectors.code"], name=op.f("fk_projects_sector_code")),
        sa.ForeignKeyConstraint(["stage_code"], ["stages.code"], name=op.f("fk_projects_stage_code")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_projects_submitted_by_id")),
        sa.ForeignKeyConstraint(["type_code"], ["project_types.code"], name=op.f("fk_projects_type_code")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name=op.f("fk_projects_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("reference", name=op.f("uq_projects_reference")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_funding_status"), ["funding_status"], unique=False)
        batch_op.create_index(
            "ix_projects_publication_status_published_at",
            ["publication_status", "published_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_projects_sector_code"), ["sector_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_sought_usd"), ["sought_usd"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_stage_code"), ["stage_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_projects_type_code"), ["type_code"], unique=False)

    op.create_table(
        "project_districts",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("district_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_project_districts_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_districts_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "district_code", name=op.f("pk_project_districts")),
    )
    with op.batch_alter_table("project_districts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_districts_district_code"), ["district_code"], unique=False)

    op.create_table(
        "project_documents",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('concept_note', 'pre_feasibility_study', 'feasibility_study', 'environmental_assessment', 'financial_model', 'land_document', 'water_permit', 'technical_design', 'agreement', 'completion_report')",
            name=op.f("ck_project_documents_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('available', 'in_preparation', 'missing', 'not_needed')",
            name=op.f("ck_project_documents_state"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_documents_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_documents")),
        sa.UniqueConstraint("project_id", "kind", name=op.f("uq_project_documents_project_id_kind")),
    )
    with op.batch_alter_table("project_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_documents_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_events",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("axis", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_project_events_by_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_events_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_events")),
    )
    with op.batch_alter_table("project_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_events_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_funding",
        sa.Column("instrument_code", sa.String(length=40), nullable=False),
        sa.Column("sought", sa.BigInteger(), nullable=True),
        sa.Column("pledged", sa.BigInteger(), nullable=True),
        sa.Column("secured", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pledged > 0", name=op.f("ck_project_funding_pledged_positive")),
        sa.CheckConstraint("secured > 0", name=op.f("ck_project_funding_secured_positive")),
        sa.CheckConstraint("sought > 0", name=op.f("ck_project_funding_sought_positive")),
        sa.ForeignKeyConstraint(
            ["instrument_code"], ["instruments.code"], name=op.f("fk_project_funding_instrument_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_funding_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_funding")),
        sa.UniqueConstraint(
            "project_id", "instrument_code", name=op.f("uq_project_funding_project_id_instrument_code")
        ),
    )
    with op.batch_alter_table("project_funding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_funding_instrument_code"), ["instrument_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_funding_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_incentives",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("incentive_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incentive_code"], ["incentives.code"], name=op.f("fk_project_incentives_incentive_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_incentives_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "incentive_code", name=op.f("pk_project_incentives")),
    )
    with op.batch_alter_table("project_incentives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_incentives_incentive_code"), ["incentive_code"], unique=False)

    op.create_table(
        "project_indicators",
        sa.Column("indicator_code", sa.String(length=40), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_code"], ["indicators.code"], name=op.f("fk_project_indicators_indicator_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_indicators_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_indicators")),
        sa.UniqueConstraint(
            "project_id", "indicator_code", name=op.f("uq_project_indicators_project_id_indicator_code")
        ),
    )
    with op.batch_alter_table("project_indicators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_indicators_indicator_code"), ["indicator_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_indicators_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_parties",
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_parties_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_parties")),
    )
    with op.batch_alter_table("project_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_parties_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_partner_types",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("partner_type_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_type_code"],
            ["partner_types.code"],
            name=op.f("fk_project_partner_types_partner_type_code"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_project_partner_types_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "partner_type_code", name=op.f("pk_project_partner_types")),
    )
    with op.batch_alter_table("project_partner_types", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_partner_types_partner_type_code"), ["partner_type_code"], unique=False
        )

    op.create_table(
        "project_sdgs",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("sdg_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_sdgs_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sdg_code"], ["sdgs.code"], name=op.f("fk_project_sdgs_sdg_code")),
        sa.PrimaryKeyConstraint("project_id", "sdg_code", name=op.f("pk_project_sdgs")),
    )
    with op.batch_alter_table("project_sdgs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_sdgs_sdg_code"), ["sdg_code"], unique=False)

    op.create_table(
        "project_texts",
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("partner_sought", sa.Text(), nullable=False),
        sa.Column("anonymous_summary", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'ru', 'uz', 'kaa', 'zh')", name=op.f("ck_project_texts_language")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_texts_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_texts")),
        sa.UniqueConstraint("project_id", "language", name=op.f("uq_project_texts_project_id_language")),
    )
    with op.batch_alter_table("project_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_texts_project_id"), ["project_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("project_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_texts_project_id"))

    op.drop_table("project_texts")
    with op.batch_alter_table("project_sdgs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_sdgs_sdg_code"))

    op.drop_table("project_sdgs")
    with op.batch_alter_table("project_partner_types", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_partner_types_partner_type_code"))

    op.drop_table("project_partner_types")
    with op.batch_alter_table("project_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_parties_project_id"))

    op.drop_table("project_parties")
    with op.batch_alter_table("project_indicators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_indicators_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_indicators_indicator_code"))

    op.drop_table("project_indicators")
    with op.batch_alter_table("project_incentives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_incentives_incentive_code"))

    op.drop_table("project_incentives")
    with op.batch_alter_table("project_funding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_funding_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_funding_instrument_code"))

    op.drop_table("project_funding")
    with op.batch_alter_table("project_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_events_project_id"))

    op.drop_table("project_events")
    with op.batch_alter_table("project_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_documents_project_id"))

    op.drop_table("project_documents")
    with op.batch_alter_table("project_districts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_districts_district_code"))

    op.drop_table("project_districts")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_type_code"))
        batch_op.drop_index(batch_op.f("ix_projects_stage_code"))
        batch_op.drop_index(batch_op.f("ix_projects_sought_usd"))
        batch_op.drop_index(batch_op.f("ix_projects_sector_code"))
        batch_op.drop_index("ix_projects_publication_status_published_at")
        batch_op.drop_index(batch_op.f("ix_projects_funding_status"))

    op.drop_table("projects")
