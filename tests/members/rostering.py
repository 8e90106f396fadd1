"""A duty as tests need it."""

from datetime import datetime, timedelta
from uuid import UUID

from icat import clock
from icat.db import engine as db
from icat.members.commands.duty import plan_shift
from tests.make import Person, World

NIGHT = datetime(2026, 11, 24, 20, tzinfo=clock.KYIV)  # a Tuesday


def put_on(
    world: World,
    who: Person,
    *,
    since: datetime = NIGHT,
    hours: float = 12,
    deputy: Person | None = None,
    **more: object,
) -> None:
    """Plan a duty, as the coordinator does it the day before."""
    with clock.pretending(since - timedelta(days=1)):
        plan_shift(
            world.coordinator.actor,
            member_id=who.member_id,
            deputy_id=deputy.member_id if deputy else None,
            from_at=since,
            until_at=since + timedelta(hours=hours),
            **more,  # type: ignore[arg-type]
        )
    db.end()


def phone(account_id: UUID, number: str) -> None:
    """Give somebody a phone."""
    from icat.members.models import Account  # noqa: PLC0415 - the tests that call need it

    with db.writing() as session:
        session.get_one(Account, account_id).phone = number
        session.commit()
    db.end()
