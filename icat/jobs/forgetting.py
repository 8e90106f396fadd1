"""What is old is forgotten: sign-ins, typing that was kept, letters, drafts that nobody sent."""

from contextlib import suppress
from datetime import datetime

from icat.cases.commands.referral import forget_referral
from icat.errors import Stale
from icat.imports.commands.batch import forget_import
from icat.jobs.teams import each_team
from icat.members.commands.forgetting import forget_sign_ins, forget_tickets
from icat.outbox.commands.delivery import forget_letters
from icat.policy.actor import Actor


def forget_old(now: datetime) -> None:
    """What belongs to no case."""
    forget_sign_ins(now)
    forget_tickets(now)
    forget_letters(now)


def forget_drafts(_now: datetime) -> None:
    """Drafts of referrals that nobody has touched for a fortnight, each with its leaf."""
    each_team(_forget_drafts)


def forget_imports(_now: datetime) -> None:
    """Tables of cases about which nobody has decided for a week, each with its leaf."""
    each_team(_forget_imports)


def _forget_imports(actor: Actor) -> None:
    with suppress(Stale):
        forget_import(actor)


def _forget_drafts(actor: Actor) -> None:
    with suppress(Stale):
        while forget_referral(actor):
            pass
