"""critical developments."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "development",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_development_answered")),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_development_answer")),
        sa.CheckConstraint("answer <> 'set_aside' OR reason_sealed IS NOT NULL", name=op.f("ck_development_reason")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_development_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_development_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_development_owner_id_agency")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["member.id"], name=op.f("fk_development_raised_by_id_member")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["member.id"], name=op.f("fk_development_answered_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development")),
    )
    with op.batch_alter_table("development", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_development_case_id_raised_at"), ["case_id", "raised_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_development_team_id_answered_at"), ["team_id", "answered_at"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    op.drop_table("development")
