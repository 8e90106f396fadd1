"""Bringing a database to the form that this code expects, and refusing one that is newer or belongs to another key."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from icat.config import MIGRATIONS
from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.errors import ConfigError
from icat.i18n import Message

_LEDGER = ("ledger", "ledger_head")
_ADDED_TO = ("checkpoint", "cosignature")  # what was signed is never changed and never removed


def alembic_config(url: str) -> AlembicConfig:
    """Alembic, pointed at our migrations and at ``url``."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision that this code knows."""
    return str(ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head())


def current(engine: Engine) -> str | None:
    """The revision that a database is at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_set_up(url: str) -> bool:
    """Whether there is a database at ``url`` that was set up. Refuses one that cannot be reached."""
    if make_url(url).get_backend_name() == "sqlite" and not Path(make_url(url).database or "").exists():
        return False
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            known = inspect(connection).has_table("installation")
            return known and connection.scalar(text("select count(*) from installation")) != 0
    except DBAPIError as error:
        raise ConfigError(Message("The database cannot be reached.")) from error
    finally:
        engine.dispose()


def is_signed(url: str) -> bool:
    """Whether any checkpoint of a log was signed in the database at ``url``, which is in its newest form."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("select count(*) from checkpoint")))
    finally:
        engine.dispose()


def upgrade(owner_url: str, application_url: str) -> None:
    """Bring the database to the newest form as its owner, and give the application's role what it needs and no more.

    Refuses a database from a newer version.
    """
    engine = create_engine(owner_url)
    try:
        at = current(engine)
        known = {script.revision for script in ScriptDirectory.from_config(alembic_config(owner_url)).walk_revisions()}
        if at is not None and at not in known:
            raise ConfigError(Message("This database was made by a newer version of ICAT. Install that version."))
        command.upgrade(alembic_config(owner_url), "head")
        if engine.dialect.name == "postgresql":
            _grant(engine, str(make_url(application_url).username or ""))
    finally:
        engine.dispose()


def _grant(engine: Engine, role: str) -> None:
    """The application's role may read and write the work, and append to the ledger through its function only."""
    with engine.begin() as connection:
        owner = connection.scalar(text("select current_user"))
        if not role or role == owner:
            return
        quoted = connection.dialect.identifier_preparer.quote(role)
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        for table in tables:
            name = connection.dialect.identifier_preparer.quote(table)
            rights = "select, insert" if table in _ADDED_TO else "select, insert, update, delete"
            rights = "select" if table in _LEDGER else rights
            connection.exec_driver_sql(" ".join(("revoke all on", name, "from", quoted)))
            connection.exec_driver_sql(" ".join(("grant", rights, "on", name, "to", quoted)))
        connection.exec_driver_sql(f"grant select on alembic_version to {quoted}")
        append = "icat_ledger_append(uuid, bytea, bytea, bigint)"
        connection.exec_driver_sql(f"revoke all on function {append} from public")  # a restored copy forgot it
        connection.exec_driver_sql(f"grant execute on function {append} to {quoted}")


def refuse_wrong_database(keyring: Keyring) -> None:
    """Refuse a database that is older or newer than this code, was never set up, or belongs to another key."""
    engine = db.engine()
    try:
        at = current(engine)
    except DBAPIError as error:
        raise ConfigError(Message("The database cannot be reached.")) from error
    if at is None:
        raise ConfigError(Message("The database is empty. Run: icat init"))
    if at != head():
        known = {
            script.revision for script in ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions()
        }
        if at in known:
            raise ConfigError(Message("The database is from an older version. Run: icat db upgrade"))
        raise ConfigError(Message("This database was made by a newer version of ICAT. Install that version."))
    with engine.connect() as connection:
        fingerprint = connection.scalar(text("select key_fingerprint from installation"))
    if fingerprint is None:
        raise ConfigError(Message("The database is empty. Run: icat init"))
    if fingerprint != keyring.fingerprint:
        raise ConfigError(Message("The key file does not belong to this database. Bring back the right key file."))
