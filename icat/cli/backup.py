"""``icat backup`` and ``icat restore``: the copy for the day on which the machine is gone."""

import json
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from icat import __version__, clock
from icat.audit.checkpoint import take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Occasion
from icat.audit.reading import record_event
from icat.audit.verify import verify
from icat.backup.archive import Archive, reading, writing
from icat.backup.copying import Copied, copied, put_back
from icat.cli.settings import config_option, connected
from icat.config import Config, load
from icat.crypto.keyring import Keyring, read_key_file
from icat.db import engine as db
from icat.db.migrate import head, is_set_up, refuse_wrong_database, upgrade
from icat.errors import ConfigError
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system

_STAMP = "%Y%m%dT%H%M%SZ"


@click.command(help=_("Write a sealed copy of everything into FOLDER while people work."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keep",
    default=30,
    show_default=True,
    type=click.IntRange(1, 3650),
    help=_("Remove our older copies in that folder after so many days: a destroyed key must not live on in them."),
)
@config_option
def backup(folder: Path, keep: int, config_path: Path) -> None:
    """Write a sealed copy of everything into FOLDER while people work."""
    config = connected(config_path)
    keyring = db.database().keyring
    folder.mkdir(parents=True, exist_ok=True)
    at = clock.now()
    stem = f"icat-{at.astimezone(UTC):{_STAMP}}"
    data, keys = folder / f"{stem}-data.sealed", folder / f"{stem}-keys.sealed"
    with db.database().open_reading() as session:
        teams = list(session.scalars(select(Team).order_by(Team.code)))
    for team in teams:
        record_event(system(team.id, team.code), Event.BACKUP_MADE)
    heads = {team.code: take_checkpoint(team.id, Occasion.BACKUP) for team in teams}
    with ExitStack() as work:
        copy = work.enter_context(copied(config.owner_url, config.data_dir))
        kept = work.enter_context(writing(data, "data", keyring))
        kept.add_bytes("about.json", _about(at, {code: signed.note for code, signed in heads.items() if signed}))
        kept.add("database", copy.data)
        count = _add_files(kept, config.data_dir / "files")
        work.enter_context(writing(keys, "keys", keyring)).add("keys", copy.keys)
    click.echo(_("Data: %(path)s (%(n)s files)", path=data, n=count))
    click.echo(_("Keys: %(path)s", path=keys))
    for old in _outlived(folder, at - timedelta(days=keep), stem):
        old.unlink()
        click.echo(_("Removed, too old: %(path)s", path=old))
    click.echo(_("Both open with the key file only. Keep them on another machine, the key file on a third."))


@click.command(help=_("Make an empty installation into what a copy holds."))
@click.argument("data", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("keys", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@config_option
def restore(data: Path, keys: Path, config_path: Path) -> None:
    """Make an empty installation into what a copy holds. Refuses where there is anything already.

    Afterwards every log is worked out anew; what was done since the copy is lost, and the newest checkpoint that an
    agency holds tells how much that was.
    """
    config = load(config_path)
    keyring = Keyring(read_key_file(config.key_file))
    if is_set_up(config.owner_url) or (config.data_dir / "files").exists():
        raise ConfigError(Message("There is an installation here already. Nothing was overwritten."))
    config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    unpacked = config.data_dir / "restore-in-progress"
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir(mode=0o700)
    try:
        about = _unpack(data, "data", keyring, unpacked)
        _unpack(keys, "keys", keyring, unpacked)
        _insist_on_known_form(about)
        put_back(config.owner_url, Copied(unpacked / "database", unpacked / "keys"))
        if (unpacked / "files").exists():
            (unpacked / "files").replace(config.data_dir / "files")
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    upgrade(config.owner_url, config.database_url)
    _look_through(config, keyring)


def _about(at: datetime, checkpoints: dict[str, str]) -> bytes:
    """What a copy says of itself, with the checkpoint of each log as it was just before."""
    about = {"version": __version__, "revision": head(), "made_at": at.isoformat(), "checkpoints": checkpoints}
    return json.dumps(about).encode()


def _add_files(archive: Archive, folder: Path) -> int:
    """The sealed files, as they lie. One that is taken away meanwhile was named by no row of the copy."""
    count = 0
    for path in sorted(folder.glob("??/*")):
        try:
            archive.add(f"files/{path.parent.name}/{path.name}", path)
        except FileNotFoundError:
            continue
        count += 1
    return count


def _outlived(folder: Path, before: datetime, newest: str) -> list[Path]:
    found = []
    for path in sorted(folder.glob("icat-*-*.sealed")):
        try:
            made = datetime.strptime(path.name.split("-")[1], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        if made < before and not path.name.startswith(newest):
            found.append(path)
    return found


def _unpack(path: Path, kind: str, keyring: Keyring, into: Path) -> dict[str, Any]:
    """Every part of a backup file into a folder. A name that leads out of it is refused."""
    about: dict[str, Any] = {}
    with reading(path, kind, keyring) as parts:
        for name, content in parts:
            if name == "about.json":
                about = json.loads(content.read())
                continue
            target = (into / name).resolve()
            if into.resolve() not in target.parents:
                raise ConfigError(Message("%(path)s is damaged. Take another backup.", path=path))
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as file:
                target.chmod(0o600)
                shutil.copyfileobj(content, file, 1 << 20)
    return about


def _insist_on_known_form(about: dict[str, Any]) -> None:
    if about.get("revision", "") > head():
        raise ConfigError(Message("This copy was made by a newer version of ICAT. Install that version."))


def _look_through(config: Config, keyring: Keyring) -> None:
    db.connect(db.Database(config.database_url, keyring))
    refuse_wrong_database(keyring)
    with db.database().open_reading() as session:
        for team in session.scalars(select(Team).order_by(Team.code)):
            verdict = verify(session, team.id)
            if verdict.fault is not None:
                raise ConfigError(
                    Message(
                        "%(team)s: NOT WHOLE at entry %(n)s. %(why)s",
                        team=team.code,
                        n=verdict.seq,
                        why=verdict.fault.words,
                    )
                )
            click.echo(
                _("%(team)s: OK. %(n)s entries. Head: %(head)s", team=team.code, n=verdict.checked, head=verdict.head)
            )
    click.echo(_("Everything is back as it was when the copy was made. What was done since then is lost."))
    click.echo(_("Show each log the newest checkpoint that an agency holds: icat audit restored"))
