"""``icat keys ...``: the key that signs the log."""

from pathlib import Path
from typing import Any

import click
import msgspec
from sqlalchemy import and_, select

from icat.audit.checkpoint import newest_kept, take_checkpoint
from icat.audit.claims import handing_on
from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf, Occasion
from icat.audit.note import VerifierKey, verifier
from icat.audit.recording import change
from icat.audit.signer import signing
from icat.cli.settings import config_option, connected
from icat.cli.teams import officers_option, teams_called, two_officers
from icat.crypto.signing import create_signing_key, read_signing_key
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system


@click.command(help=_("Print the public half, for whoever checks signatures."))
@config_option
def show(config_path: Path) -> None:
    """Print the public half, for whoever checks signatures."""
    click.echo(str(verifier(read_signing_key(connected(config_path).signing_key_file))))


@click.command("rotate-signing", help=_("Sign with a new key from now on; the old one signs for it."))
@config_option
def rotate_signing(config_path: Path) -> None:
    """Sign with a new key from now on; the old one signs for it, in every log. May be run again if it was cut short."""
    config = connected(config_path)
    file = config.signing_key_file
    fresh = _fresh(file)
    new = verifier(read_signing_key(fresh))
    with signing(file) as signer:  # nobody signs with either key meanwhile
        for team in teams_called(""):
            if _newest_change(team).get("new") == str(new):
                continue
            with change(system(team.id, team.code)) as work:
                work.record(
                    Event.SIGNING_KEY_ROTATED,
                    old=str(signer.vkey),
                    new=str(new),
                    signature=signer.state(handing_on(team.id, new)),
                )
        fresh.replace(file)
    _begin(new)


@click.command("replace-signing", help=_("Sign with a new key although the old one is lost; two people stand for it."))
@officers_option
@config_option
def replace_signing(officers: tuple[str, ...], config_path: Path) -> None:
    """Sign with a new key although the old one is lost. What was signed until now is closed: each log goes on as a new
    epoch, which the old checkpoints do not reach. Refuses while the old key is there."""
    config = connected(config_path)
    file = config.signing_key_file
    if file.exists():
        raise RuleBroken(Message("The signing key is there. Run: icat keys rotate-signing"))
    signed = [(team, head) for team in teams_called("") if (head := _last(team)) is not None]
    if not signed:
        raise RuleBroken(Message("Nothing was signed yet. Run: icat db upgrade"))
    first, second = two_officers(officers)
    fresh = _fresh(file)
    new = verifier(read_signing_key(fresh))
    for team, (epoch, old) in signed:
        if _newest_change(team).get("new") == str(new):
            continue
        with change(system(team.id, team.code)) as work:
            work.record(Event.SIGNING_KEY_REPLACED, epoch=epoch + 1, old=old, new=str(new), first=first, second=second)
    fresh.replace(file)
    _begin(new)


def _fresh(file: Path) -> Path:
    """The new key beside the old one; the one that is there if an earlier run was cut short."""
    fresh = file.with_name(file.name + ".new-key")
    if not fresh.exists():
        create_signing_key(fresh)
    return fresh


def _begin(new: VerifierKey) -> None:
    click.echo(_("Hand this on to everybody who checks the log, and to every witness:"))
    click.echo(str(new))
    for team in teams_called(""):
        take_checkpoint(team.id, Occasion.ROTATION)


def _last(team: Team) -> tuple[int, str] | None:
    """The epoch and the key of the newest checkpoint of a team."""
    with db.database().open_reading() as session:
        row = newest_kept(session, team.id)
        return None if row is None else (row.epoch, row.vkey)


def _newest_change(team: Team) -> dict[str, Any]:
    """What the newest change of the key says."""
    with db.database().open_reading() as session:
        payload = session.scalar(
            select(LedgerLeaf.payload)
            .join(LedgerEntry, and_(LedgerEntry.team_id == LedgerLeaf.team_id, LedgerEntry.seq == LedgerLeaf.seq))
            .where(
                LedgerEntry.team_id == team.id,
                LedgerEntry.event.in_([Event.SIGNING_KEY_ROTATED, Event.SIGNING_KEY_REPLACED]),
            )
            .order_by(LedgerEntry.seq.desc())
            .limit(1)
        )
    facts: dict[str, Any] = {} if payload is None else msgspec.json.decode(payload)["f"]
    return facts
