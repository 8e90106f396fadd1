"""consents, and the shares that rest on them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("giver", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("is_easy_read", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("giver_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("giver_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("witness_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outside_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(answer = 'given') = (until_on IS NOT NULL)", name=op.f("ck_consent_until")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_consent_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_consent_owner_id_agency")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_consent_asked_by_id_member")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["member.id"], name=op.f("fk_consent_recorded_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_case_id_asked_at"), ["case_id", "asked_at"], unique=False)

    op.create_table(
        "consent_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("recipient_kind", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_consent_line_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_line_case_id_case")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_line_consent_id_consent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_line")),
    )
    with op.batch_alter_table("consent_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_line_consent_id"), ["consent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_line_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consent_end",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_consent_end_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_end_case_id_case")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_end_consent_id_consent")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["member.id"], name=op.f("fk_consent_end_ended_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_end")),
        sa.UniqueConstraint("consent_id", name=op.f("uq_consent_end_consent_id")),
    )
    with op.batch_alter_table("consent_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_end_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consent_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_consent_paper_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_paper_case_id_case")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_paper_consent_id_consent")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_consent_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["added_by_id"], ["member.id"], name=op.f("fk_consent_paper_added_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_paper")),
        sa.UniqueConstraint("file_id", name=op.f("uq_consent_paper_file_id")),
    )
    with op.batch_alter_table("consent_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_paper_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_paper_consent_id"), ["consent_id"], unique=False)

    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_share_consent_id_consent"), "consent", ["consent_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_share_consent_id"), ["consent_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_consent_id"))
        batch_op.drop_constraint(batch_op.f("fk_share_consent_id_consent"), type_="foreignkey")
        batch_op.drop_column("consent_id")

    for table, columns in (
        ("consent_paper", (["consent_id"], ["case_id"])),
        ("consent_end", (["case_id"],)),
        ("consent_line", (["case_id"], ["consent_id"])),
        ("consent", (["case_id", "asked_at"],)),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for names in columns:
                batch_op.drop_index(batch_op.f("_".join(("ix", table, *names))))
        op.drop_table(table)
