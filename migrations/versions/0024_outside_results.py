"""results of tools that are not scored here."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outside_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("tool", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("tool_edition_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("stated_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("scored_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("scored_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("stated_sealed IS NOT NULL", name=op.f("ck_outside_result_stated")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_outside_result_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_outside_result_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_outside_result_owner_id_agency")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_outside_result_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["member.id"], name=op.f("fk_outside_result_recorded_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_result")),
    )
    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_result_case_id_recorded_at"), ["case_id", "recorded_at"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_result_case_id_recorded_at"))
    op.drop_table("outside_result")
