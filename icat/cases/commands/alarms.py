"""Answering an alarm, and passing it on when nobody does."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from sqlalchemy import exists, select

from icat import clock
from icat.audit.recording import change
from icat.cases.models import Alarm, AlarmCall
from icat.cases.scope import standing_of
from icat.cases.steps.alarming import call_next, settle_alarms
from icat.cases.steps.sharing import held_part
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import can, require
from icat.policy.permissions import Permission


def acknowledge_alarm(actor: Actor, alarm_id: UUID) -> None:
    """Take an urgent referral: from here on nobody else is called about it. It opens nothing of the case.

    Refuses whoever was not called and may not read the case as the office does, as if there were none; and an alarm
    that somebody took already, by saying so.
    """
    with change(actor) as work:
        require(actor, Permission.ALARM_ACKNOWLEDGE)
        case, alarm = held_part(work, Alarm, alarm_id)
        standing = standing_of(work.session, case)
        was_called = work.session.scalar(
            select(exists().where(AlarmCall.alarm_id == alarm.id, AlarmCall.member_id == actor.member_id))
        )
        may = was_called or can(actor, Permission.CASE_SCREEN, standing)
        if actor.member_id in standing.barred_ids or case.disposed_at is not None or not may:
            raise NotFound
        if alarm.acknowledged_at is not None:
            raise RuleBroken(Message("Somebody has acknowledged this already."))
        settle_alarms(work, case)


def escalate_alarm(actor: Actor) -> int:
    """Call the next one about every alarm of the actor's team that nobody acknowledged in time; gives how many.

    For the machine itself, at any time and as often as it likes: an alarm that was passed on meanwhile is passed over.
    """
    passed_on = 0
    for alarm_id in _overdue(actor.team_id):
        with suppress(Stale, NotFound), change(actor) as work:
            require(actor, Permission.ALARM_ESCALATE)
            case, alarm = held_part(work, Alarm, alarm_id)
            if alarm.next_at is None or alarm.next_at > work.at:
                raise Stale
            call_next(work, case, alarm)
            passed_on += 1
    return passed_on


def _overdue(team_id: UUID) -> Sequence[UUID]:
    with db.database().open_reading() as session:
        return session.scalars(
            select(Alarm.id).where(Alarm.team_id == team_id, Alarm.next_at <= clock.now()).order_by(Alarm.next_at)
        ).all()
