"""What projects have reached of what they promised."""

import sqlalchemy as sa
from alembic import op

from registry.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_achievements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_code"], ["indicators.code"], name=op.f("fk_project_achievements_indicator_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_achievements_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_achievements")),
        sa.UniqueConstraint(
            "project_id",
            "indicator_code",
            "as_of",
            name=op.f("uq_project_achievements_project_id_indicator_code_as_of"),
        ),
    )
    for column in ("project_id", "indicator_code"):
        op.create_index(op.f(f"ix_project_achievements_{column}"), "project_achievements", [column])


def downgrade() -> None:
    op.drop_table("project_achievements")
