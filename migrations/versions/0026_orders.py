"""orders and measures, and what was done about them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "protective_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hearing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("measures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("conditions_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_protective_order_period")),
        sa.CheckConstraint(
            "kind <> 'urgent_barring_order' OR ends_at IS NOT NULL", name=op.f("ck_protective_order_urgent_ends")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_protective_order_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_protective_order_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_protective_order_owner_id_agency")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["member.id"], name=op.f("fk_protective_order_recorded_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protective_order")),
    )
    with op.batch_alter_table("protective_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_protective_order_case_id_starts_at"), ["case_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_protective_order_team_id_kind_ends_at"), ["team_id", "kind", "ends_at"], unique=False
        )

    op.create_table(
        "order_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("was_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_order_step_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_order_step_case_id_case")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["protective_order.id"], name=op.f("fk_order_step_order_id_protective_order")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["member.id"], name=op.f("fk_order_step_recorded_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_step")),
    )
    with op.batch_alter_table("order_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_step_order_id_recorded_at"), ["order_id", "recorded_at"])
        batch_op.create_index(batch_op.f("ix_order_step_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("development", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_development_order_id_protective_order"), "protective_order", ["order_id"], ["id"]
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("development", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_development_order_id_protective_order"), type_="foreignkey")
        batch_op.drop_column("order_id")
    op.drop_table("order_step")
    op.drop_table("protective_order")
