"""``icat demo``: invented teams, people and cases, served on this machine."""

import shutil
from pathlib import Path

import click
from sqlalchemy import create_engine

from icat.cli.init import make_installation
from icat.cli.serve import run_server
from icat.config import Config, load
from icat.db import engine as db
from icat.db.migrate import current, head
from icat.demo.making import make_demo
from icat.errors import ConfigError
from icat.files import store
from icat.i18n import Message
from icat.i18n import gettext as _

_KEYS = ("demo.key", "demo-signing.key", "demo-signing.key.heads")
_OURS = {"icat.toml", "data", *_KEYS}
_FIRST_LINE = "# A demonstration. Everybody and everything in it is invented.\n"
_SETTINGS = (
    _FIRST_LINE
    + """data_dir = "data"
key_file = "demo.key"
signing_key_file = "demo-signing.key"
bind = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
"""
)


@click.command(help=_("Make a demonstration and serve it on this machine. An earlier one is served again."))
@click.option("--data", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("data/demo"))
@click.option("--seed", default=7, show_default=True, help=_("The same seed makes the same people and cases."))
@click.option("--cases", default=18, show_default=True, type=click.IntRange(0, 100_000), help=_("How many cases."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("Where it is served."))
@click.option("--no-serve", is_flag=True, help=_("Make the data only."))
@click.option("--fresh", is_flag=True, help=_("Throw away an earlier one first."))
def demo(folder: Path, seed: int, cases: int, port: int, no_serve: bool, fresh: bool) -> None:
    """Make a demonstration and serve it on this machine. An earlier one in the same folder is served again."""
    settings = folder / "icat.toml"
    if fresh:
        throw_away(folder)
    elif settings.exists():
        refuse_other_installation(folder)
    if not (folder / "data" / "icat.sqlite3").exists():
        folder.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS.format(port=port), encoding="utf-8")
        make_installation(load(settings), is_demo=True)
        with click.progressbar(length=cases, label=_("Making invented cases")) as bar:
            make_demo(seed, cases, bar.update)
        db.end()
    else:
        settings.write_text(_SETTINGS.format(port=port), encoding="utf-8")
        refuse_other_version(load(settings))
    if not no_serve:
        click.echo(_("The demonstration is at http://127.0.0.1:%(port)s  (Ctrl+C stops it)", port=port))
        run_server(load(settings), settings)


def refuse_other_installation(folder: Path) -> None:
    """Refuse a folder whose settings are not those of a demonstration: it may hold the real thing."""
    settings = folder / "icat.toml"
    if not settings.exists() or not settings.read_text(encoding="utf-8").startswith(_FIRST_LINE):
        raise ConfigError(Message("%(folder)s is no demonstration. Nothing was changed.", folder=folder))


def refuse_other_version(config: Config) -> None:
    """Refuse an earlier demonstration that another version of ICAT made: nothing in it is worth carrying over."""
    engine = create_engine(config.database_url)
    try:
        at = current(engine)
    finally:
        engine.dispose()
    if at != head():
        raise ConfigError(
            Message(
                "The demonstration that lies here was made by another version of ICAT. "
                "Add --fresh to throw it away and make a new one."
            )
        )


def _is_database(path: Path) -> bool:
    return path.is_file() and path.name.startswith("icat.sqlite3")


def _is_store(path: Path) -> bool:
    """Whether nothing lies there but what the store puts there, under names that say nothing."""
    inside = [one for one in path.rglob("*") if not one.is_dir()] if path.is_dir() else []
    return path.is_dir() and path.name == "files" and all(store.is_name(one.name) for one in inside)


def throw_away(folder: Path) -> None:
    """Remove an earlier demonstration. Refuses a folder that holds anything else."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    refuse_other_installation(folder)
    data = list((folder / "data").glob("*"))
    if not {path.name for path in folder.iterdir()} <= _OURS or not all(
        _is_database(path) or _is_store(path) for path in data
    ):
        raise ConfigError(
            Message("%(folder)s holds other things than a demonstration. Nothing was removed.", folder=folder)
        )
    for path in data:
        if _is_store(path):
            shutil.rmtree(path)
        else:
            path.unlink()
    for name in ("icat.toml", *_KEYS):
        (folder / name).unlink(missing_ok=True)
