"""Which database this code works with: neither an older nor a newer one, nor one of another key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.db.migrate import current, is_set_up, refuse_wrong_database, upgrade
from icat.errors import ConfigError
from tests.conftest import ROOT_KEY
from tests.databases import fresh_database

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


def test_a_database_of_a_newer_version_is_refused_and_left_alone(world, database, database_url, opened):
    with opened.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    for refused in (lambda: upgrade(database_url, database_url), lambda: refuse_wrong_database(RING)):
        with pytest.raises(ConfigError, match="newer version"):
            refused()
    assert current(database.engine) == "9999"


def test_an_older_database_is_refused_with_the_command_that_brings_it_up(world, database, monkeypatch):
    monkeypatch.setattr("icat.db.migrate.head", lambda: "0002")

    with pytest.raises(ConfigError, match="Run: icat db upgrade"):
        refuse_wrong_database(RING)


def test_an_empty_database_is_refused_with_the_command_that_fills_it(empty_url):
    database = db.Database(empty_url, RING)
    db.connect(database)

    with pytest.raises(ConfigError, match="Run: icat init"):
        refuse_wrong_database(RING)
    assert not is_set_up(empty_url)
    upgrade(empty_url, empty_url)
    with pytest.raises(ConfigError, match="Run: icat init"):
        refuse_wrong_database(RING)
    assert not is_set_up(empty_url)
    database.dispose()


def test_the_key_of_another_installation_is_refused(world, database, database_url):
    refuse_wrong_database(RING)

    with pytest.raises(ConfigError, match="key file does not belong to this database"):
        refuse_wrong_database(Keyring(ROOT_KEY[::-1]))
    assert is_set_up(database_url)


def test_a_database_that_cannot_be_reached_or_is_no_database_is_told_in_a_sentence(engine_name, tmp_path):
    (tmp_path / "text.sqlite3").write_text("this is no database, however one looks at it\n" * 100)
    urls = {
        "sqlite": [f"sqlite:///{tmp_path / 'text.sqlite3'}", f"sqlite:///{tmp_path / 'none' / 'icat.sqlite3'}"],
        "postgresql": ["postgresql+psycopg://nobody@127.0.0.1:1/none"],
    }
    for url in urls[engine_name]:
        database = db.Database(url, RING)
        db.connect(database)

        with pytest.raises(ConfigError, match="cannot be reached"):
            refuse_wrong_database(RING)
        database.dispose()
