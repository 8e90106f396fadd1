"""The command line, `icat ...`: each command is imported only when it is asked for, so that help is quick."""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from icat import __version__
from icat.errors import Refusal
from icat.i18n import Message, speaking
from icat.i18n import gettext as _


class Row(NamedTuple):
    """One command: where it is written and what it is for."""

    target: str
    purpose: Message


COMMANDS = {
    "init": Row("icat.cli.init:init", Message("Make the settings, the key and the database of a new installation.")),
    "serve": Row("icat.cli.serve:serve", Message("Serve the pages, with the worker.")),
    "work": Row("icat.cli.work:work", Message("Do what is to be done without a click: letters, checkpoints, clocks.")),
    "demo": Row("icat.cli.demo:demo", Message("Make invented teams and cases, and serve them on this machine.")),
    "db": Row("icat.cli.db:db", Message("Look after the form of the database.")),
    "files": Row("icat.cli.files:files", Message("Look after the files that lie sealed in the data folder.")),
    "members": Row("icat.cli.members:members", Message("Found a team, appoint its members.")),
    "check-data": Row(
        "icat.cli.check_data:check_data", Message("Check the instruments, the legal bases and the lists.")
    ),
    "audit": Row("icat.cli.audit:audit", Message("Check the log, give it out, have it witnessed.")),
    "backup": Row("icat.cli.backup:backup", Message("Write a sealed copy of everything while people work.")),
    "restore": Row("icat.cli.backup:restore", Message("Make an empty installation into what a copy holds.")),
    "keys": Row("icat.cli.keys:keys", Message("Change the keys of the teams, and the one that signs the log.")),
    "retention": Row("icat.cli.retention:retention", Message("See which cases are due for destruction.")),
    "assets": Row("icat.cli.assets:assets", Message("Build the style sheet, the scripts and the fonts of the pages.")),
}


class Commands(click.Group):
    """The commands of the table, spoken in the language of the terminal."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run one command line."""
        with speaking(terminal_language(os.environ)):
            return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is wanted."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name].target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Say a refusal as one sentence. A fault of ours keeps its traceback."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(str(refusal.message), err=True)
            return ctx.exit(1)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_("Look after an ICAT server."))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing a single command."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, str(row.purpose)) for name, row in COMMANDS.items()])


def terminal_language(environ: Mapping[str, str]) -> str:
    """The language to speak: ``ICAT_LANGUAGE`` if set, else English on an English or bare terminal, else Ukrainian."""
    chosen = environ.get("ICAT_LANGUAGE")
    locale = chosen or environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or "C"
    language = locale.partition(".")[0].partition("_")[0]
    return "en" if language in ("en", "C", "POSIX") else "uk"


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="ICAT")
def main() -> None:
    """Look after an ICAT server."""
