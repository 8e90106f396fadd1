"""inquiries."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEALED = (
    "asked_by",
    "capacity",
    "reply_to",
    "paper_number",
    "about",
    "wanted",
    "purpose",
    "ground",
    "identity_note",
    "reply_words",
    "wait_reason",
    "note",
)


def upgrade() -> None:
    """Apply."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("study_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_hold", sa.Boolean(), nullable=False),
        sa.Column("identity_at", moment, nullable=True),
        sa.Column("identity_by_id", sa.Uuid(), nullable=True),
        sa.Column("identity_code", sa.String(length=40), nullable=True),
        sa.Column("postponed_at", moment, nullable=True),
        sa.Column("postponed_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("share_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True) for name in SEALED),
        sa.CheckConstraint("number > 0", name=op.f("ck_inquiry_number")),
        sa.CheckConstraint("(identity_at IS NULL) = (identity_by_id IS NULL)", name=op.f("ck_inquiry_identity")),
        sa.CheckConstraint("(identity_at IS NULL) = (identity_code IS NULL)", name=op.f("ck_inquiry_identity_code")),
        sa.CheckConstraint("(postponed_at IS NULL) = (postponed_by_id IS NULL)", name=op.f("ck_inquiry_postponed")),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_inquiry_answered")),
        sa.CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name=op.f("ck_inquiry_outcome")),
        sa.CheckConstraint("outcome <> 'refused' OR refusal IS NOT NULL", name=op.f("ck_inquiry_refusal")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_inquiry_team_id_team")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["member.id"], name=op.f("fk_inquiry_recorded_by_id_member")),
        sa.ForeignKeyConstraint(["holder_id"], ["member.id"], name=op.f("fk_inquiry_holder_id_member")),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_inquiry_share_id_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_inquiry_team_id_number")),
    )
    op.create_index(op.f("ix_inquiry_team_id_answered_at_due_on"), "inquiry", ["team_id", "answered_at", "due_on"])
    op.create_table(
        "inquiry_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("inquiry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", moment, nullable=False),
        sa.Column("linked_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_inquiry_case_team_id_team")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_case_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_inquiry_case_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_case")),
        sa.UniqueConstraint("inquiry_id", "case_id", name=op.f("uq_inquiry_case_inquiry_id_case_id")),
    )
    op.create_index(op.f("ix_inquiry_case_case_id"), "inquiry_case", ["case_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("inquiry_case")
    op.drop_table("inquiry")
