"""``icat check-data``: whether the data files are sound; what cases cite in a database is not looked at yet."""

import click

from icat import codes, legal
from icat.errors import ConfigError
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.risk.instrument import library
from icat.risk.scoring import failed_examples


@click.command("check-data", help=_("Check the instruments, the legal bases and the lists."))
def check_data() -> None:
    """Check the instruments, the legal bases and the lists that are shipped as data."""
    wrong = [fault for instrument in library().values() for fault in failed_examples(instrument)]
    for fault in wrong:
        click.echo(fault, err=True)
    if wrong:
        raise ConfigError(Message("Some worked examples do not come out as written."))
    lists = codes.lists()
    for name in lists:
        codes.code_list(name)
    click.echo(
        _(
            "In order: %(instruments)s instruments, %(bases)s legal bases, %(lists)s lists, %(lines)s hotlines.",
            instruments=len(library()),
            bases=len(legal.bases()),
            lists=len(lists),
            lines=len(codes.hotlines()),
        )
    )
