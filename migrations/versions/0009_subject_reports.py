"""subject reports."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "subject_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("inquiry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", moment, nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("released_at", moment, nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("rejected_at", moment, nullable=True),
        sa.Column("rejected_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True)
            for name in ("content", "review_note", "reject_reason")
        ),
        sa.CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_subject_report_released")),
        sa.CheckConstraint("(rejected_at IS NULL) = (rejected_by_id IS NULL)", name=op.f("ck_subject_report_rejected")),
        sa.CheckConstraint("released_at IS NULL OR rejected_at IS NULL", name=op.f("ck_subject_report_one_end")),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> prepared_by_id", name=op.f("ck_subject_report_two_people")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_subject_report_team_id_team")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_subject_report_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_subject_report_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subject_report_person_id_person")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["member.id"], name=op.f("fk_subject_report_prepared_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_report")),
    )
    op.create_index(op.f("ix_subject_report_inquiry_id_prepared_at"), "subject_report", ["inquiry_id", "prepared_at"])
    op.create_index(op.f("ix_subject_report_case_id"), "subject_report", ["case_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("subject_report")
