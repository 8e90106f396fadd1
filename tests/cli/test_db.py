"""``icat db upgrade``: brings the database to the form of this version."""

from sqlalchemy import create_engine, text

from icat.audit.checkpoint import take_checkpoint
from icat.audit.models import Occasion
from icat.cli.settings import connected
from icat.db import engine as db
from icat.db.migrate import current, head
from icat.members.commands.founding import found_team


def test_it_says_where_the_database_is_and_may_be_run_again(icat):
    icat("init")

    for _ in range(2):
        done = icat("db", "upgrade")
        assert done.exit_code == 0
        assert f"revision {head()}" in done.output


def test_a_newer_database_is_refused_in_a_sentence(icat, tmp_path):
    icat("init")
    engine = create_engine(f"sqlite:///{tmp_path / 'data' / 'icat.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    done = icat("db", "upgrade")

    assert done.exit_code == 1
    assert "made by a newer version of ICAT" in done.output
    assert current(engine) == "9999"
    engine.dispose()


def test_an_installation_that_never_had_a_signing_key_gets_one_and_keeps_it(icat, tmp_path):
    icat("init")
    (tmp_path / "icat-signing.key").unlink()

    assert "Signing key of the log: " in icat("db", "upgrade").output
    made = (tmp_path / "icat-signing.key").read_text()
    assert icat("db", "upgrade").exit_code == 0
    assert (tmp_path / "icat-signing.key").read_text() == made


def test_a_signing_key_that_is_gone_is_asked_for_and_not_replaced_by_a_new_one(icat, tmp_path):
    icat("init")
    connected(tmp_path / "icat.toml")
    team_id, _agencies = found_team("KHM", "Team", [], [])
    assert take_checkpoint(team_id, Occasion.BACKUP) is not None
    db.end()
    (tmp_path / "icat-signing.key").unlink()

    for left in (tmp_path / "icat-signing.key.heads", None):  # what the signer remembers, then what the database keeps
        done = icat("db", "upgrade")
        assert done.exit_code == 1
        assert "The signing key of the log is gone" in done.output
        assert not (tmp_path / "icat-signing.key").exists()
        if left:
            left.unlink()


def test_the_settings_file_can_be_named(icat, tmp_path):
    icat("init", "server")

    assert icat("db", "upgrade").exit_code == 1
    assert icat("db", "upgrade", "--config", tmp_path / "server" / "icat.toml").exit_code == 0
