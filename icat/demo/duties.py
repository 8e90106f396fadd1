"""The duty roster of the demonstration, told through the product's own commands."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from icat import clock
from icat.config import DATA
from icat.demo.people import Cast
from icat.members.commands.duty import plan_shift
from icat.members.commands.settings import revise_team
from icat.members.queries.people import team


class Shift(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The same hours on some days in a row."""

    member: str
    from_day: int
    days: int
    hour: int
    hours: int
    deputy: str = ""
    phone: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    advice: str
    shifts: list[Shift]


def duties(cast: Cast, now: datetime) -> Iterator[datetime]:
    """The roster as one story: planned some weeks ago, week by week."""
    content = tomllib.loads((DATA / "demo" / "duty.toml").read_text(encoding="utf-8"))
    file = msgspec.convert(content, _File)
    actor = cast.actors["yushchenko"]
    today = clock.local(now).replace(minute=0, second=0, microsecond=0)
    yield now - timedelta(days=23)
    found = team(actor.team_id)
    revise_team(actor, found.version, off_duty_advice=file.advice, stub_days=found.stub_days)
    for shift in sorted(file.shifts, key=lambda one: one.from_day):
        begin = (today + timedelta(days=shift.from_day)).replace(hour=shift.hour)
        yield now + timedelta(days=min(shift.from_day - 1, 0), seconds=-1)
        plan_shift(
            actor,
            member_id=cast.actors[shift.member].member_id,
            deputy_id=cast.actors[shift.deputy].member_id if shift.deputy else None,
            from_at=begin,
            until_at=begin + timedelta(hours=shift.hours),
            phone=shift.phone,
            days=shift.days,
        )
