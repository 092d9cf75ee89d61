"""Which projects changed, and in what order."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_changes",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_changes")),
    )
    with op.batch_alter_table("project_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_changes_number"), ["number"], unique=False)
    op.execute("INSERT INTO counters (name, value) VALUES ('project-changes', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'project-changes'")
    with op.batch_alter_table("project_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_changes_number"))
    op.drop_table("project_changes")
