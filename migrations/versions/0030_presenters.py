"""who presents a listed case."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "presenter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("presence", sa.String(length=40), nullable=True),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_presenter_answered")),
        sa.CheckConstraint("(answered_at IS NULL) = (presence IS NULL)", name=op.f("ck_presenter_presence")),
        sa.CheckConstraint(
            "deputy_id IS NULL OR (presence IS NOT NULL AND presence = 'deputy')", name=op.f("ck_presenter_deputy")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_presenter_case_id_case")),
        sa.ForeignKeyConstraint(["deputy_id"], ["member.id"], name=op.f("fk_presenter_deputy_id_member")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_presenter_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_presenter_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenter")),
        sa.UniqueConstraint("item_id", name=op.f("uq_presenter_item_id")),
    )
    with op.batch_alter_table("presenter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presenter_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("presenter")
