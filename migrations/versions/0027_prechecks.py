"""conflict before names: what she said of the agencies that she was read."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "precheck",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Uuid(), nullable=False),
        sa.Column("read_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(outcome = 'skipped') = (agency_id IS NULL)", name=op.f("ck_precheck_agency")),
        sa.CheckConstraint("(outcome = 'skipped') = (reason_code IS NOT NULL)", name=op.f("ck_precheck_reason")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_precheck_agency_id_agency")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_precheck_case_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_precheck_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precheck")),
    )
    with op.batch_alter_table("precheck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_precheck_case_id_done_at"), ["case_id", "done_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("precheck")
