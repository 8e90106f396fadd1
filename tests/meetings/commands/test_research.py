"""An agency says what it knows, or that it cannot look."""

from datetime import timedelta

import pytest

from icat import clock
from icat.cases.models import Bar, Case, Stage
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.meetings.commands.research import declare_conflict, file_return
from icat.meetings.models import Fact, Known, Return, due_on
from tests.make import World, make_case
from tests.meetings.sitting import one, rows, statement


def test_a_return_keeps_what_is_known_and_its_facts_belong_to_the_agency(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])

    file_return(
        world.doctor.actor,
        case.id,
        0,
        survivor=Known.CANNOT_SAY,
        perpetrator=Known.NO,
        children=Known.YES,
        facts=[statement("Звернення 3.11")],
        offer="Прийом без черги",
    )

    filed = one(Return)
    assert (filed.owner_id, filed.survivor, filed.children) == (world.health, Known.CANNOT_SAY, Known.YES)
    assert filed.filed_by_id == world.doctor.member_id
    assert filed.due_on == due_on(filed.asked_at, 2)
    assert one(Fact).owner_id == world.health


def test_a_second_first_return_is_refused_and_the_first_stays(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    file_return(world.doctor.actor, case.id, 0, survivor=Known.YES, perpetrator=Known.NO)

    with pytest.raises(Stale):
        file_return(world.doctor.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)

    assert one(Return).survivor is Known.YES


def test_a_return_is_completed_and_nothing_is_written_twice(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    file_return(world.doctor.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO, facts=[statement("a")])

    file_return(
        world.doctor.actor,
        case.id,
        one(Return).version,
        survivor=Known.YES,
        perpetrator=Known.NO,
        facts=[statement("a"), statement("b")],
    )

    assert one(Return).survivor is Known.YES
    assert len(rows(Fact)) == 2


def test_an_agency_without_a_seat_gets_the_answer_of_a_wrong_reference(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])

    with pytest.raises(NotFound):
        file_return(world.advocate.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)


def test_the_office_files_no_return(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.social])

    with pytest.raises(NotAllowed):
        file_return(world.coordinator.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)


def test_a_contact_in_the_future_is_refused(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    tomorrow = clock.today() + timedelta(days=1)

    with pytest.raises(RuleBroken) as refused:
        file_return(world.doctor.actor, case.id, 0, survivor=Known.YES, perpetrator=Known.NO, last_contact_on=tomorrow)

    assert refused.value.field == "last_contact_on"
    assert not rows(Return)


def test_who_declares_a_conflict_is_barred_at_once_and_colleagues_are_not(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    before = one(Case).access_version

    declare_conflict(world.policewoman.actor, case.id, kind="relative", detail="двоюрідна сестра")

    bar = one(Bar)
    assert (bar.member_id, bar.is_conflict) == (world.policewoman.member_id, True)
    assert one(Case).access_version == before + 1
    with pytest.raises(NotFound):
        file_return(world.policewoman.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)
    file_return(world.supervisor.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)


@pytest.mark.parametrize("kind", ["none", "sworn-enemy"])
def test_a_conflict_must_be_one_of_the_list(world: World, kind: str) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])

    with pytest.raises(RuleBroken):
        declare_conflict(world.policewoman.actor, case.id, kind=kind)

    assert not rows(Bar)
