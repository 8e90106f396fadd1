"""comparisons: what was found when two cases were compared."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "comparison",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_by_id", sa.Uuid(), nullable=False),
        sa.Column("verdict_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("case_id <> other_id", name=op.f("ck_comparison_two_cases")),
        sa.CheckConstraint("verdict_sealed IS NOT NULL", name=op.f("ck_comparison_verdict")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_comparison_case_id_case")),
        sa.ForeignKeyConstraint(["compared_by_id"], ["member.id"], name=op.f("fk_comparison_compared_by_id_member")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_comparison_other_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_comparison_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_case_id_compared_at"), ["case_id", "compared_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_comparison_other_id"), ["other_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_other_id"))
        batch_op.drop_index(batch_op.f("ix_comparison_case_id_compared_at"))
    op.drop_table("comparison")
