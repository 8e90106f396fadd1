"""Alarms as people see them: whoever was called, the office, and the officer who waits for an answer.

Nothing of a case is in them but its number: who refers, how to call back, who was called when, who took it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, exists, or_, select

from icat import clock, references
from icat.audit.reading import receipt, record_refusal
from icat.cases.models import Alarm, AlarmCall, Bar, Case, Rung
from icat.cases.queries.caseload import visible
from icat.cases.scope import standing_of
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Message
from icat.members.models import Account, Agency, Member
from icat.members.queries.duty import Duty, on_duty
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.policy.permissions import Permission

STILL_SHOWN = timedelta(hours=12)  # after it was acknowledged
MOST = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One who was called."""

    name: str
    rung: Rung
    at: datetime


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One alarm."""

    id: UUID
    reference: str
    raised_at: datetime
    agency: str
    referrer: str
    phone: str
    calls: tuple[Call, ...]
    next_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    may_open: bool  # whether the reader may open the case; who was only called calls the officer back

    @property
    def is_open(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.acknowledged_at is None

    @property
    def state(self) -> Message:
        """Where it stands, in words."""
        if self.acknowledged_at is not None:
            at = f"{clock.local(self.acknowledged_at):%d.%m %H:%M}"
            return Message("%(who)s acknowledged it on %(at)s.", who=self.acknowledged_by, at=at)
        if self.next_at is None:
            return Message("Nobody has acknowledged it, and there is nobody left to call.")
        at = f"{clock.local(self.next_at):%H:%M}"
        return Message("Nobody has acknowledged it yet. If nobody does, the next one is called at %(at)s.", at=at)


def alarms(actor: Actor) -> tuple[AlarmView, ...]:
    """The alarms that wait for the actor or, for the office, for anybody; and those that were just acknowledged."""
    rows = db.session().scalars(
        select(Alarm)
        .join(Case, Case.id == Alarm.case_id)
        .where(
            _concerns(actor),
            or_(Alarm.acknowledged_at.is_(None), Alarm.acknowledged_at > clock.now() - STILL_SHOWN),
        )
        .order_by(Alarm.raised_at.desc())
        .limit(MOST)
    )
    return _views(actor, rows.all())


def waiting_alarms(actor: Actor) -> tuple[AlarmView, ...]:
    """Those of them that nobody has taken yet."""
    return tuple(one for one in alarms(actor) if one.is_open)


def open_alarm(actor: Actor, reference: str) -> AlarmView:
    """The newest alarm about the case of this number. Refuses, and records it, as for a number that does not exist."""
    session = db.session()
    row = session.scalars(
        select(Alarm)
        .join(Case, Case.id == Alarm.case_id)
        .where(_concerns(actor), Case.reference == (references.parse(reference) or ""))
        .order_by(Alarm.raised_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        record_refusal(actor, Permission.ALARM_ACKNOWLEDGE, uuid4())
        raise NotFound
    return _views(actor, [row])[0]


def alarms_of(actor: Actor, case_id: UUID) -> tuple[AlarmView, ...]:
    """The alarms about one case, the newest first, for a page that has let the actor in already."""
    rows = db.session().scalars(select(Alarm).where(Alarm.case_id == case_id).order_by(Alarm.raised_at.desc()))
    return _views(actor, rows.all())


def duty_for(case_id: UUID) -> Duty:
    """Who is on duty now, for whoever referred this case: without those who must not learn of it."""
    session = db.session()
    case = session.get_one(Case, case_id)
    return on_duty(case.team_id, clock.now(), except_ids=standing_of(session, case).barred_ids)


def _concerns(actor: Actor) -> ColumnElement[bool]:
    """Alarms about which the actor was called, and for the office every one it may read; never of a case unknown."""
    called = exists().where(AlarmCall.alarm_id == Alarm.id, AlarmCall.member_id == actor.member_id)
    barred = exists().where(Bar.case_id == Alarm.case_id, Bar.member_id == actor.member_id)
    theirs = Alarm.case_id.in_(visible(actor).with_only_columns(Case.id)) if actor.is_office else called
    return and_(Alarm.team_id == actor.team_id, Case.disposed_at.is_(None), ~barred, or_(called, theirs))


def _views(actor: Actor, rows: Sequence[Alarm]) -> tuple[AlarmView, ...]:
    if not rows:
        return ()
    session = db.session()
    found = session.execute(
        select(Case, Agency, Account)
        .join(Agency, Agency.id == Case.referring_agency_id)
        .join(Member, Member.id == Case.referrer_id)
        .join(Account, Account.id == Member.account_id)
        .where(Case.id.in_({row.case_id for row in rows}))
    ).all()
    vault(session).load(account.id for _case, _agency, account in found)
    known = {case.id: (case, agency, account) for case, agency, account in found}
    readable = _readable(actor, known.keys())
    calls = defaultdict(list)
    called = session.scalars(
        select(AlarmCall)
        .where(AlarmCall.alarm_id.in_([row.id for row in rows]))
        .order_by(AlarmCall.called_at, AlarmCall.id)
    ).all()
    names = member_names([one.member_id for one in called] + [id for row in rows if (id := row.acknowledged_by_id)])
    for one in called:
        calls[one.alarm_id].append(Call(names.get(one.member_id, ""), one.rung, one.called_at))
    views = []
    for row in rows:
        case, agency, account = known[row.case_id]
        receipt().saw(actor, case.id)
        views.append(
            AlarmView(
                id=row.id,
                reference=case.reference,
                raised_at=row.raised_at,
                agency=agency.short_name,
                referrer=account.name,
                phone=account.phone,
                calls=tuple(calls[row.id]),
                next_at=row.next_at,
                acknowledged_at=row.acknowledged_at,
                acknowledged_by=names.get(row.acknowledged_by_id, "") if row.acknowledged_by_id else "",
                may_open=case.id in readable,
            )
        )
    return tuple(views)


def _readable(actor: Actor, case_ids: Collection[UUID]) -> set[UUID]:
    if not actor.is_office:
        return set()
    return set(db.session().scalars(visible(actor).with_only_columns(Case.id).where(Case.id.in_(case_ids))))
