"""first positions: sealed until all are in, then a number."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "position_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.Uuid(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed", sa.String(length=40), nullable=True),
        sa.Column("highest", sa.Integer(), nullable=True),
        sa.Column("lower", sa.Integer(), nullable=True),
        sa.Column("silent", sa.Integer(), nullable=True),
        sa.CheckConstraint("(revealed_at IS NULL) = (revealed IS NULL)", name=op.f("ck_position_round_revealed")),
        sa.CheckConstraint(
            "(revealed_at IS NULL) = (highest IS NULL) AND (highest IS NULL) = (lower IS NULL)"
            " AND (lower IS NULL) = (silent IS NULL)",
            name=op.f("ck_position_round_counted"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_position_round_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_position_round_case_id_case")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_position_round_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_round")),
        sa.UniqueConstraint("item_id", name=op.f("uq_position_round_item_id")),
    )
    with op.batch_alter_table("position_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_round_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("position_round")
