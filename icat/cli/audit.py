"""``icat audit``: whether the log is whole, and its index written anew."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from icat.audit.checkpoint import take_checkpoint
from icat.audit.events import Event
from icat.audit.export import exported
from icat.audit.index import rebuild_index
from icat.audit.models import Occasion
from icat.audit.note import Malformed, Note, VerifierKey, parse_head, parse_vkey
from icat.audit.pack import pack
from icat.audit.reading import record_event
from icat.audit.recording import change
from icat.audit.signer import origin
from icat.audit.verify import verify
from icat.cli.settings import config_option, connected
from icat.cli.teams import one_team_option, team_option, teams_called
from icat.cli.witnessing import (
    checkpoint,
    cosignature,
    file_option,
    read_note,
    restored,
)
from icat.config import TOOLS
from icat.db import engine as db
from icat.errors import ConfigError, RuleBroken
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.models import Team
from icat.policy.actor import system
from icat.reports.queries.consents import verify_consents
from icat.reports.queries.shares import verify_shares

_EVERY = 20_000
SHARES_DIFFER = 17


@click.group()
def audit() -> None:
    """Check the log, give it out, sign it, have it witnessed."""


for command in (checkpoint, cosignature, restored):
    audit.add_command(command)


@audit.command("verify")
@team_option
@click.option("--note", "notes", multiple=True, type=file_option, help=_("A checkpoint that was kept elsewhere."))
@click.option("--vkey", default="", help=_("The key that signs, if not the one of this installation."))
@config_option
def verify_log(team_code: str, notes: tuple[Path, ...], vkey: str, config_path: Path) -> None:
    """Work out every hash of the log anew, hold the index, the checkpoints and the shares against it.

    Ends with 0, or with the number of the first fault found: 11 an entry is missing, 12 an entry was changed, 13 the
    chain is broken, 14 time runs back, 15 the end is not the end, 16 the index differs, 17 a share or a consent
    differs, 21 a signature is wrong, 22 the key was changed without being signed for, 23 fewer entries than were
    signed, 24 not the entries that were signed, 25 two different logs were signed.
    """
    connected(config_path)
    outside = [read_note(path) for path in notes]
    key = _key(vkey) if vkey else None
    status = 0
    for team in teams_called(team_code):
        ours = [note for note in outside if parse_head(note.text).origin.startswith(origin(team.id, 0)[:-1])]
        found = _verify_one(team, ours, key)
        status = status or found
    if status:
        raise SystemExit(status)


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


@audit.command("export")
@one_team_option
@click.option("--to", "target", required=True, type=file_option, help=_("The file to write."))
@config_option
def export(team_code: str, target: Path, config_path: Path) -> None:
    """Write the whole log as text, for icat_verify.py on another machine. It is confidential."""
    connected(config_path)
    (team,) = teams_called(team_code)
    with _opened(target) as file, db.database().open_reading() as session:
        record_event(system(team.id, team.code), Event.LOG_EXPORTED)
        take_checkpoint(team.id, Occasion.EXPORT)
        for part in exported(session, team.id):
            file.write(part)
    click.echo(_("Written: %(path)s", path=target))


@audit.command("pack")
@one_team_option
@click.option(
    "--entry", "seqs", multiple=True, required=True, type=click.IntRange(1), help=_("The number of an entry.")
)
@click.option("--to", "target", required=True, type=file_option, help=_("The file to write."))
@click.option("--details", is_flag=True, help=_("With the words that belong to the entries."))
@config_option
def pack_entries(team_code: str, seqs: tuple[int, ...], target: Path, details: bool, config_path: Path) -> None:
    """Write single entries with the proof that they stand in the signed log, and no others."""
    connected(config_path)
    (team,) = teams_called(team_code)
    with _opened(target) as file:
        record_event(system(team.id, team.code), Event.LOG_EXPORTED, rows=len(set(seqs)))
        file.write(pack(team.id, seqs, details=details).content)
    click.echo(_("Written: %(path)s", path=target))


@audit.command("tools")
def tools() -> None:
    """Say where the two programs lie that work without ICAT: the verifier and the witness."""
    for name in ("icat_verify.py", "icat_witness.py"):
        click.echo(str(TOOLS / name))


def _key(text: str) -> VerifierKey:
    try:
        return parse_vkey(text)
    except Malformed as error:
        raise RuleBroken(Message("%(text)s is not a key: %(why)s.", text=text, why=error)) from error


@contextmanager
def _opened(target: Path) -> Iterator[BinaryIO]:
    """A file that nobody else can read at any moment, opened before anything is recorded as written into it.

    Where what was to be in it is refused, no file is left.
    """
    try:
        file = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError as error:
        raise ConfigError(Message("%(path)s cannot be written: %(why)s.", path=target, why=error.strerror)) from error
    with file:
        target.chmod(0o600)  # it may have been there, and open to others
        try:
            yield file
        except BaseException:
            target.unlink()
            raise


def _verify_one(team: Team, outside: Sequence[Note], key: VerifierKey | None) -> int:
    began = time.monotonic()
    shown = 0

    def progress(checked: int) -> None:
        nonlocal shown
        if checked - shown >= _EVERY:
            shown = checked
            click.echo(_("%(team)s: %(n)s entries…", team=team.code, n=checked))

    with db.database().open_reading() as session:
        verdict = verify(session, team.id, outside=outside, key=key, progress=progress)
        seconds = time.monotonic() - began
        speed = int(verdict.checked / seconds) if seconds else verdict.checked
        if verdict.fault is not None:
            click.echo(
                _("%(team)s: NOT WHOLE at entry %(n)s. %(why)s", team=team.code, n=verdict.seq, why=verdict.fault.words)
            )
            return verdict.status
        agreement = verify_shares(session, team.id)
        consents = verify_consents(session, team.id)
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
        return SHARES_DIFFER
    if consents.mismatch is not None:
        click.echo(
            _(
                "%(team)s: NOT WHOLE: consent %(consent)s, entry %(n)s. %(why)s",
                team=team.code,
                consent=consents.consent_id,
                n=consents.seq or "–",
                why=consents.mismatch.words,
            )
        )
        return SHARES_DIFFER
    click.echo(
        _(
            "%(team)s: OK. %(n)s entries (%(speed)s a second), %(shares)s shares, %(consents)s consents. "
            "Head: %(head)s",
            team=team.code,
            n=verdict.checked,
            speed=speed,
            shares=agreement.checked,
            consents=consents.checked,
            head=verdict.head,
        )
    )
    click.echo(_("%(team)s: held against %(n)s checkpoints.", team=team.code, n=verdict.claims))
    for loss in verdict.losses:
        click.echo(
            _(
                "%(team)s: entry %(n)s says that entries %(a)s to %(b)s were lost at a restore.",
                team=team.code,
                n=loss.seq,
                a=loss.kept + 1,
                b=loss.signed,
            )
        )
    return 0
