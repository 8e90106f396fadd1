"""The ladder: on duty, deputy, next, chairs; never whoever must not learn of the case, and never the same one twice."""

from datetime import timedelta

from sqlalchemy import select, update

from icat import clock
from icat.cases.commands.alarms import escalate_alarm
from icat.cases.models import Alarm, AlarmCall, Rung
from icat.cases.steps.alarming import ANSWER_WITHIN
from icat.db import engine as db
from icat.members.models import Member
from icat.outbox.models import Channel, Letter
from icat.outbox.texts import Kind
from icat.policy.actor import system
from tests.cases.referring import submit
from tests.make import Person, World
from tests.members.rostering import NIGHT, put_on

AT = NIGHT + timedelta(hours=6)


def called(world: World) -> list[tuple[str, Rung]]:
    db.end()
    people = {one.member_id: one.name for one in vars(world).values() if isinstance(one, Person)}
    rows = db.session().scalars(select(AlarmCall).order_by(AlarmCall.called_at, AlarmCall.rung))
    return [(people[row.member_id], row.rung) for row in rows]


def pass_on(world: World, minutes: int) -> int:
    with clock.pretending(AT + timedelta(minutes=minutes)):
        done = escalate_alarm(system(world.team_id, world.code))
    db.end()
    return done


def the_alarm() -> Alarm:
    db.end()
    return db.session().scalars(select(Alarm)).one()


def test_an_urgent_referral_goes_up_the_ladder_every_quarter_of_an_hour(world: World) -> None:
    put_on(world, world.advocate, deputy=world.doctor, phone="+380671110000")
    put_on(world, world.supervisor, since=NIGHT + timedelta(hours=12))
    with clock.pretending(AT):
        submit(world)

    assert called(world) == [(world.advocate.name, Rung.DUTY)]
    assert the_alarm().next_at == AT + ANSWER_WITHIN
    assert (pass_on(world, 14), pass_on(world, 15), pass_on(world, 16)) == (0, 1, 0)
    assert called(world)[1:] == [(world.doctor.name, Rung.DEPUTY)]
    assert (pass_on(world, 30), pass_on(world, 45), pass_on(world, 60), pass_on(world, 90)) == (1, 1, 1, 0)
    assert called(world)[2:] == [(world.supervisor.name, Rung.NEXT), (world.chair.name, Rung.CHAIRS)]
    assert (the_alarm().next_at, the_alarm().acknowledged_at) == (None, None)
    db.end()
    urgent = db.session().scalars(select(Letter).where(Letter.kind == Kind.URGENT).order_by(Letter.written_at)).all()
    assert (
        [one.channel for one in urgent].count(Channel.CALL) == [one.channel for one in urgent].count(Channel.MAIL) == 4
    )
    assert [one.about_id is not None for one in urgent if one.channel is Channel.CALL] == [True, True, True, False]


def test_where_nobody_is_on_duty_the_chairs_are_called_at_once(world: World) -> None:
    with clock.pretending(AT):
        submit(world)

    assert called(world) == [(world.chair.name, Rung.CHAIRS)]


def test_who_must_not_learn_of_it_or_is_gone_is_never_called(world: World) -> None:
    put_on(world, world.chair, deputy=world.policewoman)
    put_on(world, world.advocate, deputy=world.doctor)
    with db.writing() as session:
        gone = Member.id == world.advocate.member_id
        session.execute(update(Member).where(gone).values(until_on=(NIGHT - timedelta(days=1)).date()))
        session.commit()
    with clock.pretending(AT):
        submit(world, barred=[{"name": world.chair.name}, {"name": world.policewoman.name}])

    assert called(world) == [(world.doctor.name, Rung.DEPUTY)]
    assert pass_on(world, 15) == 1
    assert called(world) == [(world.doctor.name, Rung.DEPUTY)]
    assert the_alarm().next_at is None


def test_a_referral_that_can_wait_wakes_nobody(world: World) -> None:
    put_on(world, world.chair)
    with clock.pretending(AT):
        submit(world, urgency="before_next_meeting")

    assert called(world) == []
