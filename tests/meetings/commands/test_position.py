"""Where each agency stands."""

import json
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from icat import clock
from icat.audit.models import LedgerLeaf
from icat.cases.models import LevelCode
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.i18n import Message
from icat.meetings.commands.agenda import list_case
from icat.meetings.commands.meeting import arrange_meeting, close_meeting, open_meeting
from icat.meetings.commands.position import ask_positions, give_position, reveal_positions
from icat.meetings.models import SEALED_FOR, Position, Revealed, Round
from tests.make import Person, World
from tests.meetings.commands.test_consensus import agree, ready
from tests.meetings.sitting import Sitting, one, rows, under_way

Act = Callable[[], None]
HIGH = LevelCode.HIGHEST_RISK
ROUNDS = 500 if os.environ.get("ICAT_LONG") else 3


def test_an_agency_takes_one_position_and_may_change_it_until_the_table_decides(world: World) -> None:
    sitting = under_way(world, world.doctor)
    give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason="Травми частішають")

    give_position(world.doctor.actor, sitting.item.id, level=None, reason="")

    assert (one(Position).agency_id, one(Position).level) == (world.health, None)


def test_a_position_needs_a_reason_and_a_seat_at_this_table(world: World) -> None:
    sitting = under_way(world, world.doctor)

    with pytest.raises(RuleBroken) as refused:
        give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken):
        give_position(world.advocate.actor, sitting.item.id, level=HIGH, reason="є")
    with pytest.raises(NotFound):
        give_position(world.stranger.actor, sitting.item.id, level=HIGH, reason="є")
    assert not rows(Position)


def test_the_office_enters_what_an_agency_said_aloud_and_nobody_else_does(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)

    give_position(world.coordinator.actor, sitting.item.id, level=HIGH, reason="Сказано вголос", agency_id=world.health)
    with pytest.raises(NotAllowed):
        give_position(world.policewoman.actor, sitting.item.id, level=HIGH, reason="є", agency_id=world.health)

    assert one(Position).given_by_id == world.coordinator.member_id


def test_there_are_no_positions_after_the_meeting(world: World) -> None:
    sitting = under_way(world, world.doctor)
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    with pytest.raises(RuleBroken):
        give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason="є")


def give(sitting: Sitting, who: Person, level: LevelCode | None = HIGH, reason: str = "так вважаю") -> None:
    """Let somebody take a position for the own agency."""
    give_position(who.actor, sitting.item.id, level=level, reason=reason)


def counted() -> tuple[Revealed | None, int | None, int | None, int | None]:
    """How the only round ended, and how many stood where."""
    first = one(Round)
    return first.revealed, first.highest, first.lower, first.silent


def test_first_positions_open_when_everybody_at_the_table_has_given_theirs(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman, world.advocate)
    give(sitting, world.doctor)
    give(sitting, world.policewoman, LevelCode.NOT_HIGHEST_RISK)
    assert one(Round).is_sealed

    give(sitting, world.advocate, None, "")

    assert counted() == (Revealed.ALL_IN, 1, 1, 1)


def test_what_follows_does_not_change_how_many_stood_where_at_first(world: World) -> None:
    sitting = under_way(world, world.doctor)
    give(sitting, world.doctor)

    give(sitting, world.doctor, LevelCode.NOT_HIGHEST_RISK)

    assert counted() == (Revealed.ALL_IN, 1, 0, 0)
    assert one(Position).level is LevelCode.NOT_HIGHEST_RISK


