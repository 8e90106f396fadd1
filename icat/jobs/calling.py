"""Calls and short messages, through a command of the installation's own: how a council attaches what it has.

The command gets two lines on its input and nothing else: a number of somebody who works here, and a fixed text that
says nothing. No shell stands between, no part of either is an argument, and what it prints is thrown away: a provider's
answer may hold the number. It is ended with everything that it started when its time is over.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from icat.config import Config
from icat.db import engine as db
from icat.db.keys import vault
from icat.i18n import speaking
from icat.jobs.channels import Later, Undeliverable
from icat.jobs.post import Post
from icat.members.models import Account, DutyShift, Member
from icat.outbox.commands.delivery import drop_calls
from icat.outbox.models import Channel
from icat.outbox.queries import Due, due_letters
from icat.outbox.texts import TEXTS

TOO_LATE = timedelta(minutes=30)  # whoever did not answer by then was passed over twice
_NUMBER = re.compile(r"\+[0-9]{8,15}|[0-9]{3,6}")
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}  # nothing of ours is handed on


class Dialled(NamedTuple):
    """What the command reads."""

    number: str
    text: str


class Calls:
    """The job: makes the calls that are due, and forgets those that come too late or have no way out."""

    def __init__(self, config: Config) -> None:
        self._way = Calling(config)
        self._post = Post(config, self._way)

    def deliver(self, now: datetime) -> None:
        """Call; where no command is set up, nobody can be called, and the letter alone has to do."""
        edge = now - TOO_LATE if self._way.is_set_up else now
        if due_letters(now, most=1, channel=Channel.CALL):
            db.end()
            drop_calls(edge)
            self._post.deliver(now)


class Calling:
    """The way through the command in the settings."""

    channel = Channel.CALL

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def is_set_up(self) -> bool:
        """Whether a command is named."""
        return self._config.call.is_set_up

    def written(self, letter: Due, _now: datetime) -> Dialled:
        """The number and the text in the language of whom it is for. Refuses when there is no number to dial."""
        session = db.session()
        account = session.get(Account, letter.account_id)
        if account is None or account.disabled_at is not None:
            raise Undeliverable("no-account")
        short = TEXTS[letter.kind].short
        number = _number_of(letter, account)
        if short is None or not _NUMBER.fullmatch(number):
            raise Undeliverable("no-number")
        with speaking(account.language or self._config.language):
            return Dialled(number, str(short))

    @contextmanager
    def opened(self) -> Iterator[Callable[[Dialled], None]]:
        """Each call is a run of the command by itself."""
        yield self._call

    def _call(self, dialled: Dialled) -> None:
        try:
            running = subprocess.Popen(  # noqa: S603 - the installation's own command, without a shell
                self._config.call.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
                start_new_session=True,
            )
        except OSError as error:
            raise Later("call-command") from error
        try:
            running.communicate(f"{dialled.number}\n{dialled.text}\n".encode(), self._config.call.timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise Later("call-time") from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)  # also what it left behind
            running.wait()
        if running.returncode != 0:
            raise Later("call-refused")


def _number_of(letter: Due, account: Account) -> str:
    """The number of the duty for which somebody is called, where it has one; else that person's own."""
    session = db.session()
    vault(session).load([account.id])
    duty = session.get(DutyShift, letter.about_id) if letter.about_id else None
    if duty is None:
        return account.phone
    member = session.scalars(
        select(Member).where(Member.account_id == account.id, Member.team_id == duty.team_id)
    ).one_or_none()
    own = {duty.member_id: duty.phone, duty.deputy_id: duty.deputy_phone}.get(member.id if member else None, "")
    return own or account.phone
