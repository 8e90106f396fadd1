"""Migrations: they make what the models say, there and back with rows in the tables, and whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from icat.audit.checkpoint import deposit, take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Custody, LedgerLeaf, Occasion
from icat.audit.recording import change
from icat.crypto.keyring import Keyring
from icat.crypto.signing import create_signing_key
from icat.db import engine as db
from icat.db.base import Base
from icat.db.migrate import alembic_config, current, head, refuse_wrong_database, upgrade
from icat.members.models import Team
from tests.conftest import ROOT_KEY
from tests.databases import fresh_database
from tests.make import make_case, make_world

RING = Keyring(ROOT_KEY)


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with nothing in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    with fresh_database(request.getfixturevalue("template").url) as url:
        yield url


@pytest.fixture
def opened(database_url: str) -> Iterator[Engine]:
    """A plain engine over the world."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def test_the_newest_revision_makes_what_the_models_say(opened):
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_each_rule_of_the_models_holds_in_the_database(opened):
    """Alembic does not compare rules of rows, so they are compared here, by name and in number."""
    looked = inspect(opened)

    for table in Base.metadata.sorted_tables:
        told = {str(rule.name) for rule in table.constraints if hasattr(rule, "sqltext")}
        assert {str(rule["name"]) for rule in looked.get_check_constraints(table.name)} == told, table.name


def test_there_is_one_line_of_revisions():
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))

    assert len(scripts.get_heads()) == 1
    assert [script.revision for script in scripts.walk_revisions()][-1] == "0001"


def test_down_and_up_again_with_rows_in_the_tables(world, database, database_url):
    make_case(world, seats=[world.health])
    with change(world.chair.actor) as work:
        work.record(Event.TEAM_CREATED, words={"note": "kept"})
    db.end()
    database.dispose()

    command.downgrade(alembic_config(database_url), "base")
    assert tables(database_url) == {"alembic_version"}
    upgrade(database_url, database_url)

    assert tables(database_url) >= {table.name for table in Base.metadata.sorted_tables}
    db.connect(db.Database(database_url, RING))
    assert make_world().code == "KHM"
    db.end()
    db.database().dispose()


def test_bringing_up_what_is_up_changes_nothing(world, database, database_url):
    upgrade(database_url, database_url)

    assert current(database.engine) == head()
    assert db.session().scalar(select(func.count()).select_from(Team)) == 2


def test_a_migration_that_fails_leaves_nothing_behind(empty_url):
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("create table team (in_the_way integer)"))

    with pytest.raises(DBAPIError):
        upgrade(empty_url, empty_url)

    assert tables(empty_url) <= {"team", "alembic_version"}
    assert current(engine) is None
    engine.dispose()


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


# PostgreSQL with an owner and a role for the application


@pytest.fixture
def application(on_postgresql) -> Iterator[db.Database]:  # type: ignore[no-untyped-def]
    """A fresh database that its owner made, reached as the application reaches it."""
    if on_postgresql is None:
        pytest.skip("no PostgreSQL here")
    with fresh_database(on_postgresql.url) as owner_url:
        role, engine = "icat_app_role", create_engine(owner_url)
        with engine.begin() as connection:
            connection.execute(text(f"drop role if exists {role}"))
            connection.execute(text(f"create role {role} login password 'x'"))
        url = make_url(owner_url).set(username=role, password="x").render_as_string(hide_password=False)
        upgrade(owner_url, url)
        upgrade(owner_url, url)  # twice does no harm
        database = db.Database(url, RING)
        db.connect(database)
        yield database
        db.end()
        database.dispose()
        with engine.begin() as connection:
            connection.execute(text(f"drop owned by {role}"))
            connection.execute(text(f"drop role {role}"))
        engine.dispose()


def test_the_applications_role_can_do_all_the_work(application):
    world = make_world()
    case = make_case(world, seats=[world.health])

    refuse_wrong_database(RING)
    with application.open_reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerLeaf)) > 10
    assert case.reference.startswith("KHM-")


@pytest.mark.parametrize("table", ["ledger", "ledger_head"])
def test_the_applications_role_cannot_touch_the_ledger(application, table):
    make_world()

    for statement in (
        "insert into {} select * from {}",
        "update {} set seq = seq + 1",
        "delete from {}",
        "truncate {}",
        "drop table {}",
        "alter table {} add column mine integer",
        "create trigger mine before insert on {} execute function suppress_redundant_updates_trigger()",
        "create rule mine as on insert to {} do instead nothing",
        "lock table {} in exclusive mode",
    ):
        refuses(application, statement.format(table, table))


@pytest.mark.parametrize("table", ["checkpoint", "cosignature"])
def test_the_applications_role_can_add_what_was_signed_and_not_change_it(application, tmp_path, table):
    create_signing_key(tmp_path / "signing.key")
    application.signing_key_file = tmp_path / "signing.key"
    world = make_world()
    head = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    with db.writing() as session:
        deposit(session, head.id, Custody.MAIL, world.officer.actor.agency_id)
        session.commit()

    for statement in ("update {} set team_id = id", "delete from {}", "truncate {}", "drop table {}"):
        refuses(application, statement.format(table))


def test_the_applications_role_owns_nothing(application):
    for statement in (
        "create table mine (id integer)",
        "update alembic_version set version_num = 'x'",
        "drop function icat_ledger_append(uuid, bytea, bytea, bigint)",
        "alter table team disable trigger all",
    ):
        refuses(application, statement)


def refuses(application: db.Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied|must be owner"), application.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_ledgers_function_takes_no_table_of_the_caller_for_the_ledger(application):
    world = make_world()
    with application.engine.begin() as connection:
        before = connection.scalar(text("select max(seq) from ledger where team_id = :team"), {"team": world.team_id})
        connection.execute(text("create temporary table ledger_head (like ledger_head)"))
        connection.execute(text("grant all on ledger_head to public"))
        connection.execute(
            text("insert into pg_temp.ledger_head values (:team, 5000, 'forged', 0)"), {"team": world.team_id}
        )
        number = connection.scalar(
            text("select seq from icat_ledger_append(:team, 'x', 'x', 9000000000000000)"), {"team": world.team_id}
        )

    assert number == before + 1


def test_time_in_the_ledger_cannot_be_turned_back_by_the_applications_role(application):
    world = make_world()
    head_at = text("select at from ledger_head where team_id = :team")

    with application.engine.begin() as connection:
        before = connection.scalar(head_at, {"team": world.team_id})
        said = connection.scalar(text("select at from icat_ledger_append(:team, 'x', 'x', 1)"), {"team": world.team_id})
        after = connection.scalar(head_at, {"team": world.team_id})

    assert before == said == after
    assert before > 1
