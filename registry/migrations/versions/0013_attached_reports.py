"""Regular reports may come with their message."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_schedules") as batch_op:
        batch_op.add_column(sa.Column("is_attached", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.add_column(sa.Column("attachment", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outbox_messages") as batch_op:
        batch_op.drop_column("attachment")
    with op.batch_alter_table("report_schedules") as batch_op:
        batch_op.drop_column("is_attached")
