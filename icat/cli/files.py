"""``icat files``: the files that lie sealed in the data folder."""

from pathlib import Path

import click

from icat import clock
from icat.cli.settings import config_option, connected
from icat.db import engine as db
from icat.files import store
from icat.i18n import gettext as _
from icat.i18n import ngettext


@click.group(help=_("Look after the files that lie sealed in the data folder."))
def files() -> None:
    """Look after the files that lie sealed in the data folder."""


@files.command(help=_("Remove files that no record names: what was begun and not kept, and what was destroyed."))
@config_option
def sweep(config_path: Path) -> None:
    """Remove files that no record names. Those of the last 24 hours are left: somebody may be at work on them."""
    connected(config_path)
    count = store.sweep(db.session(), clock.now())
    db.end()
    click.echo(ngettext("%(n)s file was removed.", "%(n)s files were removed.", count))
