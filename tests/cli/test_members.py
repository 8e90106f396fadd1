"""``icat members found``: a team from a file; each member can sign in with what was handed over."""

import re

import pyotp
import pytest
from sqlalchemy import func, select

from icat.cli.settings import connected
from icat.db import engine as db
from icat.members.commands.signing_in import begin_session
from icat.members.models import Account, Agency, Team

ROSTER = """
code = "KHM"
name = "Команда Хмельницької громади"
hromadas = ["UA68040470000053519"]
from_on = 2026-01-12

[[agencies]]
key = "police"
name = "Районне управління поліції"
short_name = "Поліція"
sector = "police"
is_state = true

[[members]]
login = "officer"
name = "Гнат Ярошенко"
email = "officer@example.org"
agency = "police"
roles = ["referrer"]

[[members]]
login = "chair"
name = "Мирослава Гайдук"
agency = "police"
roles = ["chair", "member"]
position = "Начальниця"
"""


@pytest.fixture
def server(icat, tmp_path):  # type: ignore[no-untyped-def]
    """A fresh installation, whose passwords are hashed quickly."""
    (tmp_path / "icat.toml").write_text('argon2_memory_kib = 64\nkey_file = "icat.key"\ndata_dir = "data"\n')
    assert icat("init").exit_code == 0
    (tmp_path / "team.toml").write_text(ROSTER, encoding="utf-8")
    return icat


def count(folder, model: type) -> int:  # type: ignore[no-untyped-def]
    connected(folder / "icat.toml")
    found = db.session().scalar(select(func.count()).select_from(model)) or 0
    db.end()
    db.database().dispose()
    return found


def test_each_member_can_sign_in_with_what_was_handed_over(server, tmp_path):
    done = server("members", "found", "team.toml")

    assert done.exit_code == 0, done.output
    assert "They are shown once." in done.output
    handed = re.findall(r"\n(.+)\n  (\S+)\n  (\S+)\n  (otpauth://\S+)", done.output)
    assert [(name, login) for name, login, _, _ in handed] == [
        ("Гнат Ярошенко", "officer"),
        ("Мирослава Гайдук", "chair"),
    ]
    connected(tmp_path / "icat.toml")
    for _, login, password, uri in handed:
        code = pyotp.parse_uri(uri).now()
        assert begin_session(login, password, code, address="", device="", device_token="", memory_kib=64)[0]
    reached = {account.name: account.email for account in db.session().scalars(select(Account))}
    assert reached == {"Гнат Ярошенко": "officer@example.org", "Мирослава Гайдук": ""}
    db.end()
    db.database().dispose()


def test_a_team_is_founded_once(server, tmp_path):
    server("members", "found", "team.toml")
    (tmp_path / "again.toml").write_text(ROSTER.replace('"officer"', '"o2"').replace('"chair"\nname', '"c2"\nname'))

    done = server("members", "found", "again.toml")

    assert done.exit_code == 1
    assert "There is a team with the code KHM already." in done.output
    assert (count(tmp_path, Team), count(tmp_path, Account)) == (1, 2)


def test_a_sign_in_name_that_is_taken_is_found_before_anything_is_made(server, tmp_path):
    server("members", "found", "team.toml")
    (tmp_path / "other.toml").write_text(ROSTER.replace("KHM", "LVV").replace('"officer"', '"CHAIR "'))
    (tmp_path / "other.toml").write_text((tmp_path / "other.toml").read_text().replace('"chair"\nname', '"c2"\nname'))

    done = server("members", "found", "other.toml")

    assert done.exit_code == 1
    assert "These sign-in names are taken: CHAIR" in done.output
    assert (count(tmp_path, Team), count(tmp_path, Agency), count(tmp_path, Account)) == (1, 1, 2)


def test_a_faulty_team_file_makes_nothing(server, tmp_path):
    (tmp_path / "team.toml").write_text(ROSTER.replace('["chair", "member"]', '["chief"]'), encoding="utf-8")

    done = server("members", "found", "team.toml")

    assert done.exit_code == 1
    assert "team.toml is wrong" in done.output
    assert (count(tmp_path, Team), count(tmp_path, Account)) == (0, 0)


def test_without_an_installation_it_says_what_is_missing(icat, tmp_path):
    (tmp_path / "team.toml").write_text(ROSTER, encoding="utf-8")

    done = icat("members", "found", "team.toml")

    assert done.exit_code == 1
    assert "There is no configuration file" in done.output
