"""Sending the letters that wait: at least once each, to the address of an account and to no other.

A letter's words are those of ``icat.outbox.texts``. A crash between sending and noting sends it a second time; its
Message-ID stays the same, so that the mailbox can tell. No case can be reached from here: an import contract holds it.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from icat.config import Config, MailConfig, is_address
from icat.db import engine as db
from icat.db.keys import vault
from icat.i18n import speaking
from icat.jobs.channels import Later, Undeliverable, Way
from icat.members.models import Account
from icat.outbox.commands.delivery import mark_failed, mark_sent, put_off
from icat.outbox.models import Channel
from icat.outbox.queries import Due, due_letters
from icat.outbox.texts import TEXTS, refuse_unfit_facts

BATCH = 50
TIMEOUT_SECONDS = 15.0
_PORTS = {"tls": 465, "starttls": 587, "none": 25}


class Post:
    """One way out. Remembers what it sent but could not note (a full disk), so that it is not sent again and again."""

    def __init__(self, config: Config, way: Way | None = None) -> None:
        self._way = way or Mail(config)
        self._unnoted: dict[UUID, datetime] = {}

    def deliver(self, now: datetime) -> None:
        """Send what is due. Without a mail server in the settings letters wait, and no attempt is counted."""
        for letter_id, sent_at in tuple(self._unnoted.items()):
            self._note(letter_id, sent_at)
        if not self._way.is_set_up:
            return
        due = due_letters(now, most=BATCH, channel=self._way.channel)
        written = [(letter, made) for letter in due if (made := self._written(letter, now)) is not None]
        db.end()
        if not written:
            return
        try:
            with self._way.opened() as send:
                for letter, made in written:
                    self._send(send, letter, made, now)
        except Later as why:
            put_off([letter.id for letter, _made in written], now, str(why))

    def _written(self, letter: Due, now: datetime) -> Any:
        try:
            return self._way.written(letter, now)
        except Undeliverable as why:
            mark_failed(letter.id, str(why))
            return None

    def _send(self, send: Callable[[Any], None], letter: Due, made: Any, now: datetime) -> None:
        try:
            send(made)
        except Undeliverable as why:
            mark_failed(letter.id, str(why))
        except Later as why:
            put_off([letter.id], now, str(why))
        else:
            self._note(letter.id, now)

    def _note(self, letter_id: UUID, sent_at: datetime) -> None:
        self._unnoted[letter_id] = sent_at
        mark_sent(letter_id, sent_at)
        del self._unnoted[letter_id]


class Mail:
    """The way over a mail server."""

    channel = Channel.MAIL

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def is_set_up(self) -> bool:
        """Whether a mail server is named."""
        return self._config.mail.is_set_up

    def written(self, letter: Due, now: datetime) -> EmailMessage:
        """The letter as mail."""
        return message(letter, self._config, now)

    @contextmanager
    def opened(self) -> Iterator[Callable[[EmailMessage], None]]:
        """A session with the server; a letter that it does not take says why."""
        try:
            server = connected(self._config)
        except (OSError, smtplib.SMTPException) as error:
            raise Later(fault_of(error)) from error

        def send(made: EmailMessage) -> None:
            try:
                server.send_message(made)
            except smtplib.SMTPRecipientsRefused as error:
                if all(code >= 500 for code, _said in error.recipients.values()):
                    raise Undeliverable("recipient-refused") from error
                raise Later("recipient-later") from error
            except (OSError, smtplib.SMTPException) as error:
                raise Later(fault_of(error)) from error

        with server:
            yield send


def message(letter: Due, config: Config, now: datetime) -> EmailMessage:
    """The letter as mail, in the language of whom it is for. Refuses when there is no address to send it to."""
    session = db.session()
    account = session.get(Account, letter.account_id)
    if account is None or account.disabled_at is not None:
        raise Undeliverable("no-account")
    vault(session).load([account.id])
    if not is_address(account.email):
        raise Undeliverable("no-address")
    refuse_unfit_facts(letter.kind, letter.facts)
    text = TEXTS[letter.kind]
    made = EmailMessage(policy=SMTP)
    made["To"] = Address(addr_spec=account.email)
    made["From"] = Address(display_name="ICAT", addr_spec=config.mail.sender)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{letter.id}@{config.mail.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    home = f"{config.public_url.rstrip('/')}/"
    with speaking(account.language or config.language):
        made["Subject"] = str(text.subject)
        made.set_content(f"{text.body}" % {**letter.facts, "home": home}, cte="quoted-printable")
    return made


def connected(config: Config) -> smtplib.SMTP:
    """A session with the mail server, encrypted unless it stands on this machine. Refuses an untrusted certificate."""
    mail = config.mail
    port = mail.port or _PORTS[mail.security]
    own_name = urlsplit(config.public_url).hostname or "localhost"
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, port, local_hostname=own_name, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(mail.host, port, local_hostname=own_name, timeout=TIMEOUT_SECONDS)
    try:
        if mail.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if mail.user:
            server.login(mail.user, password(mail))
    except BaseException:
        server.close()
        raise
    return server


def password(mail: MailConfig) -> str:
    """What stands in the password file."""
    return Path(mail.password_file).read_text(encoding="utf-8").strip() if mail.password_file else ""


def fault_of(error: BaseException) -> str:
    """A code for what went wrong with the mail server. Its own words are not kept: they may name the recipient."""
    for kind, code in _FAULTS:
        if isinstance(error, kind):
            return code
    return "mail-server"


_FAULTS: tuple[tuple[type[BaseException], str], ...] = (
    (smtplib.SMTPAuthenticationError, "mail-password"),
    (smtplib.SMTPServerDisconnected, "mail-unreachable"),
    (ssl.SSLError, "mail-certificate"),
    (FileNotFoundError, "mail-password-file"),
    (PermissionError, "mail-password-file"),
    (smtplib.SMTPException, "mail-server"),
    (OSError, "mail-unreachable"),
)
