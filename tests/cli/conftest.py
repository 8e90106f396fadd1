"""A terminal: runs one command line as a person would, and gives what it said."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from icat.cli import main
from icat.config import Config
from icat.db import engine as db

Terminal = Callable[..., Result]


@pytest.fixture
def icat(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Terminal]:
    """``icat("init", "folder")`` in an English terminal, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ICAT_CONFIG", raising=False)

    def run(*words: str, language: str = "en") -> Result:
        monkeypatch.setenv("ICAT_LANGUAGE", language)
        done = CliRunner().invoke(main, [str(word) for word in words])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        close()
        return done

    yield run
    close()


def close() -> None:
    db.end()
    if db._database is not None:
        db._database.dispose()


@pytest.fixture
def settings(config: Config, tmp_path: Path) -> Path:
    """A settings file of this database."""
    path = tmp_path / "icat.toml"
    path.write_text(
        f'data_dir = "{config.data_dir}"\nkey_file = "{config.key_file}"\n[database]\nurl = "{config.database_url}"\n',
        encoding="utf-8",
    )
    return path
