"""after how many days a declined case is reduced to a stub."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stub_days", sa.Integer(), nullable=False, server_default="30"))
        batch_op.create_check_constraint(batch_op.f("ck_team_stub_days"), "stub_days > 0")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.alter_column("stub_days", server_default=None)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_team_stub_days"), type_="check")
        batch_op.drop_column("stub_days")
