"""What an agency has still to answer."""

from datetime import timedelta

from icat import clock
from icat.cases.models import Stage
from icat.cases.queries.door import open_case
from icat.meetings.commands.research import declare_conflict, file_return
from icat.meetings.models import Known
from icat.meetings.queries.research import all_returns, conflicts, deadline, due_returns, own_return
from icat.policy.permissions import Permission
from tests.make import World, make_case
from tests.meetings.sitting import statement

P = Permission


def test_what_was_asked_waits_until_it_is_answered(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    make_case(world, stage=Stage.DECLINED, seats=[world.police])

    assert [due.case.id for due in due_returns(world.policewoman.actor)] == [case.id]
    file_return(world.supervisor.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)
    assert due_returns(world.policewoman.actor) == ()
    assert due_returns(world.coordinator.actor) == ()


def test_a_conflict_takes_the_case_off_ones_own_list_only(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    declare_conflict(world.policewoman.actor, case.id, kind="relative")

    assert due_returns(world.policewoman.actor) == ()
    assert [due.case.id for due in due_returns(world.supervisor.actor)] == [case.id]


def test_the_most_pressing_comes_first_and_is_overdue(world: World) -> None:
    make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    with clock.pretending(clock.now() - timedelta(days=10)):
        old = make_case(world, stage=Stage.RESEARCH, seats=[world.police])

    first, second = due_returns(world.policewoman.actor)

    assert first.case.id == old.id
    assert first.days < 0 < second.days


def test_the_deadline_is_said_in_words() -> None:
    assert [str(deadline(days)) for days in (-2, -1, 0, 1, 3)] == [
        "2 days overdue",
        "1 day overdue",
        "due today",
        "1 day left",
        "3 days left",
    ]


def test_an_agency_reads_its_own_return_and_the_office_reads_that_it_was_filed(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health, world.police])
    file_return(
        world.doctor.actor, case.id, 0, survivor=Known.YES, perpetrator=Known.NO, facts=[statement("a")], offer="Прийом"
    )

    own = own_return(open_case(world.doctor.actor, P.MEETING_READ, case.reference))
    other = own_return(open_case(world.policewoman.actor, P.MEETING_READ, case.reference))
    office = all_returns(open_case(world.coordinator.actor, P.MEETING_READ, case.reference))

    assert own is not None
    assert other is not None
    assert (own.offer, [fact.text for fact in own.facts]) == ("Прийом", ["a"])
    assert (other.offer, other.facts, other.version) == ("", (), 0)
    assert {row.agency: row.survivor for row in office} == {"Лікарня": Known.YES, "Поліція": None}


def test_the_agencies_see_each_others_answers_at_the_meeting_and_never_the_conflicts(world: World) -> None:
    before = make_case(world, stage=Stage.RESEARCH, seats=[world.health, world.police])
    after = make_case(world, stage=Stage.MEETING, seats=[world.health, world.police])

    for case, seen in ((before, 0), (after, 2)):
        declare_conflict(world.supervisor.actor, case.id, kind="relative")
        view = open_case(world.policewoman.actor, P.MEETING_READ, case.reference)
        assert len(all_returns(view)) == seen
        assert conflicts(view) == ()
    view = open_case(world.chair.actor, P.MEETING_READ, after.reference)
    assert [one.name for one in conflicts(view)] == [world.supervisor.name]
