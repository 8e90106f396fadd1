"""What the table agreed: written once, by a chair, with a reason; dissent is kept and protection never waits."""

import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from icat import clock
from icat.cases.commands.bars import bar_member
from icat.cases.models import Case, Level, LevelCode, Share, ShareLine, ShareRecipient, Stage
from icat.cases.scope import scopes_for
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category
from icat.meetings.commands.agenda import list_case
from icat.meetings.commands.consensus import Informing, NotAgreed, record_consensus
from icat.meetings.commands.meeting import arrange_meeting, open_meeting
from icat.meetings.commands.position import give_position, reveal_positions
from icat.meetings.commands.research import declare_conflict
from icat.meetings.models import Consensus, ConsensusState, ItemState
from tests.make import World
from tests.meetings.sitting import Sitting, assess, one, rows, under_way


def ready(world: World, **more: Any) -> Sitting:
    """A case whose factors were answered, at a table of three."""
    sitting = under_way(world, world.policewoman, world.doctor, world.advocate, **more)
    assess(world, sitting.case, separation="yes", escalation="no", threats="unknown")
    return sitting


def in_days(days: int) -> date:
    """A day from now."""
    return clock.today() + timedelta(days=days)


def agree(sitting: Sitting, actor: Any = None, version: int | None = None, **changed: Any) -> None:
    """Record a consensus in which everything is in order but what ``changed`` says."""
    given: dict[str, Any] = {
        "state": ConsensusState.AGREED,
        "level": LevelCode.HIGHEST_RISK,
        "factors": ["separation"],
        "reason": "Погроза вбити, зброя, він знає про розлучення",
        "survivor_voice": "Хоче лишитися в матері; говорила Мельничук 18.11",
        "next_review_on": in_days(30),
        "informing": Informing("Особисто, у центрі"),
        **changed,
    }
    item = sitting.item
    record_consensus(actor or sitting.world.chair.actor, item.id, item.version if version is None else version, **given)


def split_table(sitting: Sitting, **changed: Any) -> NotAgreed:
    """What holds while the table is split."""
    given: dict[str, Any] = {
        "missing": "Чи він удома; поліція до 12.12",
        "protection_now": "Патруль двічі на день",
        "provisional_until": in_days(7),
        "final_decider_id": sitting.world.supervisor.member_id,
        **changed,
    }
    return NotAgreed(**given)


def everybody_takes_a_position(sitting: Sitting) -> None:
    """Two for, one against."""
    world = sitting.world
    for person, level in (
        (world.policewoman, LevelCode.HIGHEST_RISK),
        (world.doctor, LevelCode.NOT_HIGHEST_RISK),
        (world.advocate, LevelCode.HIGHEST_RISK),
    ):
        give_position(person.actor, sitting.item.id, level=level, reason="так вважаємо")


def test_an_agreement_sets_the_level_with_its_person_reason_and_meeting(world: World) -> None:
    sitting = ready(world)

    agree(sitting)

    case, level, consensus = one(Case), one(Level), one(Consensus)
    assert (case.stage, case.level, case.next_review_on) == (Stage.DECIDED, LevelCode.HIGHEST_RISK, in_days(30))
    assert (level.set_by_id, level.meeting_id) == (world.chair.member_id, sitting.meeting.id)
    assert consensus.factors == ["separation"]
    assert sitting.item.state is ItemState.DECIDED


def test_the_table_reads_what_it_decided_and_the_absent_do_not(world: World) -> None:
    sitting = ready(world)

    agree(sitting)

    share = one(Share, Share.sender_id.is_(None))
    heard = {row.agency_id for row in rows(ShareRecipient, ShareRecipient.share_id == share.id)}
    opened = {line.category for line in rows(ShareLine, ShareLine.share_id == share.id)}
    assert heard == {world.police, world.health, world.ngo}
    assert opened == {Category.MINUTES, Category.PLAN}
    with db.database().open_reading() as session:
        for person, may in ((world.advocate, True), (world.social_worker, False), (world.chair, True)):
            scope = scopes_for(session, person.actor, [sitting.case.id])[sitting.case.id]
            assert scope.sees(None, sitting.item.id, Category.MINUTES) is may
            assert scope.sees(None, one(Level).id, Category.MINUTES) is may


