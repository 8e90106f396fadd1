"""questions about one factor; answers with their day and what changed."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "factor_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_factor_question_answered")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (assessment_id IS NULL)", name=op.f("ck_factor_question_assessment")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_factor_question_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_factor_question_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_factor_question_owner_id_agency")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_factor_question_asked_by_id_member")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["member.id"], name=op.f("fk_factor_question_answered_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_factor_question_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_question")),
    )
    with op.batch_alter_table("factor_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_question_case_id_asked_at"), ["case_id", "asked_at"], unique=False)
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("known_on_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("changed_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("changed_sealed")
        batch_op.drop_column("known_on_sealed")
    with op.batch_alter_table("factor_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_question_case_id_asked_at"))
    op.drop_table("factor_question")