def test_a_chair_opens_them_at_any_time_and_others_after_a_minute(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    give(sitting, world.doctor)

    with pytest.raises(RuleBroken, match="only a chair"):
        reveal_positions(world.policewoman.actor, sitting.item.id)
    assert one(Round).is_sealed
    reveal_positions(world.chair.actor, sitting.item.id)

    assert counted() == (Revealed.CHAIR, 1, 0, 0)
    with pytest.raises(RuleBroken, match="open already"):
        reveal_positions(world.chair.actor, sitting.item.id)


def test_after_a_minute_whoever_comes_first_opens_them(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    give(sitting, world.doctor)

    with clock.pretending(clock.now() + SEALED_FOR):
        reveal_positions(world.policewoman.actor, sitting.item.id)

    assert counted() == (Revealed.TIME, 1, 0, 0)


def test_a_position_given_after_the_minute_is_no_first_one(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    give(sitting, world.doctor)

    with clock.pretending(clock.now() + SEALED_FOR):
        give(sitting, world.policewoman, LevelCode.NOT_HIGHEST_RISK)

    assert counted() == (Revealed.TIME, 1, 0, 0)
    assert len(rows(Position)) == 2


def test_at_a_review_positions_are_open_unless_somebody_asked(world: World) -> None:
    sitting = ready(world)
    for person in (world.policewoman, world.doctor, world.advocate):
        give(sitting, person)
    agree(sitting)
    again = _listed_again(sitting)

    give(again, world.doctor)

    assert one(Round, Round.item_id == again.item.id).revealed is Revealed.OPEN
    with pytest.raises(RuleBroken, match="asked for already"):
        ask_positions(world.doctor.actor, again.item.id)


def test_at_a_review_somebody_asks_and_they_are_sealed(world: World) -> None:
    sitting = ready(world)
    for person in (world.policewoman, world.doctor, world.advocate):
        give(sitting, person)
    agree(sitting)
    again = _listed_again(sitting)

    ask_positions(world.advocate.actor, again.item.id)
    give(again, world.doctor)

    assert one(Round, Round.item_id == again.item.id).is_sealed


def test_nothing_is_decided_over_positions_that_are_sealed(world: World) -> None:
    sitting = ready(world)
    give(sitting, world.doctor)

    with pytest.raises(RuleBroken, match="still sealed") as refused:
        agree(sitting)
    assert refused.value.field == "state"
    with clock.pretending(clock.now() + SEALED_FOR):
        agree(sitting)

    assert counted() == (Revealed.TIME, 1, 0, 0)


def test_the_log_never_says_which_position_an_agency_took(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    give(sitting, world.doctor)
    give(sitting, world.policewoman, LevelCode.NOT_HIGHEST_RISK)

    told = [json.loads(leaf.payload) for leaf in rows(LedgerLeaf)]

    assert [leaf["f"] for leaf in told if leaf["k"] == "position:given"] == [
        {"agency": str(world.health)},
        {"agency": str(world.police)},
    ]


def test_whatever_comes_at_once_no_position_is_lost_and_the_round_opens_once(world: World) -> None:
    """Each gives theirs, the chair opens and somebody changes theirs, all in the same moment."""
    seats = (world.policewoman, world.social_worker, world.doctor, world.child_worker, world.advocate)
    for _round in range(ROUNDS):
        sitting = under_way(world, *seats)
        acts: list[Act] = [partial(give, sitting, who) for who in seats]
        acts.append(partial(give, sitting, world.doctor, LevelCode.NOT_HIGHEST_RISK))
        acts += [partial(reveal_positions, world.chair.actor, sitting.item.id)] * 2

        refused = _at_once(acts)

        given = rows(Position, Position.item_id == sitting.item.id)
        first = one(Round, Round.item_id == sitting.item.id)
        assert {row.agency_id for row in given} == {who.actor.agency_id for who in seats}
        assert {str(message) for message in refused} <= {str(Message("The positions are open already."))}
        if first.is_sealed:
            reveal_positions(world.chair.actor, sitting.item.id)
            first = one(Round, Round.item_id == sitting.item.id)
        assert (first.highest or 0) + (first.lower or 0) + (first.silent or 0) <= len(seats)
        close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)


def _listed_again(sitting: Sitting) -> Sitting:
    """The same case under way at a later meeting, with the same people at the table."""
    world = sitting.world
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(hours=1))
    list_case(world.chair.actor, sitting.case.id, sitting.case.version(), meeting=number)
    later = Sitting(world, sitting.case, number)
    open_meeting(world.chair.actor, later.meeting.id, later.meeting.version)
    later.here(world.policewoman, world.doctor, world.advocate)
    later.begin()
    return later


def _at_once(acts: list[Act]) -> list[Message]:
    """Do all of this at the same time; what was refused, in words."""
    begin, refused = threading.Barrier(len(acts)), list[Message]()

    def act(one_act: Act) -> None:
        begin.wait(10)
        try:
            one_act()
        except RuleBroken as error:
            refused.append(error.message)
        finally:
            db.end()

    threads = [threading.Thread(target=act, args=(one_act,)) for one_act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused
