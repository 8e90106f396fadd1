"""An alarm about an urgent referral: raised, passed on from rung to rung, and over as soon as somebody takes it.

Practice asks for one answer within fifteen minutes, day and night; who does not give it is passed over, not waited for.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Alarm, AlarmCall, Case, Rung
from icat.cases.scope import standing_of
from icat.members.models import Member
from icat.members.queries.duty import in_order
from icat.outbox.steps import call
from icat.policy.roles import Role

ANSWER_WITHIN = timedelta(minutes=15)
NOBODY = "nobody"  # what the log says when the ladder is at its end


def raise_alarm(work: Work, case: Case) -> Alarm:
    """Alarm whoever is on duty about this case. Where nobody is, the next rung is called at once."""
    alarm = work.add(Alarm(team_id=case.team_id, case_id=case.id, raised_at=work.at, next_at=work.at))
    work.session.flush()
    work.record(Event.ALARM_RAISED, case=case.id, alarm=alarm.id)
    call_next(work, case, alarm)
    return alarm


def call_next(work: Work, case: Case, alarm: Alarm) -> None:
    """Call the first rung on which somebody stands who was not called yet; after the last one the ladder is at its end.

    Never calls whoever must not learn of the case, whoever acts, or whoever is not in office or serves other places.
    """
    for rung, people in _ladder(work, case, alarm):
        if people:
            for member, shift_id in people:
                work.add(
                    AlarmCall(
                        team_id=case.team_id,
                        case_id=case.id,
                        alarm_id=alarm.id,
                        member_id=member.id,
                        rung=rung,
                        called_at=work.at,
                    )
                )
                call(work, member.account_id, number_of=shift_id)
                work.record(Event.ALARM_ESCALATED, case=case.id, alarm=alarm.id, member=member.id, rung=rung)
            alarm.next_at = work.at + ANSWER_WITHIN
            return
    alarm.next_at = None
    work.record(Event.ALARM_ESCALATED, case=case.id, alarm=alarm.id, rung=NOBODY)


def settle_alarms(work: Work, case: Case) -> None:
    """Somebody has seen this case: nobody else is called about it."""
    open_ones = select(Alarm).where(Alarm.case_id == case.id, Alarm.acknowledged_at.is_(None)).with_for_update()
    for alarm in work.session.scalars(open_ones):
        alarm.acknowledged_at, alarm.acknowledged_by_id, alarm.next_at = work.at, work.actor.member_id, None
        alarm.version += 1
        work.record(Event.ALARM_ACKNOWLEDGED, case=case.id, alarm=alarm.id)


def _ladder(work: Work, case: Case, alarm: Alarm) -> Iterator[tuple[Rung, list[tuple[Member, UUID | None]]]]:
    """Each rung that was not reached yet, with who can be called on it now: the roster may have changed meanwhile."""
    work.session.flush()
    calls = work.session.scalars(select(AlarmCall).where(AlarmCall.alarm_id == alarm.id)).all()
    passed_over = {one.member_id for one in calls} | standing_of(work.session, case).barred_ids | {work.actor.member_id}
    rungs = list(Rung)
    reached = max((rungs.index(one.rung) for one in calls), default=-1)
    duty, deputies, following = in_order(work.session, case.team_id, work.at)
    chairs = tuple((member_id, None) for member_id in _chairs(work, case))
    for rung, found in zip(rungs, (duty, deputies, following, chairs), strict=True):
        if rungs.index(rung) > reached:
            people = {id: shift_id for id, shift_id in reversed(found) if id not in passed_over}
            known = [(work.get(Member, id), shift_id) for id, shift_id in reversed(people.items())]
            yield rung, [(member, shift_id) for member, shift_id in known if _serves(member, case)]


def _chairs(work: Work, case: Case) -> list[UUID]:
    rows = work.session.scalars(select(Member).where(Member.team_id == case.team_id).order_by(Member.id))
    return [row.id for row in rows if Role.CHAIR in row.role_set]


def _serves(member: Member, case: Case) -> bool:
    return member.is_active(clock.today()) and (not member.hromadas or case.hromada in member.hromadas)
