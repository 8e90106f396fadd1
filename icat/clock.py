"""The only place where the time is read, so that every other module can be given one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")


_pretended: ContextVar[datetime | None] = ContextVar("pretended moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` for a while: how the demonstration gets its past. Refuses a moment without a zone."""
    token = _pretended.set(moment.astimezone(UTC) if moment.tzinfo else local(moment))
    try:
        yield
    finally:
        _pretended.reset(token)


def today(zone: ZoneInfo = KYIV) -> date:
    """The calendar day it is now where the team works."""
    return now().astimezone(zone).date()


def midnight(day: date) -> datetime:
    """The moment at which this day begins where the team works, on the team's clock."""
    return datetime.combine(day, time(), KYIV)


def local(moment: datetime, zone: ZoneInfo = KYIV) -> datetime:
    """The same moment on the team's clock. Refuses a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(zone)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970, as the ledger keeps time; no float is involved."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return delta // timedelta(microseconds=1)


def from_microseconds(count: int) -> datetime:
    """The moment that ``microseconds`` was given."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)
