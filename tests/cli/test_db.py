"""``icat db upgrade``: brings the database to the form of this version."""

from sqlalchemy import create_engine, text

from icat.db.migrate import current, head


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


def test_the_settings_file_can_be_named(icat, tmp_path):
    icat("init", "server")

    assert icat("db", "upgrade").exit_code == 1
    assert icat("db", "upgrade", "--config", tmp_path / "server" / "icat.toml").exit_code == 0
