"""the words beside the log are found by the entry they belong to, and by the case whose key seals them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_ledger_detail_team_id_seq": ["team_id", "seq"],
    "ix_ledger_detail_owner_id": ["owner_id"],
}


def upgrade() -> None:
    """Apply."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "ledger_detail", columns)


def downgrade() -> None:
    """Take back."""
    for name in _INDEXES:
        op.drop_index(name, "ledger_detail")
