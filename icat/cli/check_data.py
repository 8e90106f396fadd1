"""``icat check-data``: whether the data files are sound, and whether everything is there that cases rely on."""

from pathlib import Path

import click

from icat import codes, legal
from icat.cli.settings import config_option, connected
from icat.config import load
from icat.db import engine as db
from icat.deadlines import deadlines
from icat.errors import ConfigError
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.inquiries.terms import inquirers
from icat.matching.keys import given_names
from icat.protection import orders
from icat.reports.queries.cited import cited
from icat.retention.rules import rules
from icat.risk.added import adopt
from icat.risk.instrument import library
from icat.risk.scoring import failed_examples
from icat.workdays import working_days


@click.command("check-data", help=_("Check the instruments, the legal bases and the lists."))
@config_option
def check_data(config_path: Path) -> None:
    """Check the data files; and, where there is an installation, that what its cases rely on is still there."""
    own = adopt(load(config_path).instruments_dir) if config_path.exists() else 0
    _insist(
        [fault for instrument in library().values() for fault in failed_examples(instrument)],
        Message("Some worked examples do not come out as written."),
    )
    inquirers()
    rules()
    lists = codes.lists()
    for name in lists:
        codes.code_list(name)
    working_days()
    given_names()
    orders()
    deadlines()
    click.echo(
        _(
            "In order: %(instruments)s instruments, %(bases)s legal bases, %(lists)s lists, %(lines)s hotlines.",
            instruments=len(library()),
            bases=len(legal.bases()),
            lists=len(lists),
            lines=len(codes.hotlines()),
        )
    )
    if own:
        click.echo(_("Of these instruments, the installation's own: %(n)s.", n=own))
    if not config_path.exists():
        click.echo(_("There is no installation here: what cases rely on was not looked at."))
        return
    connected(config_path)
    with db.database().open_reading() as session:
        found = cited(session)
    _insist(
        [str(fault) for fault in found.faults], Message("Cases rely on what is missing here. Bring the files back.")
    )
    click.echo(
        _(
            "Cases rely on %(instruments)s instruments and %(bases)s legal bases, and all of them are here.",
            instruments=found.instruments,
            bases=found.bases,
        )
    )


def _insist(faults: list[str], summary: Message) -> None:
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise ConfigError(summary)
