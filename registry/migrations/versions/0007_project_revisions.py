"""Changes that wait beside the approved version of a project."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_revisions",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("author_ids", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('submitted', 'returned')", name=op.f("ck_project_revisions_status")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_revisions_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_project_revisions_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_revisions")),
    )


def downgrade() -> None:
    op.drop_table("project_revisions")
