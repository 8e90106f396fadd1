"""``icat db``: the form of the database."""

from pathlib import Path

import click

from icat.cli.init import supply_signing_key
from icat.cli.settings import config_option
from icat.config import load
from icat.db import migrate
from icat.i18n import gettext as _


@click.group(help=_("Look after the form of the database."))
def db() -> None:
    """Look after the form of the database."""


@db.command(help=_("Bring the database to the form that this version expects."))
@config_option
def upgrade(config_path: Path) -> None:
    """Bring the database to the form that this version expects."""
    config = load(config_path)
    migrate.upgrade(config.owner_url, config.database_url)
    supply_signing_key(config)
    click.echo(_("The database is at revision %(head)s.", head=migrate.head()))
