"""the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# pg_temp is named last, because unnamed it is searched first: a temporary ledger_head would be taken for the real one.
LEDGER_FUNCTIONS = (
    """
    create function icat_ledger_lock(team uuid) returns bigint
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare last_at bigint;
    begin
        perform pg_advisory_xact_lock(hashtextextended(team::text, 1));
        select at into last_at from ledger_head where team_id = team;
        return coalesce(last_at, 0);
    end $$
    """,
    """
    create function icat_ledger_append(team uuid, body bytea, moment bigint) returns bigint
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare head ledger_head; hashed bytea; linked bytea;
    begin
        perform pg_advisory_xact_lock(hashtextextended(team::text, 1));
        select * into head from ledger_head where team_id = team;
        if not found then
            head.team_id := team; head.seq := 0; head.at := 0;
            head.chain := sha256(convert_to('icat ledger 1', 'UTF8'));
            insert into ledger_head (team_id, seq, chain, at) values (team, 0, head.chain, 0);
        end if;
        if moment < head.at then
            raise exception 'time in the ledger does not run back';
        end if;
        head.seq := head.seq + 1;
        hashed := sha256('\\x00'::bytea || int8send(head.seq) || body);
        linked := sha256('\\x02'::bytea || head.chain || hashed);
        insert into ledger (team_id, seq, payload, leaf_hash, chain) values (team, head.seq, body, hashed, linked);
        update ledger_head set seq = head.seq, chain = linked, at = moment where team_id = team;
        return head.seq;
    end $$
    """,
    "revoke all on function icat_ledger_lock(uuid) from public",
    "revoke all on function icat_ledger_append(uuid, bytea, bigint) from public",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_id", name=op.f("uq_account_login_id")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_key"), ["key"], unique=False)

    op.create_table(
        "data_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_key_version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
        sa.UniqueConstraint(
            "owner_id", "compartment", "version", name=op.f("uq_data_key_owner_id_compartment_version")
        ),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "installation_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_log")),
    )
    op.create_table(
        "ledger",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "seq", name=op.f("pk_ledger")),
    )
    op.create_table(
        "ledger_case",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("categories", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "seq", "case_id", "share_id", name=op.f("pk_ledger_case")),
    )
    with op.batch_alter_table("ledger_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_case_team_id_case_id_seq"), ["team_id", "case_id", "seq"], unique=False
        )

    op.create_table(
        "ledger_detail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_detail")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("share_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "seq", name=op.f("pk_ledger_entry")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_team_id_actor_id_at"), ["team_id", "actor_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_team_id_agency_id_at"), ["team_id", "agency_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ledger_entry_team_id_at"), ["team_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_team_id_basis_at"), ["team_id", "basis", "at"], unique=False)

    op.create_table(
        "ledger_head",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("hromadas", sa.JSON(), nullable=False),
        sa.Column("research_days", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("asks_lap", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("research_days > 0", name=op.f("ck_team_research_days")),
        sa.CheckConstraint("review_days > 0", name=op.f("ck_team_review_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_table(
        "team_key",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "version", name=op.f("pk_team_key")),
    )
    op.create_table(
        "agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("is_state", sa.Boolean(), nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_agency_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("team_id", "name", name=op.f("uq_agency_team_id_name")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_team_id"), ["team_id"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_auth_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_auth_session_token_digest")),
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "kept_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_form_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_account_id"), ["account_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_emergent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("arranged_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_meeting_closed")),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by_id IS NULL)", name=op.f("ck_meeting_opened")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_meeting_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_meeting_team_id_number")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_team_id_held_at"), ["team_id", "held_at"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("hromadas", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_member_term")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id_account")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_member_agency_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_member_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("account_id", "team_id", name=op.f("uq_member_account_id_team_id")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_team_id"), ["team_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_how", sa.String(length=20), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind <> 'absent' OR acknowledged_at IS NULL", name=op.f("ck_attendance_absent")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_attendance_agency_id_agency")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_attendance_member_id_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_attendance_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_attendance_meeting_id_member_id")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("hromada", sa.String(length=19), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("has_children", sa.Boolean(), nullable=False),
        sa.Column("referrer_id", sa.Uuid(), nullable=False),
        sa.Column("referring_agency_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screened_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposal", sa.String(length=40), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_code", sa.String(length=60), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_emergent", sa.Boolean(), nullable=False),
        sa.Column("is_not_agreed", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("access_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decline_advice_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name=op.f("ck_case_declined")),
        sa.CheckConstraint("(proposed_at IS NULL) = (proposal IS NULL)", name=op.f("ck_case_proposal")),
        sa.CheckConstraint("(proposed_at IS NULL) = (proposed_by_id IS NULL)", name=op.f("ck_case_proposed")),
        sa.CheckConstraint("(screened_at IS NULL) = (screened_by_id IS NULL)", name=op.f("ck_case_screened")),
        sa.ForeignKeyConstraint(["referrer_id"], ["member.id"], name=op.f("fk_case_referrer_id_member")),
        sa.ForeignKeyConstraint(
            ["referring_agency_id"], ["agency.id"], name=op.f("fk_case_referring_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_referrer_id"), ["referrer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_team_id_opened_at_id"), ["team_id", "opened_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_team_id_hromada_opened_at_id"),
            ["team_id", "hromada", "opened_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_team_id_stage_opened_at_id"), ["team_id", "stage", "opened_at", "id"], unique=False
        )

    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("basis_code", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_now_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tried_so_far_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_view_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_rating_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_rating_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_rating_asked_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wants_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agrees_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_without_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sex_preference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("police_level_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("police_level_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("police_level_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("judgement_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_referral_submitted")),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_referral_author_id_member")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_referral_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_referral_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_author_id_state"), ["author_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_case_id"), ["case_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agenda_item_case_id_case")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_agenda_item_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "case_id", name=op.f("uq_agenda_item_meeting_id_case_id")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_case_id"), ["case_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("instrument_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_assessment_author_id_member")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_assessment_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_assessment_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assessment_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_case_id_made_at"), ["case_id", "made_at"], unique=False)

    op.create_table(
        "bar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("is_conflict", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("link_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_bar_case_id_case")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_bar_member_id_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_bar_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bar")),
    )
    with op.batch_alter_table("bar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bar_case_id_member_id"), ["case_id", "member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bar_member_id"), ["member_id"], unique=False)

    op.create_table(
        "fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("source_code", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_fact_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_fact_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_fact_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_case_id_owner_id"), ["case_id", "owner_id"], unique=False)

    op.create_table(
        "information_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_information_request_answered")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_information_request_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_information_request_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_information_request_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
    )
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_information_request_case_id"), ["case_id"], unique=False)

    op.create_table(
        "level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "level <> 'not_highest_risk' OR meeting_id IS NOT NULL", name=op.f("ck_level_lowered_in_meeting")
        ),
        sa.CheckConstraint("reason_sealed IS NOT NULL", name=op.f("ck_level_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_level_case_id_case")),
        sa.ForeignKeyConstraint(["set_by_id"], ["member.id"], name=op.f("fk_level_set_by_id_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_level_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
    )
    with op.batch_alter_table("level", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_level_case_id_set_at"), ["case_id", "set_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False),
        sa.Column("surname_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("given_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("patronymic_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("other_names_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_year_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sex_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("relationship_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_home_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_now_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safe_method_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safe_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safe_hours_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safe_person_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_word_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("whereabouts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("workplace_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vehicle_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("service_status_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("weapons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("school_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lives_with_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("witnessed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_at_risk_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_person_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_person_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_case_id_part"), ["case_id", "part"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_plan_agreed")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_case_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_plan_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_plan_case_id")),
    )
    op.create_table(
        "research_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by_id", sa.Uuid(), nullable=True),
        sa.Column("survivor", sa.String(length=40), nullable=True),
        sa.Column("perpetrator", sa.String(length=40), nullable=True),
        sa.Column("children", sa.String(length=40), nullable=True),
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offer_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(filed_at IS NULL) = (filed_by_id IS NULL)", name=op.f("ck_research_return_filed")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_research_return_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_research_return_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_research_return_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_return")),
        sa.UniqueConstraint("case_id", "owner_id", name=op.f("uq_research_return_case_id_owner_id")),
    )
    op.create_table(
        "safety_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_with_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("held_by_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_word_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("if_found_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_safety_plan_confirmed")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_safety_plan_case_id_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], name=op.f("fk_safety_plan_owner_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_safety_plan_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_safety_plan_case_id")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_seat_agency_id_agency")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_seat_case_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_seat_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("case_id", "agency_id", name=op.f("uq_seat_case_id_agency_id")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_agency_id_ended_at"), ["agency_id", "ended_at"], unique=False)

    op.create_table(
        "share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_kind", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("basis_code", sa.String(length=40), nullable=False),
        sa.Column("catalogue_version", sa.String(length=40), nullable=False),
        sa.Column("consent", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("necessity_code", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.String(length=40), nullable=True),
        sa.Column("format", sa.String(length=40), nullable=True),
        sa.Column("copy_number", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("necessity_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("holder_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("permission_reference_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("copy_number IS NULL OR copy_number > 0", name=op.f("ck_share_copy_number")),
        sa.CheckConstraint(
            "sender_id IS NULL OR recipient_id IS NULL OR sender_id <> recipient_id", name=op.f("ck_share_two_agencies")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_share_case_id_case")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["member.id"], name=op.f("fk_share_recorded_by_id_member")),
        sa.ForeignKeyConstraint(["sender_id"], ["agency.id"], name=op.f("fk_share_sender_id_agency")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_share_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
    )
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_agenda_item_id"), ["agenda_item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_share_case_id_recipient_kind_recipient_id"),
            ["case_id", "recipient_kind", "recipient_id"],
            unique=False,
        )

    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("danger_factor", sa.String(length=60), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("needs_consent", sa.Boolean(), nullable=False),
        sa.Column("reveals_source", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("danger_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_by_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(reported_at IS NULL) = (reported_by_id IS NULL)", name=op.f("ck_action_reported")),
        sa.CheckConstraint("danger_factor IS NOT NULL OR danger_sealed IS NOT NULL", name=op.f("ck_action_danger")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_action_agency_id_agency")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_action_case_id_case")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_action_member_id_member")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_action_plan_id_plan")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_action_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_agency_id_status_due_on"), ["agency_id", "status", "due_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_action_case_id_domain_due_on"), ["case_id", "domain", "due_on"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("factor", sa.String(length=60), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_answer_case_id_case")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_answer_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("assessment_id", "factor", name=op.f("uq_answer_assessment_id_factor")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consensus",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("final_decider_id", sa.Uuid(), nullable=True),
        sa.Column("provisional_until", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("informer_id", sa.Uuid(), nullable=True),
        sa.Column("inform_by_on", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dissent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("survivor_voice_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("missing_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("protection_now_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("inform_how_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state <> 'not_agreed' OR provisional_until IS NOT NULL", name=op.f("ck_consensus_provisional")
        ),
        sa.CheckConstraint("reason_sealed IS NOT NULL", name=op.f("ck_consensus_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consensus_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"], name=op.f("fk_consensus_decided_by_id_member")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_consensus_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_consensus_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_consensus_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
        sa.UniqueConstraint("item_id", name=op.f("uq_consensus_item_id")),
    )
    with op.batch_alter_table("consensus", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consensus_case_id_decided_at"), ["case_id", "decided_at"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_position_agency_id_agency")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_position_case_id_case")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_position_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_position_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("item_id", "agency_id", name=op.f("uq_position_item_id_agency_id")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_case_id"), ["case_id"], unique=False)

    op.create_table(
        "safety_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("is_printed", sa.Boolean(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_safety_section_case_id_case")),
        sa.ForeignKeyConstraint(["plan_id"], ["safety_plan.id"], name=op.f("fk_safety_section_plan_id_safety_plan")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_safety_section_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_section")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_safety_section_plan_id_code")),
    )
    with op.batch_alter_table("safety_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_section_case_id"), ["case_id"], unique=False)

    op.create_table(
        "share_end",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_share_end_case_id_case")),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_end_share_id_share")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_share_end_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_end")),
        sa.UniqueConstraint("share_id", name=op.f("uq_share_end_share_id")),
    )
    with op.batch_alter_table("share_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_end_case_id"), ["case_id"], unique=False)

    op.create_table(
        "share_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_share_line_case_id_case")),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_line_share_id_share")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_share_line_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_line")),
        sa.UniqueConstraint("share_id", "item_id", "category", name=op.f("uq_share_line_share_id_item_id_category")),
    )
    with op.batch_alter_table("share_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_line_case_id"), ["case_id"], unique=False)

    op.create_table(
        "share_recipient",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_share_recipient_agency_id_agency")),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_recipient_share_id_share")),
        sa.PrimaryKeyConstraint("share_id", "agency_id", name=op.f("pk_share_recipient")),
    )
    with op.batch_alter_table("share_recipient", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_share_recipient_agency_id_share_id"), ["agency_id", "share_id"], unique=False
        )
    if op.get_bind().dialect.name == "postgresql":
        for statement in LEDGER_FUNCTIONS:
            op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function icat_ledger_append(uuid, bytea, bigint)")
        op.execute("drop function icat_ledger_lock(uuid)")
    with op.batch_alter_table("share_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_recipient_agency_id_share_id"))

    op.drop_table("share_recipient")
    with op.batch_alter_table("share_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_line_case_id"))

    op.drop_table("share_line")
    with op.batch_alter_table("share_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_end_case_id"))

    op.drop_table("share_end")
    with op.batch_alter_table("safety_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_section_case_id"))

    op.drop_table("safety_section")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_case_id"))

    op.drop_table("position")
    with op.batch_alter_table("consensus", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_case_id_decided_at"))

    op.drop_table("consensus")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_case_id"))

    op.drop_table("answer")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_case_id_domain_due_on"))
        batch_op.drop_index(batch_op.f("ix_action_agency_id_status_due_on"))

    op.drop_table("action")
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_case_id_recipient_kind_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_share_agenda_item_id"))

    op.drop_table("share")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_agency_id_ended_at"))

    op.drop_table("seat")
    op.drop_table("safety_plan")
    op.drop_table("research_return")
    op.drop_table("plan")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_case_id_part"))

    op.drop_table("person")
    with op.batch_alter_table("level", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_level_case_id_set_at"))

    op.drop_table("level")
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_information_request_case_id"))

    op.drop_table("information_request")
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_case_id_owner_id"))

    op.drop_table("fact")
    with op.batch_alter_table("bar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bar_member_id"))
        batch_op.drop_index(batch_op.f("ix_bar_case_id_member_id"))

    op.drop_table("bar")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_case_id_made_at"))

    op.drop_table("assessment")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_case_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_case_id"))
        batch_op.drop_index(batch_op.f("ix_referral_author_id_state"))

    op.drop_table("referral")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_team_id_stage_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_case_team_id_hromada_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_case_team_id_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_case_referrer_id"))

    op.drop_table("case")
    op.drop_table("attendance")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_team_id"))
        batch_op.drop_index(batch_op.f("ix_member_agency_id"))
        batch_op.drop_index(batch_op.f("ix_member_account_id"))

    op.drop_table("member")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_team_id_held_at"))

    op.drop_table("meeting")
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_form_account_id"))

    op.drop_table("kept_form")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_account_id"))

    op.drop_table("auth_session")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_team_id"))

    op.drop_table("agency")
    op.drop_table("team_key")
    op.drop_table("team")
    op.drop_table("ledger_head")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_team_id_basis_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_team_id_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_team_id_agency_id_at"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_team_id_actor_id_at"))

    op.drop_table("ledger_entry")
    op.drop_table("ledger_detail")
    with op.batch_alter_table("ledger_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_case_team_id_case_id_seq"))

    op.drop_table("ledger_case")
    op.drop_table("ledger")
    op.drop_table("installation_log")
    op.drop_table("installation")
    op.drop_table("data_key")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_key"))

    op.drop_table("attempt")
    op.drop_table("account")
