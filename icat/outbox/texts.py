"""Every letter that ICAT can write, word for word. A letter carries numbers and codes, never a name, a case or a text.

Who reads over a shoulder, or runs the mail server, learns that somebody works with ICAT and no more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from icat.i18n import Message

Fact = str | int


class Kind(StrEnum):
    """What a letter is about."""

    TASK = "task"
    URGENT = "urgent"
    CHECKPOINT = "checkpoint"


class UnfitFact(AssertionError):
    """A letter was to carry something that its text does not know: a defect."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one kind of letter; ``facts`` names what it carries, each with the form that it must have.

    ``short`` is what a call or a short message says: it lights up on a locked screen that others see, so it does not
    even name this program.
    """

    subject: Message
    body: Message
    facts: Mapping[str, str]
    short: Message | None = None


TEXTS = {
    Kind.TASK: Text(
        Message("You have a task"),
        Message(
            "You have a task in ICAT. To see it, sign in as you always do:\n%(home)s\n\n"
            "This letter never says more. Nobody will ever ask for your password or your code by mail.\n"
            "Please do not answer it: nobody reads the answers."
        ),
        {},
    ),
    Kind.URGENT: Text(
        Message("Please sign in now"),
        Message(
            "Something waits for you that cannot wait. To see it, sign in as you always do:\n%(home)s\n\n"
            "Press the button there, so that nobody else is called.\n"
            "This letter never says more. Nobody will ever ask for your password or your code by mail."
        ),
        {},
        short=Message("Please sign in now, as you always do."),
    ),
    Kind.CHECKPOINT: Text(
        Message("Checkpoint of the log"),
        Message(
            "Entries: %(size)s\nRoot: %(root)s\nFingerprint: %(fingerprint)s\n\n"
            "Please keep this letter. Whoever later doubts the log compares it with these lines: the entries up to\n"
            "this number cannot have been changed since without another root. Nothing else needs to be done.\n%(home)s"
        ),
        {"size": r"[0-9]{1,18}", "root": r"[0-9a-f]{64}", "fingerprint": r"[A-Z2-7]{4}( [A-Z2-7]{4}){7}"},
    ),
}


# Why a letter was not sent yet, by the code that is kept with it.
FAULTS = {
    "mail-unreachable": Message("The mail server does not answer."),
    "mail-server": Message("The mail server did not take a letter."),
    "mail-certificate": Message("The certificate of the mail server is not one to be trusted."),
    "mail-password": Message("The mail server does not take our password."),
    "mail-password-file": Message("The file with the password for the mail server cannot be read."),
    "recipient-later": Message("A mailbox takes nothing just now."),
    "recipient-refused": Message("A mailbox does not exist."),
    "no-address": Message("Somebody has no e-mail address here."),
    "no-account": Message("An account was closed."),
    "no-number": Message("Somebody has no phone number here."),
    "call-command": Message("The command for calls cannot be run."),
    "call-refused": Message("The command for calls reported a failure."),
    "call-time": Message("The command for calls did not end in time."),
}


def refuse_unfit_facts(kind: Kind, facts: Mapping[str, Fact]) -> None:
    """Refuse a fact that this kind of letter does not carry, one that is missing, and one of another form."""
    wanted = TEXTS[kind].facts
    if set(facts) != set(wanted):
        raise UnfitFact(f"{kind} carries {sorted(wanted)}")
    for name, form in wanted.items():
        if re.fullmatch(form, str(facts[name])) is None:
            raise UnfitFact(f"{kind}: {name} has another form")
