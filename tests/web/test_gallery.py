"""The gallery of components: one page, for those who build the pages, and in a demonstration only."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from icat.app import create_app
from icat.cli.init import make_installation
from icat.config import Config
from icat.db import engine as db
from icat.i18n import speaking
from icat.legal import Sector
from icat.members.commands.founding import appoint, found_team, open_account
from icat.policy.roles import Role
from icat.web.gallery import specimens
from tests.client import CheckedClient
from tests.make import HROMADA, STARTED
from tests.members.signing import words

PAGE = "/demo/components"
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Flask]:
    """A demonstration with one member in it."""
    config = Config(
        data_dir=tmp_path / "data",
        key_file=tmp_path / "demo.key",
        signing_key_file=tmp_path / "demo-signing.key",
        argon2_memory_kib=64,
    )
    make_installation(config, is_demo=True)
    team_id, (agency_id,) = found_team("KHM", "Команда", [HROMADA], [("Поліція", "Поліція", Sector.POLICE, True)])
    account = open_account("one", "Лідія Кравець", "", "")
    appoint(team_id, "KHM", account, agency_id, [Role.MEMBER], position="", from_on=STARTED)
    db.end()
    db.database().dispose()
    app = create_app(config)
    app.testing = True
    app.test_client_class = CheckedClient
    yield app
    db.end()
    db.database().dispose()


def entered(demo: Flask, language: str) -> CheckedClient:
    client = CheckedClient(demo, demo.response_class)
    client.set_cookie("icat-language", language)
    assert client.act("/demo/sign-in/khm-1", {"next": "/"}, seen_on="/demo/sign-in").status_code in (302, 303)
    return client


def test_a_demonstration_shows_every_component_to_who_has_signed_in(demo: Flask) -> None:
    client = demo.test_client()
    client.set_cookie("icat-language", "en")
    assert client.get(PAGE).status_code == 302

    for language, her_name in (("en", "Halahan Yeva Yizhakivna"), ("uk", "Ґалаґан Єва Їжаківна")):
        page = entered(demo, language).get(PAGE)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.get_data(as_text=True)
        assert her_name in words(page)


def test_elsewhere_there_is_no_such_page_for_anybody(client_for, world) -> None:  # type: ignore[no-untyped-def]
    for somebody in (world.chair, world.coordinator, world.doctor):
        assert client_for(somebody).get(PAGE).status_code == 404


@pytest.fixture
def bare() -> Iterator[None]:
    """Where forms can be made; no database is connected, so a specimen that asked one would fail."""
    app = Flask(__name__)
    app.config |= {"WTF_CSRF_ENABLED": False}
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("bare")
def test_the_form_is_shown_refused_with_the_typing_kept_and_once_untouched() -> None:
    made = specimens()

    assert set(made) == {"form", "empty", "shown"}
    assert {"name", "born"} <= set(made["form"].errors)
    assert "Іще рядок." in made["form"].note.data
    assert not made["empty"].errors
    assert not made["empty"].note.data


@pytest.mark.usefixtures("bare")
def test_what_it_shows_is_said_in_the_language_of_the_reader() -> None:
    shown = specimens()["shown"]

    with speaking("uk"):
        assert (str(shown.name), str(shown.level)) == ("Ґалаґан Єва Їжаківна", "Найвищий ризик")
    with speaking("en"):
        assert (str(shown.name), str(shown.level)) == ("Halahan Yeva Yizhakivna", "Highest risk")


@pytest.mark.usefixtures("bare")
def test_a_draft_is_shown_only_where_there_is_an_address_that_takes_it() -> None:
    assert specimens("/draft")["shown"].autosave == "/draft"
    assert specimens()["shown"].autosave == ""


def test_the_gallery_uses_every_file_of_components() -> None:
    gallery = (TEMPLATES / "components" / "gallery.html").read_text(encoding="utf-8")
    # A confirmation is a page of its own, with a heading that another page cannot have a second time.
    there = {path.name for path in (TEMPLATES / "components").glob("[!_]*.html")} - {"gallery.html", "confirm.html"}

    assert set(re.findall(r'"components/([\w-]+\.html)"', gallery)) == there
