"""a log is a team's: the function that appends asks whether there is such a team."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# As in 0001, with the question before anything else; replaced in place, so that its rights stay as they were given.
APPEND = """
    create or replace function icat_ledger_append(team uuid, body bytea, moment bigint) returns bigint
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
# As it was: without its first question.
BEFORE = "\n".join(APPEND.split("\n")[:8] + APPEND.split("\n")[11:])


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(APPEND)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(BEFORE)
