"""What the commands have in common: which settings file they read, and a connected database."""

from pathlib import Path

import click

from icat.config import Config, load
from icat.crypto.keyring import Keyring, read_key_file
from icat.db import engine as db
from icat.db.migrate import refuse_wrong_database
from icat.files import store
from icat.i18n import gettext as _
from icat.risk.added import adopt

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="ICAT_CONFIG",
    default=Path("icat.toml"),
    show_default=True,
    help=_("The settings file."),
)


def connected(path: Path) -> Config:
    """Read the settings and connect to their database. Refuses a wrong key, an older or newer database."""
    config = load(path)
    keyring = Keyring(read_key_file(config.key_file))
    adopt(config.instruments_dir)
    db.connect(db.Database(config.database_url, keyring, signing_key_file=config.signing_key_file))
    store.connect(config.data_dir)
    refuse_wrong_database(keyring)
    return config
