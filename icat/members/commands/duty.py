"""Keeping the duty roster: a shift is planned, or cancelled and planned anew; it is never changed behind anybody."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.members.models import DutyShift, Member, Team
from icat.members.queries.duty import ON_DUTY
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

LONGEST = timedelta(days=7)
MOST_DAYS = 14


def plan_shift(
    actor: Actor,
    *,
    member_id: UUID,
    from_at: datetime,
    until_at: datetime,
    deputy_id: UUID | None = None,
    phone: str = "",
    deputy_phone: str = "",
    days: int = 1,
) -> None:
    """Put a member on duty, with or without a deputy; ``days``: at the same hours on that many days in a row.

    A gap and an overlap of two members are allowed and told; the page shows both. Refuses a time that is over or cannot
    be, a shift longer than a week, somebody who is not in office then or works on no case, one's own deputy, and the
    same member twice at one time.
    """
    with change(actor) as work:
        require(actor, Permission.SHIFT_PLAN)
        _insist_on_time(work, from_at, until_at, days)
        if deputy_id == member_id:
            raise RuleBroken(Message("Nobody can be the own deputy."), field="deputy")
        # The team's row is locked, so that two shifts planned at once do not get one number.
        work.session.get_one(Team, actor.team_id, with_for_update=True)
        theirs = select(func.max(DutyShift.number)).where(DutyShift.team_id == actor.team_id)
        number = work.session.scalar(theirs) or 0
        for day in range(days):
            begin, end = _moved(from_at, day), _moved(until_at, day)
            for one, where in ((member_id, "member"), (deputy_id, "deputy")):
                if one is not None:
                    _insist_on_member(work.get(Member, one), begin, end, where)
            _insist_on_free(work, member_id, begin, end)
            row = work.add(
                DutyShift(
                    team_id=actor.team_id,
                    number=number + day + 1,
                    member_id=member_id,
                    deputy_id=deputy_id,
                    from_at=begin,
                    until_at=end,
                    planned_at=work.at,
                    planned_by_id=actor.member_id,
                    phone=phone,
                    deputy_phone=deputy_phone if deputy_id else "",
                )
            )
            work.session.flush()
            work.record(Event.SHIFT_PLANNED, shift=row.id, member=member_id)


def withdraw_shift(actor: Actor, shift_id: UUID, version: int) -> None:
    """Take a shift out of the roster. Refuses one that is over: it stands as what was, and one cancelled already."""
    with change(actor) as work:
        row = work.lock(DutyShift, shift_id, version)
        require(actor, Permission.SHIFT_WITHDRAW)
        if row.withdrawn_at is not None:
            raise RuleBroken(Message("This duty has been cancelled already."))
        if row.until_at <= work.at:
            raise RuleBroken(Message("This duty is over."))
        row.withdrawn_at, row.withdrawn_by_id = work.at, actor.member_id
        work.record(Event.SHIFT_WITHDRAWN, shift=row.id, member=row.member_id)


def _moved(moment: datetime, days: int) -> datetime:
    """The same hour on the team's clock some days later, also over the night when the clocks change."""
    return clock.local(moment) + timedelta(days=days)


def _insist_on_time(work: Work, from_at: datetime, until_at: datetime, days: int) -> None:
    if until_at <= from_at:
        raise RuleBroken(Message("A duty ends after it begins."), field="until_at")
    if until_at <= work.at:
        raise RuleBroken(Message("This time has passed."), field="until_at")
    if until_at - from_at > LONGEST:
        raise RuleBroken(Message("Nobody is on duty for more than a week. Check the days."), field="until_at")
    if not 1 <= days <= MOST_DAYS:
        raise RuleBroken(Message("Give a number from %(least)s to %(most)s.", least=1, most=MOST_DAYS), field="days")
    if days > 1 and until_at - from_at > timedelta(days=1):
        raise RuleBroken(Message("Only a duty of at most a day can be repeated day by day."), field="days")


def _insist_on_member(member: Member, begin: datetime, end: datetime, where: str) -> None:
    in_office = all(member.is_active(clock.local(moment).date()) for moment in (begin, end))
    if not in_office or not member.role_set & ON_DUTY:
        raise RuleBroken(Message("This person is not a member of the team at that time."), field=where)


def _insist_on_free(work: Work, member_id: UUID, begin: datetime, end: datetime) -> None:
    other = select(DutyShift.from_at).where(
        DutyShift.team_id == work.actor.team_id,
        DutyShift.member_id == member_id,
        DutyShift.withdrawn_at.is_(None),
        DutyShift.from_at < end,
        DutyShift.until_at > begin,
    )
    taken = work.session.scalars(other).first()
    if taken is not None:
        when = f"{clock.local(taken):%d.%m %H:%M}"
        raise RuleBroken(Message("This person is on duty then already, from %(when)s.", when=when), field="from_at")
