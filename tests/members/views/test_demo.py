"""A demonstration: entered with a button, on this machine only, and nowhere else."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from icat.app import create_app, refuse_demo_in_the_open
from icat.cli.init import make_installation
from icat.config import Config
from icat.db import engine as db
from icat.errors import ConfigError
from icat.legal import Sector
from icat.members.commands.founding import appoint, found_team, open_account
from icat.policy.roles import Role
from tests.client import CheckedClient
from tests.make import HROMADA, STARTED
from tests.members.signing import words


@pytest.fixture
def demo(tmp_path) -> Iterator[Config]:  # type: ignore[no-untyped-def]
    """A demonstration with a team in it."""
    config = Config(data_dir=tmp_path / "data", key_file=tmp_path / "demo.key", argon2_memory_kib=64)
    make_installation(config, is_demo=True)
    db.end()
    yield config
    db.end()
    db.database().dispose()


def test_a_demonstration_is_served_on_this_machine_only(demo):
    for bind in ("0.0.0.0:8000", "192.168.1.5:8000", "[::]:8000", "icat.example.org:80", "unix:/x", "127.0.0.1.x:80"):
        with pytest.raises(ConfigError, match="only be served on this machine"):
            create_app(replace(demo, bind=bind))
    for bind in ("127.0.0.1:8000", "localhost:80", "[::1]:8000"):
        refuse_demo_in_the_open(replace(demo, bind=bind))


def test_a_demonstration_is_not_served_behind_a_proxy(demo):
    with pytest.raises(ConfigError, match="only be served on this machine"):
        create_app(replace(demo, trusted_proxies=1))
    db.database().dispose()


def test_a_demonstration_says_that_it_is_one_and_is_entered_with_a_button(demo):
    team_id, (agency_id,) = found_team("KHM", "Команда", [HROMADA], [("Поліція", "Поліція", Sector.POLICE, True)])
    account = open_account("one", "Лідія Кравець", "", "")
    appoint(team_id, "KHM", account, agency_id, [Role.MEMBER], position="", from_on=STARTED)
    app = create_app(demo)
    app.test_client_class = CheckedClient
    client = app.test_client()
    client.set_cookie("icat-language", "en")

    assert client.get("/cases").headers["Location"].startswith("/demo/sign-in")
    people = client.get("/demo/sign-in?next=/cases")
    assert "All people and cases here are invented" in words(people)
    assert "Лідія Кравець" in words(people)
    assert client.act("/demo/sign-in/khm-7", seen_on="/demo/sign-in").status_code == 404
    entered = client.act("/demo/sign-in/khm-1", {"next": "/cases"}, seen_on="/demo/sign-in")
    assert entered.headers["Location"] == "/cases"
    assert "Лідія Кравець" in words(client.get("/cases"))
    for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Proto"):
        assert client.get("/demo/sign-in", headers={name: "x"}).status_code == 403
    db.end()
    db.database().dispose()
