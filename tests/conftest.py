"""What every test may ask for: a database on each engine, a small world in it, and a browser-like client."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from icat.config import Config, DatabaseConfig
from icat.crypto.keyring import Keyring
from icat.crypto.signing import create_signing_key
from icat.db import engine as db
from icat.db.migrate import upgrade
from icat.files import store
from icat.i18n import set_language
from tests.client import CheckedClient
from tests.databases import fresh_database, postgresql_url
from tests.make import World, make_world

ROOT_KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def english() -> None:
    """Tests speak English unless they say otherwise."""
    set_language("en")


@dataclass(frozen=True)
class Template:
    """A database that tests copy, and the world that lies in it; the world is made once, through the real commands."""

    url: str
    world: World


def _filled(url: str) -> Template:
    upgrade(url, url)
    connected = db.Database(url, Keyring(ROOT_KEY))
    db.connect(connected)
    world = make_world()
    db.end()
    connected.dispose()
    return Template(url, world)


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The world on SQLite."""
    return _filled(f"sqlite:///{tmp_path_factory.mktemp('template') / 'icat.sqlite3'}")


@pytest.fixture(scope="session")
def on_postgresql() -> Iterator[Template | None]:
    """The world on PostgreSQL; none where there is no server."""
    server = postgresql_url()
    if server is None:
        yield None
        return
    with fresh_database(server) as url:
        yield _filled(url)


# What goes through pages alone, or draws long stories by chance that the SQLite run draws too.
ABOVE_THE_DATA = {"test_outside.py", "test_wall.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages and forms stand on commands and queries that run on both engines: on PostgreSQL they are for --long."""
    for item in items:
        above_the_data = {"views", "forms"} & set(item.path.parts) or item.path.name in ABOVE_THE_DATA
        if above_the_data and getattr(item, "callspec", None) and "postgresql" in item.callspec.params.values():
            item.add_marker("long")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that touches a database runs on both engines."""
    return str(request.param)


@pytest.fixture
def template(engine_name: str, request: pytest.FixtureRequest) -> Template:
    """The template of this test's engine."""
    found: Template | None = request.getfixturevalue(f"on_{engine_name}")
    if found is None:
        assert os.environ.get("CI") is None, "PostgreSQL must not be missing in CI"
        pytest.skip("no PostgreSQL here: half of the data layer is untested")
    return found


@pytest.fixture
def database_url(template: Template, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the world."""
    url = make_url(template.url)
    if url.get_backend_name() == "sqlite":
        copy = tmp_path / "icat.sqlite3"
        copy.write_bytes(Path(url.database or "").read_bytes())
        yield f"sqlite:///{copy}"
    else:
        with fresh_database(template.url, url.database) as copied:
            yield copied


@pytest.fixture
def signing_key(tmp_path: Path) -> Path:
    """The signing key of the log."""
    create_signing_key(tmp_path / "icat-signing.key")
    return tmp_path / "icat-signing.key"


@pytest.fixture
def database(database_url: str, signing_key: Path, tmp_path: Path) -> Iterator[db.Database]:
    """A connected copy of the world."""
    connected = db.Database(database_url, Keyring(ROOT_KEY), signing_key_file=signing_key, pool_size=4)
    db.connect(connected)
    store.connect(tmp_path)
    yield connected
    db.end()
    connected.dispose()


@pytest.fixture
def world(database: db.Database, template: Template) -> World:
    """A team with its agencies and one member in each part of the work, in a fresh database."""
    return template.world


@pytest.fixture
def config(database_url: str, tmp_path: Path, world: World) -> Config:
    """The settings of a server over that world."""
    key_file = tmp_path / "icat.key"
    key_file.write_text(_key_text(), encoding="ascii")
    key_file.chmod(0o600)
    return Config(
        data_dir=tmp_path,
        key_file=key_file,
        signing_key_file=tmp_path / "icat-signing.key",
        database=DatabaseConfig(url=database_url),
        argon2_memory_kib=64,
    )


def _key_text() -> str:
    from icat.crypto import keyring  # noqa: PLC0415 - only here is its private form of interest

    return f"{keyring._HEADER} {ROOT_KEY.hex()} {keyring._check_value(ROOT_KEY)}\n"


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application over that world."""
    from icat.app import create_app  # noqa: PLC0415 - most tests need no web

    made = create_app(config)
    made.testing = True
    made.test_client_class = CheckedClient
    yield made
    db.end()
    db.database().dispose()


@pytest.fixture
def client_for(app: Flask, world: World):  # type: ignore[no-untyped-def]
    """Signs a member of the world in and gives the client that does so: ``client_for(world.chair)``."""

    def signed_in(member: object) -> FlaskClient:
        client = app.test_client()
        client.sign_in(member)
        return client

    return signed_in


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how often what is tested by the hundred was tried."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(f"COUNTED {report.nodeid.rpartition('::')[2]}: {value}")
