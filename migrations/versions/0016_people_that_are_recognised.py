"""people that are recognised: a team's count of their changes, and the count at which each was last written."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "people_version",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_people_version_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_people_version")),
    )
    op.add_column("person", sa.Column("people_version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("people_version", server_default=None)
        batch_op.create_index(
            batch_op.f("ix_person_team_id_people_version"), ["team_id", "people_version"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_team_id_people_version"))
        batch_op.drop_column("people_version")
    op.drop_table("people_version")
