"""shares that end are found."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index by which shares are found whose time is over, or soon will be."""
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_team_id_valid_until"), ["team_id", "valid_until"], unique=False)


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_team_id_valid_until"))
