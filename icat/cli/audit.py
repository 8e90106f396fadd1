"""``icat audit``: whether the log is whole, and its index written anew."""

import time
from pathlib import Path

import click

from icat.audit.events import Event
from icat.audit.recording import change
from icat.audit.verify import rebuild_index, verify
from icat.cli.settings import config_option, connected
from icat.cli.teams import team_option, teams_called
from icat.db import engine as db
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system
from icat.reports.queries.shares import verify_shares

_EVERY = 20_000


@click.group()
def audit() -> None:
    """Check the log, rebuild its index."""


@audit.command("verify")
@team_option
@config_option
def verify_log(team_code: str, config_path: Path) -> None:
    """Work out every hash of the log anew, and hold the index and the shares against it.

    Ends with 1 when something was changed.
    """
    connected(config_path)
    is_whole = True
    for team in teams_called(team_code):
        is_whole &= _verify_one(team)
    if not is_whole:
        raise SystemExit(1)


@audit.command("rebuild-index")
@team_option
@config_option
def rebuild(team_code: str, config_path: Path) -> None:
    """Write the index anew from the log; the log itself is never changed."""
    connected(config_path)
    for team in teams_called(team_code):
        with change(system(team.id, team.code)) as work:
            count = rebuild_index(work.session, team.id)
            work.record(Event.LOG_REBUILT)
        click.echo(_("%(team)s: index of %(n)s entries written anew.", team=team.code, n=count))


def _verify_one(team: Team) -> bool:
    began = time.monotonic()
    shown = 0

    def progress(checked: int) -> None:
        nonlocal shown
        if checked - shown >= _EVERY:
            shown = checked
            click.echo(_("%(team)s: %(n)s entries…", team=team.code, n=checked))

    with db.database().open_reading() as session:
        verdict = verify(session, team.id, progress=progress)
        seconds = time.monotonic() - began
        speed = int(verdict.checked / seconds) if seconds else verdict.checked
        if verdict.fault is not None:
            click.echo(
                _("%(team)s: NOT WHOLE at entry %(n)s. %(why)s", team=team.code, n=verdict.seq, why=verdict.fault.words)
            )
            return False
        agreement = verify_shares(session, team.id)
    if agreement.mismatch is not None:
        click.echo(
            _(
                "%(team)s: NOT WHOLE: share %(share)s, entry %(n)s. %(why)s",
                team=team.code,
                share=agreement.share_id,
                n=agreement.seq or "–",
                why=agreement.mismatch.words,
            )
        )
        return False
    click.echo(
        _(
            "%(team)s: OK. %(n)s entries (%(speed)s a second), %(shares)s shares. Head: %(head)s",
            team=team.code,
            n=verdict.checked,
            speed=speed,
            shares=agreement.checked,
            head=verdict.head,
        )
    )
    return True
