"""the duty roster, alarms, the channels of letters, and what a team sets."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("deputy_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_duty_shift_term")),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> member_id", name=op.f("ck_duty_shift_deputy")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_duty_shift_withdrawn")),
        sa.ForeignKeyConstraint(["deputy_id"], ["member.id"], name=op.f("fk_duty_shift_deputy_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_duty_shift_member_id_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_duty_shift_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_duty_shift_team_id_number")),
    )
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_shift_team_id_until_at"), ["team_id", "until_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_member_id"), ["member_id"], unique=False)

    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name=op.f("ck_alarm_acknowledged")
        ),
        sa.CheckConstraint("acknowledged_at IS NULL OR next_at IS NULL", name=op.f("ck_alarm_over")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alarm_case_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_alarm_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alarm_team_id_next_at"), ["team_id", "next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alarm_case_id"), ["case_id"], unique=False)

    op.create_table(
        "alarm_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_call_alarm_id_alarm")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alarm_call_case_id_case")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_alarm_call_member_id_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_alarm_call_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_call")),
        sa.UniqueConstraint("alarm_id", "member_id", name=op.f("uq_alarm_call_alarm_id_member_id")),
    )
    with op.batch_alter_table("alarm_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alarm_call_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alarm_call_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=40), nullable=False, server_default="mail"))
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("channel", server_default=None)
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("off_duty_advice", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.alter_column("off_duty_advice", server_default=None)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("off_duty_advice")
    op.execute("DELETE FROM letter WHERE channel <> 'mail' OR kind = 'urgent'")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("channel")
    for table in ("alarm_call", "alarm", "duty_shift"):
        op.drop_table(table)
