"""What the application's role tries against the log on a connection of its own, by name, and each attempt is refused.

Whoever steals the application's password has this role. They can read and write the work; to the log they can only
add, and what they add stands in the chain of a team that exists.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from icat.audit.verify import verify
from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.db.migrate import upgrade
from tests.conftest import ROOT_KEY, Template
from tests.databases import fresh_database
from tests.make import World, make_world

ROLE = "icat_thief"
REFUSED = "permission denied|must be owner|must be superuser|must have admin option|cannot set parameter"
LEAF = "(team_id, seq, payload, leaf_hash, chain) values (:team, 100000, 'x', 'x', 'x')"
APPEND = (
    "icat_ledger_append(team uuid, body_before bytea, body_after bytea, moment bigint, out seq bigint, out at bigint)"
)

ATTEMPTS = {
    "writes a leaf past the function": f"insert into ledger {LEAF}",
    "writes a leaf as a copy of another": "insert into ledger select team_id, seq + 90000, payload, leaf_hash, chain"
    " from ledger",
    "changes a leaf": "update ledger set payload = 'x'",
    "changes the number of a leaf": "update ledger set seq = seq + 1",
    "removes a leaf": "delete from ledger where seq = 1",
    "empties the log": "truncate ledger",
    "empties the log with all that hangs on it": "truncate ledger cascade",
    "writes a head": "insert into ledger_head (team_id, seq, chain, at) values (gen_random_uuid(), 1, 'x', 1)",
    "moves the head": "update ledger_head set seq = 0",
    "turns the head's time back": "update ledger_head set at = 0",
    "removes the head": "delete from ledger_head",
    "empties the heads": "truncate ledger_head",
    "merges over the head": "merge into ledger_head using (select 1) one on true when matched then update set seq = 0",
    "drops the log": "drop table ledger",
    "drops the heads": "drop table ledger_head cascade",
    "adds a column": "alter table ledger add column mine integer",
    "renames the log": "alter table ledger rename to old",
    "turns the triggers of the log off": "alter table ledger disable trigger all",
    "turns the triggers of the head off": "alter table ledger_head disable trigger user",
    "puts a trigger on the log": "create trigger mine before insert on ledger execute function"
    " suppress_redundant_updates_trigger()",
    "puts a rule on the log": "create rule mine as on insert to ledger do instead nothing",
    "plays the replica, for which no trigger fires": "set session_replication_role = replica",
    "locks everybody out": "lock table ledger in exclusive mode",
    "copies a file into the log": "copy ledger from '/etc/passwd'",
    "copies the log into a program": "copy ledger to program 'cat'",
    "reads a file of the server": "select pg_read_file('/etc/passwd')",
    "takes the log over": f"alter table ledger owner to {ROLE}",
    "gives itself the right": f"grant update on ledger to {ROLE}; update ledger set payload = 'x'",  # noqa: S608
    "gives everybody the right": "grant delete on ledger to public; delete from ledger",
    "makes itself the owner of everything": f"alter role {ROLE} superuser",
    "becomes the owner": "set role postgres",
    "signs in as the owner": "set session authorization postgres",
    "puts its own function in place of ours": f"create or replace function {APPEND} language sql"
    " as 'select 1::bigint, 1::bigint'",
    "makes our function run as whoever calls it": "alter function icat_ledger_append(uuid, bytea, bytea, bigint)"
    " security invoker",
    "lets our function find its own tables first": "alter function icat_ledger_append(uuid, bytea, bytea, bigint)"
    " set search_path = pg_temp, public",
    "drops our function": "drop function icat_ledger_append(uuid, bytea, bytea, bigint)",
    "makes a table": "create table mine (id integer)",
    "makes a schema": "create schema mine",
    "pretends to be of another version": "update alembic_version set version_num = 'x'",
}
# Through the function itself, with what is not true; each with the words of its refusal.
FORGED = {
    "names a number of its own": (
        "select icat_ledger_append(:team, 100000::bigint, 'x'::bytea, 'x'::bytea, 9)",
        "does not exist",
    ),
    "begins the log of a team that there is not": (
        "select icat_ledger_append(gen_random_uuid(), 'x', 'x', 9000000000000000)",
        "no such team",
    ),
    "names no team": ("select icat_ledger_append(null, 'x', 'x', 9000000000000000)", "no such team"),
    "appends nothing": ("select icat_ledger_append(:team, null, 'x', 9000000000000000)", "null value"),
}


@pytest.fixture(scope="module")
def robbed(on_postgresql: Template | None) -> Iterator[tuple[db.Database, World]]:
    """A database with a world in it, reached with the stolen password."""
    if on_postgresql is None:
        pytest.skip("no PostgreSQL here")
    with fresh_database(on_postgresql.url) as owner_url:
        engine = create_engine(owner_url)
        with engine.begin() as connection:
            connection.execute(text(f"drop role if exists {ROLE}"))
            connection.execute(text(f"create role {ROLE} login password 'x'"))
        url = make_url(owner_url).set(username=ROLE, password="x").render_as_string(hide_password=False)
        upgrade(owner_url, url)
        database = db.Database(url, Keyring(ROOT_KEY))
        db.connect(database)
        world = make_world()
        db.end()
        yield database, world
        db.end()
        database.dispose()
        with engine.begin() as connection:
            connection.execute(text(f"drop owned by {ROLE}"))
            connection.execute(text(f"drop role {ROLE}"))
        engine.dispose()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_applications_role_is_refused_when_it(robbed: tuple[db.Database, World], attempt: str) -> None:
    insist_on_refusal(robbed, ATTEMPTS[attempt], REFUSED)


@pytest.mark.parametrize("attempt", FORGED)
def test_the_function_refuses_whoever(robbed: tuple[db.Database, World], attempt: str) -> None:
    insist_on_refusal(robbed, *FORGED[attempt])


def insist_on_refusal(robbed: tuple[db.Database, World], statement: str, words: str) -> None:
    """Try it; afterwards the log is as it was."""
    database, world = robbed
    given = {"team": world.team_id} if ":team" in statement else {}
    before = whole(database, world)

    with pytest.raises(DBAPIError, match=words), database.engine.begin() as connection:
        connection.execute(text(statement), given)

    assert whole(database, world) == before


def whole(database: db.Database, world: World) -> tuple[int, str]:
    """The size and the head of a log in which nothing is wrong."""
    with database.open_reading() as session:
        verdict = verify(session, world.team_id)
    assert verdict.is_intact, verdict
    return verdict.size, verdict.head
