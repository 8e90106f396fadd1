"""urgent alerts that are completed later, photos of official forms, corrections beside what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.add_column(sa.Column("client_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("completes_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("child_count_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_referral_author_id_client_id"), ["author_id", "client_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_referral_completes_id_referral"), "referral", ["completes_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_referral_completes_id"), ["completes_id"], unique=False)

    op.create_table(
        "referral_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_referral_paper_team_id_team")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_paper_referral_id_referral")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_referral_paper_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_paper")),
        sa.UniqueConstraint("file_id", name=op.f("uq_referral_paper_file_id")),
    )
    with op.batch_alter_table("referral_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_paper_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_paper_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_address_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_correction_team_id_team")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_correction_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_correction_owner_id_agency")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_correction_referral_id_referral")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_case_id_person_id"), ["case_id", "person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_case_id_person_id"))
    op.drop_table("correction")

    with op.batch_alter_table("referral_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_paper_referral_id"))
        batch_op.drop_index(batch_op.f("ix_referral_paper_case_id"))
    op.drop_table("referral_paper")

    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_completes_id"))
        batch_op.drop_constraint(batch_op.f("fk_referral_completes_id_referral"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_referral_author_id_client_id"), type_="unique")
        batch_op.drop_column("child_count_sealed")
        batch_op.drop_column("completes_id")
        batch_op.drop_column("client_id")
