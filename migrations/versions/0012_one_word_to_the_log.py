"""one word to the log: the function takes its turn, says the time and appends, so that others wait for it less."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Whoever waited for their turn may hold an older time than the entry before theirs: so the function writes the time
# into the payload, between the two parts that it is given, and not who calls it.
# pg_temp is named last, because unnamed it is searched first: a temporary ledger_head would be taken for the real one.
APPEND = """
    create function icat_ledger_append(
        team uuid, body_before bytea, body_after bytea, moment bigint, out seq bigint, out at bigint
    )
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare head ledger_head; hashed bytea; linked bytea; body bytea;
    begin
        perform pg_advisory_xact_lock(hashtextextended(team::text, 1));
        select * into head from ledger_head known where known.team_id = team;
        if not found then
            if not exists (select from public.team known where known.id = icat_ledger_append.team) then
                raise exception 'there is no such team';
            end if;
            head.team_id := team; head.seq := 0; head.at := 0;
            head.chain := sha256(convert_to('icat ledger 1', 'UTF8'));
            insert into ledger_head (team_id, seq, chain, at) values (team, 0, head.chain, 0);
        end if;
        seq := head.seq + 1;
        at := greatest(moment, head.at);
        body := body_before || convert_to(at::text, 'UTF8') || body_after;
        hashed := sha256('\\x00'::bytea || int8send(seq) || body);
        linked := sha256('\\x02'::bytea || head.chain || hashed);
        insert into ledger (team_id, seq, payload, leaf_hash, chain)
            values (team, icat_ledger_append.seq, body, hashed, linked);
        update ledger_head known set seq = icat_ledger_append.seq, chain = linked, at = icat_ledger_append.at
            where known.team_id = team;
    end $$
"""
# As 0001 and 0011 made them.
LOCK_BEFORE = """
    create function icat_ledger_lock(team uuid) returns bigint
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare last_at bigint;
    begin
        perform pg_advisory_xact_lock(hashtextextended(team::text, 1));
        select at into last_at from ledger_head where team_id = team;
        return coalesce(last_at, 0);
    end $$
"""
APPEND_BEFORE = """
    create function icat_ledger_append(team uuid, body bytea, moment bigint) returns bigint
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare head ledger_head; hashed bytea; linked bytea;
    begin
        perform pg_advisory_xact_lock(hashtextextended(team::text, 1));
        select * into head from ledger_head where team_id = team;
        if not found then
            if not exists (select from public.team known where known.id = icat_ledger_append.team) then
                raise exception 'there is no such team';
            end if;
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
"""


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function icat_ledger_lock(uuid)")
        op.execute("drop function icat_ledger_append(uuid, bytea, bigint)")
        op.execute(APPEND)
        op.execute("revoke all on function icat_ledger_append(uuid, bytea, bytea, bigint) from public")


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function icat_ledger_append(uuid, bytea, bytea, bigint)")
        op.execute(LOCK_BEFORE)
        op.execute(APPEND_BEFORE)
        op.execute("revoke all on function icat_ledger_lock(uuid) from public")
        op.execute("revoke all on function icat_ledger_append(uuid, bytea, bigint) from public")
