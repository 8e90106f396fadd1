"""``icat retention``: which cases are due, and destroying again what a restored backup has brought back."""

import json
from pathlib import Path

import click

from icat.audit.recording import change
from icat.cases.models import Case
from icat.cli.settings import config_option, connected
from icat.cli.teams import team_option, teams_called
from icat.db import engine as db
from icat.db.sweeping import sweep_log
from icat.errors import ConfigError
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system
from icat.retention.queries.destroyed import Destroyed, destroyed, read_entry
from icat.retention.queries.due import due_references
from icat.retention.steps.disposing import destroy_again


@click.group(help=_("See which cases are due for destruction, destroy again after a restore."))
def retention() -> None:
    """See which cases are due for destruction, destroy again after a restore."""


@retention.command(help=_("List the cases whose term is over: numbers and days, nothing else."))
@team_option
@config_option
def due(team_code: str, config_path: Path) -> None:
    """List the cases whose term is over and that are not on hold: numbers and days, nothing else."""
    connected(config_path)
    for team in teams_called(team_code):
        with db.database().open_reading() as session:
            rows = due_references(session, team.id)
        for row in rows:
            click.echo(
                _(
                    "%(case)s  kept until %(day)s  %(term)s  %(state)s",
                    case=row.reference,
                    day=row.keeping.until,
                    term=row.keeping.deciding.kept.code,
                    state=_("proposed") if row.proposed_at else _("to be proposed"),
                )
            )
        click.echo(_("%(team)s: %(n)s due", team=team.code, n=len(rows)))


@retention.command("list-destroyed", help=_("Print the log's entries about destroyed cases, to be kept elsewhere."))
@team_option
@config_option
def list_destroyed(team_code: str, config_path: Path) -> None:
    """Print the log's entries about destroyed cases, one a line, to be kept outside the database and its backups."""
    connected(config_path)
    for team in teams_called(team_code):
        with db.database().open_reading() as session:
            found = destroyed(session, team.id)
        for one in found:
            click.echo(json.dumps({"team": team.code, "seq": one.seq, "payload": one.payload}, ensure_ascii=False))


@retention.command(help=_("Destroy again what a restored backup has brought back."))
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=_("Entries that were printed before the restore; those of the restored log are always taken."),
)
@config_option
def reapply(file: Path | None, config_path: Path) -> None:
    """Destroy again what a restored backup has brought back: each case of which the log, or ``--from``, says so."""
    connected(config_path)
    told = _read(file) if file else {}
    for team in teams_called(""):
        with db.database().open_reading() as session:
            wanted = {one.case_id: one for one in (*told.get(team.code, ()), *destroyed(session, team.id))}
            back = [
                one
                for one in wanted.values()
                if (case := session.get(Case, one.case_id)) and case.team_id == team.id and case.disposed_at is None
            ]
        for one in back:
            _destroy(team, one)
        click.echo(_("%(team)s: %(n)s destroyed again", team=team.code, n=len(back)))
    db.end()
    sweep_log()


def _destroy(team: Team, one: Destroyed) -> None:
    with change(system(team.id, team.code)) as work:
        destroy_again(work, one.case_id, term=one.term, until=one.until)


def _read(file: Path) -> dict[str, list[Destroyed]]:
    found: dict[str, list[Destroyed]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            written = json.loads(line)
            found.setdefault(written["team"], []).append(read_entry(written["seq"], written["payload"]))
        except (ValueError, KeyError, TypeError) as fault:
            raise ConfigError(
                Message("Line %(line)s of %(file)s cannot be used: %(why)s", line=number, file=file.name, why=fault)
            ) from fault
    return found
