"""``icat audit ...``: what goes to the witnesses and comes back, and what is done after a restore."""

from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat.audit.checkpoint import consistency_proof, request_for_witness, take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Checkpoint, Cosignature, Occasion, Witness
from icat.audit.note import Malformed, Note, parse_head, parse_note
from icat.audit.recording import change
from icat.audit.restoring import compare, go_on
from icat.cli.settings import config_option, connected
from icat.cli.teams import officers_option, one_team_option, teams_called, two_officers
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.commands.witnesses import keep_cosignature
from icat.members.models import Team
from icat.policy.actor import system

file_option = click.Path(path_type=Path, dir_okay=False)


def read_note(path: Path) -> Note:
    """A checkpoint from a file. Refuses a file that does not hold exactly one."""
    try:
        note = parse_note(path.read_bytes())
        parse_head(note.text)
    except (OSError, Malformed) as error:
        raise RuleBroken(Message("%(path)s is not a checkpoint: %(why)s.", path=path, why=error)) from error
    return note


@click.command()
@one_team_option
@click.option("--out", type=file_option, help=_("Write it into this file, for a witness."))
@click.option("--witness", default="", help=_("With the proof for this witness, from what it cosigned last."))
@click.option("--since", default=-1, type=int, help=_("With the proof from so many entries on."))
@config_option
def checkpoint(team_code: str, out: Path | None, witness: str, since: int, config_path: Path) -> None:
    """Sign how far the log has grown, and write it for a witness, with the proof of what the witness saw before."""
    connected(config_path)
    (team,) = teams_called(team_code)
    head = take_checkpoint(team.id, Occasion.SCHEDULE)
    if head is None:
        raise NotFound
    click.echo(_("%(team)s: %(n)s entries. %(fingerprint)s", team=team.code, n=head.size, fingerprint=head.fingerprint))
    if out is None:
        return
    with db.database().open_reading() as session:
        start = since if since >= 0 else _last_cosigned(session, team, witness) if witness else 0
        proof = consistency_proof(session, head, start) if start else []
    out.write_text(request_for_witness(head, start, proof), encoding="utf-8")
    click.echo(_("Take to the witness: %(path)s (what it saw last had %(n)s entries)", path=out, n=start))


def _last_cosigned(session: Session, team: Team, name: str) -> int:
    found = session.scalar(
        select(func.max(Checkpoint.size))
        .join(Cosignature, Cosignature.checkpoint_id == Checkpoint.id)
        .join(Witness, Witness.id == Cosignature.witness_id)
        .where(Witness.team_id == team.id, Witness.name == name)
    )
    return found or 0


@click.command()
@one_team_option
@click.option("--in", "brought", type=file_option, required=True, help=_("What the witness wrote."))
@config_option
def cosignature(team_code: str, brought: Path, config_path: Path) -> None:
    """Take in what a witness cosigned. Refuses a signature that is not that of an appointed witness."""
    connected(config_path)
    (team,) = teams_called(team_code)
    try:
        text = brought.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBroken(Message("%(path)s is not a checkpoint: %(why)s.", path=brought, why=error)) from error
    size = keep_cosignature(system(team.id, team.code), text=text)
    click.echo(_("%(team)s: witnessed at %(n)s entries.", team=team.code, n=size))


@click.command()
@one_team_option
@click.option("--note", type=file_option, required=True, help=_("The newest checkpoint that an agency holds."))
@officers_option
@config_option
def restored(team_code: str, note: Path, officers: tuple[str, ...], config_path: Path) -> None:
    """After a restore: hold the log against a checkpoint from outside, and go on.

    Where entries were lost, that becomes an entry for ever; it names both sizes and the two officers who stand for it,
    and the log goes on as a new epoch.
    """
    connected(config_path)
    (team,) = teams_called(team_code)
    found = compare(team.id, read_note(note))
    if not found.is_whole:
        first, second = two_officers(officers, team)
        with change(system(team.id, team.code)) as work:
            work.record(
                Event.LOG_RESTORED,
                epoch=found.next_epoch,
                size=found.kept,
                signed=found.signed.size,
                root=found.signed.root.hex(),
                first=first,
                second=second,
            )
        click.echo(
            _(
                "%(team)s: entries %(a)s to %(b)s were lost. The log says so from now on, and goes on as epoch %(n)s.",
                team=team.code,
                a=found.kept + 1,
                b=found.signed.size,
                n=found.next_epoch,
            )
        )
    else:
        click.echo(_("%(team)s: nothing that was signed was lost.", team=team.code))
    go_on(team.id)
    head = take_checkpoint(team.id, Occasion.RESTORE)
    if head is not None:
        click.echo(
            _("%(team)s: %(n)s entries. %(fingerprint)s", team=team.code, n=head.size, fingerprint=head.fingerprint)
        )
