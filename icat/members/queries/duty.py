"""The duty roster: who is on now and on which number, who is called in which order, and a week with its gaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock
from icat.db import engine as db
from icat.db.keys import vault
from icat.i18n import Message
from icat.members.models import Account, DutyShift, Member
from icat.members.queries.people import active_members, agencies, team
from icat.policy.roles import Role

ON_DUTY = frozenset({Role.MEMBER, Role.ADVOCATE, Role.SUPERVISOR, Role.COORDINATOR, Role.CHAIR})
NEXT_WITHIN = timedelta(hours=24)  # whose duty begins later than this is not called about a night that is not theirs


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody on duty and the number to dial."""

    name: str
    agency: str
    phone: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on at one moment. ``people``: in the order in which they are called; nobody is an empty list.

    ``advice``: what the team says about a time when nobody is on; ``next_at``: when somebody will be.
    """

    people: tuple[tuple[Reach, Reach | None], ...]
    until_at: datetime | None
    next_at: datetime | None
    advice: str


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One shift of the roster."""

    number: int
    id: UUID
    version: int
    from_at: datetime
    until_at: datetime
    member: Reach
    deputy: Reach | None
    is_now: bool
    is_over: bool

    @property
    def hours(self) -> str:
        """From when until when; the second day only where it is another one."""
        begin, end = clock.local(self.from_at), clock.local(self.until_at)
        return (
            f"{begin:%d.%m %H:%M} – {end:%H:%M}"
            if begin.date() == end.date()
            else f"{begin:%d.%m %H:%M} – {end:%d.%m %H:%M}"
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when nobody is on, or several are."""

    from_at: datetime
    until_at: datetime
    names: tuple[str, ...] = ()

    @property
    def told(self) -> Message:
        """In words: nothing is forbidden, but nobody shall find out at night."""
        ends = {
            "since": f"{clock.local(self.from_at):%d.%m %H:%M}",
            "until": f"{clock.local(self.until_at):%d.%m %H:%M}",
        }
        if self.names:
            return Message(
                "From %(since)s until %(until)s several are on duty: %(who)s. They are called in this order.",
                who=", ".join(self.names),
                **ends,
            )
        return Message("Nobody is on duty from %(since)s until %(until)s.", **ends)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week: what begins on it; on the Monday also what goes on from the Sunday before."""

    on: date
    is_today: bool
    shifts: tuple[ShiftView, ...]
    gaps: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the roster, Monday to Sunday. Gaps are told from now on: what is past cannot be mended."""

    monday: date
    days: tuple[Day, ...]
    overlaps: tuple[Stretch, ...]

    @property
    def earlier(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def later(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)

    @property
    def has_gaps(self) -> bool:
        """Whether there is a time to come when nobody is on."""
        return any(day.gaps for day in self.days)


def on_duty(team_id: UUID, at: datetime, *, except_ids: Collection[UUID] = ()) -> Duty:
    """Who is on at that moment. Leaves out ``except_ids``: who must not learn of a case is not named to its referrer,
    and a deputy then stands in the first place."""
    session = db.session()
    rows = _shifts(session, team_id, at, at + NEXT_WITHIN)
    reach = _reaches(session, team_id, rows)
    people = []
    for row in (row for row in rows if row.from_at <= at):
        pair = [
            reach[row.id, id] for id in (row.member_id, row.deputy_id) if (row.id, id) in reach and id not in except_ids
        ]
        if pair:
            people.append((pair[0], pair[1] if len(pair) > 1 else None))
    running = [row.until_at for row in rows if row.from_at <= at]
    later = [row.from_at for row in rows if row.from_at > at]
    return Duty(tuple(people), min(running, default=None), min(later, default=None), team(team_id).off_duty_advice)


def in_order(session: Session, team_id: UUID, at: datetime) -> tuple[tuple[tuple[UUID, UUID], ...], ...]:
    """Who is called about something urgent, and under which shift: those on duty, their deputies, who is on next."""
    rows = _shifts(session, team_id, at, at + NEXT_WITHIN)
    now = [row for row in rows if row.from_at <= at]
    first = next((row for row in rows if row.from_at > at), None)
    return (
        tuple((row.member_id, row.id) for row in now),
        tuple((row.deputy_id, row.id) for row in now if row.deputy_id),
        ((first.member_id, first.id),) if first else (),
    )


def shift(team_id: UUID, number: int) -> ShiftView | None:
    """One shift that was not cancelled."""
    session = db.session()
    rows = session.scalars(
        select(DutyShift).where(
            DutyShift.team_id == team_id, DutyShift.number == number, DutyShift.withdrawn_at.is_(None)
        )
    ).all()
    return next(iter(_views(session, team_id, rows)), None)


def week(team_id: UUID, day: date) -> Week:
    """The week in which ``day`` lies."""
    monday = day - timedelta(days=day.weekday())
    starts = [clock.midnight(monday + timedelta(days=n)) for n in range(8)]
    session, now = db.session(), clock.now()
    views = _views(session, team_id, _shifts(session, team_id, starts[0], starts[7]))
    gaps = tuple(_gaps(views, max(starts[0], now), starts[7]))
    days = tuple(
        Day(
            on=clock.local(begin).date(),
            is_today=clock.local(begin).date() == clock.today(),
            shifts=tuple(one for one in views if begin <= max(one.from_at, starts[0]) < end),
            gaps=tuple(one for one in gaps if begin <= one.from_at < end),
        )
        for begin, end in zip(starts, starts[1:], strict=False)
    )
    return Week(monday, days, tuple(_overlaps(views, starts[0], starts[7])))


def eligible(team_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Members in office who may be put on duty, with their agencies."""
    return tuple(
        (member.id, f"{member.name}, {member.agency}")
        for member in active_members(team_id).values()
        if ON_DUTY.intersection(member.roles)
    )


def _shifts(session: Session, team_id: UUID, since: datetime, until: datetime) -> Sequence[DutyShift]:
    return session.scalars(
        select(DutyShift)
        .where(
            DutyShift.team_id == team_id,
            DutyShift.withdrawn_at.is_(None),
            DutyShift.until_at > since,
            DutyShift.from_at <= until,
        )
        .order_by(DutyShift.from_at, DutyShift.number)
    ).all()


def _reaches(session: Session, team_id: UUID, rows: Sequence[DutyShift]) -> dict[tuple[UUID, UUID | None], Reach]:
    """The people of these shifts who are in office when theirs begins, each with the number of the shift or the own."""
    wanted = {id for row in rows for id in (row.member_id, row.deputy_id) if id}
    found = session.execute(
        select(Member, Account).join(Account, Account.id == Member.account_id).where(Member.id.in_(wanted))
    ).all()
    vault(session).load([team_id, *(account.id for _member, account in found)])
    known, here = {member.id: (member, account) for member, account in found}, agencies(team_id)
    made: dict[tuple[UUID, UUID | None], Reach] = {}
    for row in rows:
        for member_id, own in ((row.member_id, row.phone), (row.deputy_id, row.deputy_phone)):
            if member_id is None or not known[member_id][0].is_active(clock.local(row.from_at).date()):
                continue
            member, account = known[member_id]
            made[row.id, member_id] = Reach(account.name, here[member.agency_id].short_name, own or account.phone)
    return made


def _views(session: Session, team_id: UUID, rows: Sequence[DutyShift]) -> tuple[ShiftView, ...]:
    reach, now = _reaches(session, team_id, rows), clock.now()
    return tuple(
        ShiftView(
            number=row.number,
            id=row.id,
            version=row.version,
            from_at=row.from_at,
            until_at=row.until_at,
            member=reach[row.id, row.member_id],
            deputy=reach.get((row.id, row.deputy_id)),
            is_now=row.from_at <= now < row.until_at,
            is_over=row.until_at <= now,
        )
        for row in rows
        if (row.id, row.member_id) in reach
    )


def _gaps(shifts: Iterable[ShiftView], since: datetime, until: datetime) -> Iterable[Stretch]:
    reached = since
    for one in shifts:  # in the order of their beginnings
        if one.from_at >= until:
            break
        if one.from_at > reached:
            yield Stretch(reached, one.from_at)
        reached = max(reached, one.until_at)
    if reached < until:
        yield Stretch(reached, until)


def _overlaps(shifts: Sequence[ShiftView], since: datetime, until: datetime) -> Iterable[Stretch]:
    for place, one in enumerate(shifts):
        for other in shifts[place + 1 :]:
            begin, end = max(one.from_at, other.from_at, since), min(one.until_at, other.until_at, until)
            if begin < end:
                yield Stretch(begin, end, (one.member.name, other.member.name))