def test_those_present_at_one_decision_do_not_read_the_next(world: World) -> None:
    sitting = ready(world)
    agree(sitting)

    with db.database().open_reading() as session:
        scope = scopes_for(session, world.advocate.actor, [sitting.case.id])[sitting.case.id]
        assert not scope.sees(None, uuid4(), Category.MINUTES)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"survivor_voice": ""}, "survivor_voice"),
        ({"level": None}, "level"),
        ({"factors": []}, "factors"),
        ({"factors": ["weapon-used"]}, "factors"),
        ({"factors": ["separation", "escalation", "threats"] + [f"x-{n}" for n in range(6)]}, "factors"),
        ({"next_review_on": None}, "next_review_on"),
        ({"next_review_on": date(2020, 1, 1)}, "next_review_on"),
        ({"informing": Informing(" ")}, "inform_how"),
        ({"informing": Informing("Особисто", by_on=date(2099, 1, 1))}, "informer"),
        ({"dissent": "Лікарня проти"}, "state"),
        ({"state": ConsensusState.AGREED_WITH_RESERVATION}, "dissent"),
        ({"state": ConsensusState.AGREED_WITH_RESERVATION, "dissent": "Проти"}, "dissenting"),
        ({"state": ConsensusState.NOT_AGREED}, "dissent"),
    ],
)
def test_nothing_of_it_may_be_missing(world: World, changed: dict[str, Any], field: str) -> None:
    sitting = ready(world)

    with pytest.raises(RuleBroken) as refused:
        agree(sitting, **changed)

    assert refused.value.field == field
    assert not rows(Consensus)
    assert not rows(Level)
    assert one(Case).stage is Stage.MEETING


def test_without_any_answered_factor_the_refusal_says_what_to_do(world: World) -> None:
    sitting = under_way(world, world.policewoman)

    with pytest.raises(RuleBroken, match="Record them first"):
        agree(sitting)


def test_a_reservation_is_kept_with_the_agency_that_has_it(world: World) -> None:
    sitting = ready(world)
    reservation: dict[str, Any] = {"state": ConsensusState.AGREED_WITH_RESERVATION, "dissent": "мало відомостей"}

    with pytest.raises(RuleBroken):
        agree(sitting, **reservation, dissenting_ids=[world.social])
    agree(sitting, **reservation, dissenting_ids=[world.health])

    with db.database().open_reading() as session:
        assert session.scalars(db_select()).one().dissent == "Лікарня: мало відомостей"


def db_select() -> Any:
    """All that was agreed."""
    from sqlalchemy import select  # noqa: PLC0415 - a sealed text is read inside its session

    return select(Consensus)


def test_a_split_table_protects_as_for_the_highest_risk(world: World) -> None:
    sitting = ready(world)
    everybody_takes_a_position(sitting)

    agree(
        sitting,
        state=ConsensusState.NOT_AGREED,
        level=LevelCode.NOT_HIGHEST_RISK,
        dissent="Травми випадкові",
        dissenting_ids=[world.health],
        not_agreed=split_table(sitting),
    )

    case = one(Case)
    assert case.is_not_agreed
    assert case.level is LevelCode.HIGHEST_RISK
    assert one(Level).level is LevelCode.HIGHEST_RISK
    assert one(Consensus).provisional_until == in_days(7)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"missing": ""}, "missing"),
        ({"protection_now": " "}, "protection_now"),
        ({"provisional_until": None}, "provisional_until"),
        ({"provisional_until": "late"}, "provisional_until"),
        ({"provisional_until": "past"}, "provisional_until"),
        ({"final_decider_id": None}, "final_decider"),
    ],
)
def test_a_split_table_leaves_nothing_open(world: World, changed: dict[str, Any], field: str) -> None:
    sitting = ready(world)
    everybody_takes_a_position(sitting)
    days = {"late": in_days(8), "past": in_days(-1)}
    changed = {name: days.get(value, value) for name, value in changed.items()}

    with pytest.raises(RuleBroken) as refused:
        agree(
            sitting,
            state=ConsensusState.NOT_AGREED,
            dissent="Травми випадкові",
            dissenting_ids=[world.health],
            not_agreed=split_table(sitting, **changed),
        )

    assert refused.value.field == field


