"""``icat keys``: changing the keys of the teams, so that copies of destroyed data keys open nothing."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import record_at_installation
from icat.audit.recording import change, upkeep
from icat.cli.settings import config_option, connected
from icat.cli.signing_keys import replace_signing, rotate_signing, show
from icat.cli.teams import teams_called
from icat.db import engine as db
from icat.db import rotation
from icat.db.sweeping import sweep_log, vacuum_keys
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system
from icat.retention.rules import rules


@click.group(help=_("Change the keys of the teams, and the one that signs the log."))
def keys() -> None:
    """Change the keys of the teams, and the one that signs the log."""


for command in (show, rotate_signing, replace_signing):
    keys.add_command(command)


@keys.command(help=_("Give every team a new key, wrap all data keys under it, and destroy old keys."))
@click.option(
    "--keep-old",
    "days",
    type=click.IntRange(0, 3650),
    default=None,
    help=_("How many days a replaced key is kept; as the data file of retention says unless told."),
)
@click.option("--finish", is_flag=True, help=_("Make no new keys: go on where it was interrupted, destroy old keys."))
@config_option
def rotate(days: int | None, finish: bool, config_path: Path) -> None:
    """Give every team a new key, wrap all data keys under it, and destroy the old keys that are no longer needed.

    May be interrupted at any point, also by a power cut, and run again: a change that was begun is ended first.
    """
    config = connected(config_path)
    kept_for = timedelta(days=rules().old_keys_days if days is None else days)
    by_id = {team.id: team for team in teams_called("")}
    with db.database().open_reading() as session:
        owners = rotation.key_owners(session)
    for owner_id in owners:
        _rotate_one(owner_id, by_id.get(owner_id), kept_for, finish=finish)
    db.end()
    if not db.database().is_sqlite:
        vacuum_keys(config.owner_url)
    elif not sweep_log():
        click.echo(_("Somebody is reading: what was deleted is still in SQLite's log. Run it again with --finish."))
        return
    click.echo(_("What was deleted is out of the database's files."))


def _rotate_one(owner_id: UUID, team: Team | None, kept_for: timedelta, *, finish: bool) -> None:
    called = team.code if team else _("accounts")
    with db.database().open_reading() as session:
        is_under_way = rotation.is_under_way(session, owner_id)
    if not is_under_way and not finish:
        _begin(owner_id, team)
    count = 0
    while some := _rewrap(owner_id):
        count += some
    with db.database().open_reading() as session:
        newest = rotation.newest_version(session, owner_id)
        over = rotation.replaced_versions(session, owner_id, clock.now(), kept_for)
    if over:
        _destroy(owner_id, team, kept_for)
    click.echo(
        _(
            "%(team)s: key %(version)s, %(n)s data keys wrapped anew, %(gone)s old keys destroyed.",
            team=called,
            version=newest,
            n=count,
            gone=len(over),
        )
    )


def _begin(owner_id: UUID, team: Team | None) -> None:
    if team is None:  # of the accounts, which belong to no team and to no team's log
        with upkeep() as session:
            rotation.begin(session, owner_id, clock.now())
        record_at_installation(Event.KEYS_ROTATED)
        return
    with change(system(team.id, team.code)) as work:
        work.record(Event.KEYS_ROTATED, edition=rotation.begin(work.session, owner_id, work.at))


def _rewrap(owner_id: UUID) -> int:
    with upkeep() as session:
        return rotation.rewrap_some(session, owner_id)


def _destroy(owner_id: UUID, team: Team | None, kept_for: timedelta) -> None:
    if team is None:
        with upkeep() as session:
            rotation.destroy_replaced(session, owner_id, clock.now(), kept_for)
        record_at_installation(Event.KEYS_DESTROYED)
        return
    with change(system(team.id, team.code)) as work:
        for version in rotation.destroy_replaced(work.session, owner_id, work.at, kept_for):
            work.record(Event.KEYS_DESTROYED, edition=version)
