"""tables of cases that are brought in, and where a case came from."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("brought_at", _MOMENT, nullable=False),
        sa.Column("brought_by_id", sa.Uuid(), nullable=False),
        sa.Column("basis_code", sa.String(length=40), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True) for name in ("file_name", "table", "choices")),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_import_ended")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_import_team_id_team")),
        sa.ForeignKeyConstraint(["brought_by_id"], ["member.id"], name=op.f("fk_import_brought_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_import_team_id_number")),
    )
    op.create_index(op.f("ix_import_team_id_digest"), "import", ["team_id", "digest"])
    op.create_table(
        "import_column",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(length=64), nullable=False),
        sa.Column("meaning", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_import_column_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_column")),
        sa.UniqueConstraint("team_id", "heading", name=op.f("uq_import_column_team_id_heading")),
    )
    op.create_table(
        "imported",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=False),
        sa.Column("own_number_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_imported_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_imported_case_id_case")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["member.id"], name=op.f("fk_imported_imported_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported")),
        sa.UniqueConstraint("case_id", name=op.f("uq_imported_case_id")),
    )
    op.create_index(op.f("ix_imported_import_id"), "imported", ["import_id"])


def downgrade() -> None:
    """Take back."""
    for name in ("imported", "import_column", "import"):
        op.drop_table(name)