def test_a_split_table_names_the_agencies_that_took_no_position(world: World) -> None:
    sitting = ready(world)
    give_position(world.doctor.actor, sitting.item.id, level=None, reason="")
    reveal_positions(world.chair.actor, sitting.item.id)

    with pytest.raises(RuleBroken, match="Not yet: Поруч, Поліція"):
        agree(
            sitting,
            state=ConsensusState.NOT_AGREED,
            dissent="Травми випадкові",
            dissenting_ids=[world.health],
            not_agreed=split_table(sitting),
        )


def test_only_a_chair_who_may_know_of_the_case_records_it(world: World) -> None:
    sitting = ready(world)

    for person, error in (
        (world.coordinator, NotAllowed),
        (world.policewoman, NotAllowed),
        (world.strange_chair, NotFound),
        (world.auditor, NotFound),
    ):
        with pytest.raises(error):
            agree(sitting, person.actor)
    declare_conflict(world.chair.actor, sitting.case.id, kind="relative")
    with pytest.raises(NotFound):
        agree(sitting)
    assert not rows(Level)


def test_it_cannot_be_written_twice_nor_corrected(world: World) -> None:
    sitting = ready(world)
    version = sitting.item.version
    agree(sitting)

    with pytest.raises(Stale):
        agree(sitting, version=version, reason="інша")
    with pytest.raises(Stale, match="cannot be changed"):
        agree(sitting, reason="інша")
    with pytest.raises(RuleBroken):
        sitting.begin()

    assert len(rows(Consensus)) == 1


def test_a_page_from_before_the_case_was_taken_up_again_is_stale(world: World) -> None:
    sitting = ready(world)
    version = sitting.item.version
    sitting.begin()

    with pytest.raises(Stale):
        agree(sitting, version=version)

    assert not rows(Consensus)


def test_two_chairs_at_once_leave_exactly_one_outcome(world: World) -> None:
    sitting = ready(world)
    version, start = sitting.item.version, threading.Barrier(2)
    outcomes: list[LevelCode | None] = []

    def decide(level: LevelCode) -> None:
        start.wait()
        try:
            agree(sitting, version=version, level=level)
            outcomes.append(level)
        except Stale:
            outcomes.append(None)
        finally:
            db.end()

    threads = [threading.Thread(target=decide, args=(level,)) for level in LevelCode]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    (won,) = [level for level in outcomes if level]
    assert len(outcomes) == 2
    assert [row.level for row in rows(Level)] == [won]
    assert [row.level for row in rows(Consensus)] == [won]
    assert one(Case).level is won


def test_the_level_is_lowered_by_a_later_meeting_only(world: World) -> None:
    sitting = ready(world)
    agree(sitting)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(hours=1))
    list_case(world.chair.actor, sitting.case.id, sitting.case.version(), meeting=number)
    later = Sitting(world, sitting.case, number)
    with pytest.raises(RuleBroken):
        agree(later, level=LevelCode.NOT_HIGHEST_RISK)
    open_meeting(world.chair.actor, later.meeting.id, later.meeting.version)
    later.begin()

    agree(later, level=LevelCode.NOT_HIGHEST_RISK)

    assert one(Case).level is LevelCode.NOT_HIGHEST_RISK
    assert {row.meeting_id for row in rows(Level)} == {sitting.meeting.id, later.meeting.id}


def test_nobody_who_must_not_learn_of_the_case_tells_her_or_decides_in_the_end(world: World) -> None:
    sitting = ready(world)
    everybody_takes_a_position(sitting)
    barred = world.social_worker.member_id
    bar_member(world.chair.actor, sitting.case.id, member_id=barred)

    with pytest.raises(RuleBroken) as told:
        agree(sitting, informing=Informing("Особисто", barred, in_days(1)))
    with pytest.raises(RuleBroken) as decided:
        agree(
            sitting,
            state=ConsensusState.NOT_AGREED,
            dissent="Проти",
            dissenting_ids=[world.health],
            not_agreed=split_table(sitting, final_decider_id=barred),
        )

    assert (told.value.field, decided.value.field) == ("informer", "final_decider")
