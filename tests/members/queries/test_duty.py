"""Who is on duty, in which order people are called, and what a week says of its gaps and overlaps."""

from datetime import date, timedelta

from sqlalchemy import update

from icat import clock
from icat.db import engine as db
from icat.members.models import Member
from icat.members.queries.duty import eligible, in_order, on_duty, shift, week
from tests.make import World
from tests.members.rostering import NIGHT, phone, put_on

AT = NIGHT + timedelta(hours=6)


def test_whoever_is_on_has_the_number_of_the_duty_or_the_own(world: World) -> None:
    phone(world.chair.account_id, "+380500000001")
    phone(world.advocate.account_id, "+380500000002")
    put_on(world, world.chair, deputy=world.advocate, phone="+380671110000")

    duty = on_duty(world.team_id, AT)

    ((first, deputy),) = duty.people
    assert deputy is not None
    assert [(one.name, one.agency, one.phone) for one in (first, deputy)] == [
        (world.chair.name, "Виконком", "+380671110000"),
        (world.advocate.name, "Поруч", "+380500000002"),
    ]
    assert (duty.until_at, duty.next_at) == (NIGHT + timedelta(hours=12), None)
    ((left, nobody),) = on_duty(world.team_id, AT, except_ids={world.chair.member_id}).people
    assert (left.name, nobody) == (world.advocate.name, None)
    assert on_duty(world.team_id, AT, except_ids={world.chair.member_id, world.advocate.member_id}).people == ()


def test_where_nobody_is_on_it_says_so_and_when_somebody_will_be(world: World) -> None:
    put_on(world, world.chair, since=NIGHT)
    put_on(world, world.advocate, since=NIGHT + timedelta(days=1))

    in_the_gap = on_duty(world.team_id, NIGHT + timedelta(hours=13))

    assert (in_the_gap.people, in_the_gap.until_at) == ((), None)
    assert in_the_gap.next_at == NIGHT + timedelta(days=1)
    assert on_duty(world.team_id, NIGHT + timedelta(days=3)).next_at is None
    assert on_duty(world.team_id, NIGHT).people != ()  # from its first moment
    assert on_duty(world.team_id, NIGHT + timedelta(hours=12)).people == ()  # and not at its last


def test_people_are_called_in_the_order_of_the_roster(world: World) -> None:
    put_on(world, world.advocate, deputy=world.doctor, since=NIGHT + timedelta(hours=2), hours=8)
    put_on(world, world.chair, deputy=world.policewoman)
    put_on(world, world.supervisor, since=NIGHT + timedelta(hours=12))

    duty, deputies, following = in_order(db.session(), world.team_id, AT)

    assert [id for id, _shift in duty] == [world.chair.member_id, world.advocate.member_id]
    assert [id for id, _shift in deputies] == [world.policewoman.member_id, world.doctor.member_id]
    assert [id for id, _shift in following] == [world.supervisor.member_id]


def test_a_week_tells_its_gaps_from_now_on_and_who_is_on_at_the_same_time(world: World) -> None:
    put_on(world, world.chair)
    put_on(world, world.advocate, since=NIGHT + timedelta(hours=8), hours=8)

    with clock.pretending(NIGHT):
        found = week(world.team_id, date(2026, 11, 26))

    assert found.monday == date(2026, 11, 23)
    assert [len(day.shifts) for day in found.days] == [0, 1, 1, 0, 0, 0, 0]
    assert [shift.hours for day in found.days for shift in day.shifts] == [
        "24.11 20:00 – 25.11 08:00",
        "25.11 04:00 – 12:00",
    ]
    assert [str(gap.told) for gap in found.days[2].gaps] == ["Nobody is on duty from 25.11 12:00 until 30.11 00:00."]
    assert found.has_gaps
    (overlap,) = found.overlaps
    assert str(overlap.told) == (
        f"From 25.11 04:00 until 25.11 08:00 several are on duty: {world.chair.name}, {world.advocate.name}. "
        "They are called in this order."
    )
    assert (found.earlier, found.later, found.has_gaps) == (date(2026, 11, 16), date(2026, 11, 30), True)
    with clock.pretending(NIGHT + timedelta(days=30)):
        assert not week(world.team_id, date(2026, 11, 26)).has_gaps


def test_who_left_the_team_is_not_named_as_being_on_duty(world: World) -> None:
    put_on(world, world.chair)
    with db.writing() as session:
        session.execute(update(Member).where(Member.id == world.chair.member_id).values(until_on=date(2026, 11, 20)))
        session.commit()
    db.end()

    assert on_duty(world.team_id, AT).people == ()
    assert shift(world.team_id, 1) is None
    assert world.auditor.member_id not in {id for id, _name in eligible(world.team_id)}
