"""``icat init``: settings, key and database of a new installation."""

from pathlib import Path

import click

from icat.audit.signer import memory_file
from icat.config import Config, load
from icat.crypto.keyring import Keyring, create_key_file, read_key_file
from icat.crypto.signing import create_signing_key, read_signing_key
from icat.db import engine as db
from icat.db.migrate import current, is_set_up, is_signed, upgrade
from icat.errors import ConfigError
from icat.files import store
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.commands.founding import set_up_installation

_SETTINGS = """# Settings of this ICAT installation. Every setting and its meaning: config.example.toml
data_dir = "data"
key_file = "icat.key"
signing_key_file = "icat-signing.key"
"""


@click.command(help=_("Make the settings file, the key and the database in FOLDER. Nothing is overwritten."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Make the settings file, the key and the database in FOLDER.

    Nothing that is there already is overwritten.
    """
    path = folder / "icat.toml"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(_SETTINGS, encoding="utf-8")
        click.echo(_("Settings: %(path)s", path=path))
    config = load(path)
    make_installation(config, is_demo=False)
    click.echo(_("Key: %(path)s", path=config.key_file))
    click.echo(_("Keep a copy of the key on paper or on another machine. Without it the data is lost."))
    click.echo(_("Next: icat members found, then icat serve"))


def make_installation(config: Config, *, is_demo: bool) -> None:
    """Make the key file and the database that ``config`` names.

    Refuses a key inside the data folder, and a database that is set up but whose key is gone: a new key opens nothing.
    """
    config.data_dir.mkdir(parents=True, exist_ok=True)
    config.data_dir.chmod(0o700)
    refuse_key_in_data_folder(config)
    if not config.key_file.exists() and not is_set_up(config.owner_url):
        create_key_file(config.key_file)
    keyring = Keyring(read_key_file(config.key_file))
    upgrade(config.owner_url, config.database_url)
    supply_signing_key(config)
    database = db.Database(config.database_url, keyring, signing_key_file=config.signing_key_file)
    db.connect(database)
    store.connect(config.data_dir)
    if current(database.engine) is None:
        raise ConfigError(Message("The database is empty. Run: icat init"))
    set_up_installation(is_demo=is_demo)


def supply_signing_key(config: Config) -> None:
    """Make the signing key of the log where there never was one.

    Refuses where something was signed already: a new key cannot sign for the lost one.
    """
    refuse_key_in_data_folder(config)
    if config.signing_key_file.exists():
        read_signing_key(config.signing_key_file)
    elif is_signed(config.owner_url) or memory_file(config.signing_key_file).exists():
        raise ConfigError(
            Message(
                "The signing key of the log is gone from %(path)s. Bring it back from its safe place.",
                path=config.signing_key_file,
            )
        )
    else:
        create_signing_key(config.signing_key_file)
        click.echo(_("Signing key of the log: %(path)s", path=config.signing_key_file))


def refuse_key_in_data_folder(config: Config) -> None:
    """Refuse settings by which whoever gets the data gets a key with it, or by which the two keys are one."""
    for key_file in (config.key_file, config.signing_key_file):
        if config.data_dir.resolve() in key_file.resolve().parents:
            raise ConfigError(
                Message("The key file must not lie in the data folder: who steals the one must not get the other.")
            )
    if config.key_file.resolve() == config.signing_key_file.resolve():
        raise ConfigError(Message("The key and the signing key must be two files."))
