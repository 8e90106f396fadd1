"""the last case of a referrer is found without reading the others."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_index(op.f("ix_case_referrer_id"), table_name="case")
    op.create_index(op.f("ix_case_referrer_id_opened_at"), "case", ["referrer_id", "opened_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_case_referrer_id_opened_at"), table_name="case")
    op.create_index(op.f("ix_case_referrer_id"), "case", ["referrer_id"])
