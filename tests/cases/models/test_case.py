"""The stages of a case, walked in every direction, and what its tables cannot hold."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from icat import clock
from icat.cases.models import Bar, Case, Level, LevelCode, Proposal, Seat, Stage
from icat.cases.models.case import NEXT
from icat.errors import RuleBroken
from icat.i18n import Message
from tests.cases.rows import alter, cannot_alter, cannot_put, put
from tests.make import HROMADA, MadeCase, World, make_case

# The steps as people reviewed them, written a second time. What is not here is refused.
STEPS = {
    "screening research",
    "screening declined",
    "research meeting",
    "research declined",
    "meeting decided",
    "decided active",
    "decided meeting",
    "decided closed",
    "active meeting",
    "active watch",
    "watch active",
    "watch meeting",
    "watch closed",
}


@pytest.mark.parametrize(("now", "to"), list(product(Stage, Stage)))
def test_a_case_takes_the_steps_that_the_work_knows_and_no_others(now: Stage, to: Stage) -> None:
    case = Case(stage=now)

    if now is to:
        case.advance(to)
        assert (case.stage, case.access_version) == (now, 0), "standing still moves nobody's access"
    elif f"{now} {to}" in STEPS:
        case.advance(to)
        assert (case.stage, case.access_version) == (to, 1)
    else:
        with pytest.raises(RuleBroken) as refused:
            case.advance(to)
        assert str(refused.value) == f"A case at the stage «{now.label}» cannot go to «{to.label}»."
        assert (case.stage, case.access_version) == (now, 0)


def reached_from(stage: Stage) -> set[Stage]:
    found, waiting = {stage}, [stage]
    while waiting:
        new = NEXT[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_declined_and_closed_are_ends_and_nothing_else_is() -> None:
    assert {stage for stage in Stage if not NEXT[stage]} == {Stage.DECLINED, Stage.CLOSED}


def test_every_stage_can_be_reached_and_left_for_an_end() -> None:
    assert reached_from(Stage.SCREENING) == set(Stage)
    assert all(reached_from(stage) & {Stage.DECLINED, Stage.CLOSED} for stage in Stage)


def test_after_the_meeting_a_case_is_not_declined_any_more() -> None:
    assert all(Stage.DECLINED not in reached_from(stage) for stage in NEXT[Stage.RESEARCH] - {Stage.DECLINED})


@pytest.mark.parametrize("kind", [Stage, Proposal, LevelCode])
def test_each_code_has_words_of_its_own(kind: Any) -> None:
    assert len({str(code.label) for code in kind}) == len(kind)


def test_no_level_is_called_low() -> None:
    assert len(LevelCode) == 2
    assert not any("low" in str(level.label).lower() for level in LevelCode)


# ---- a case ------------------------------------------------------------------------------------------------------


def test_what_was_done_says_when_and_by_whom_or_was_not_done(world: World) -> None:
    when, who = clock.now(), world.coordinator.member_id
    acts: list[dict[str, tuple[str, Any]]] = [
        {"screened_at": ("ck_case_screened", when), "screened_by_id": ("ck_case_screened", who)},
        {"declined_at": ("ck_case_declined", when), "declined_by_id": ("ck_case_declined", who)},
        {
            "proposed_at": ("ck_case_propos(ed|al)", when),
            "proposed_by_id": ("ck_case_proposed", who),
            "proposal": ("ck_case_proposal", Proposal.LIST),
        },
    ]
    case = make_case(world)

    for act in acts:
        whole = {name: value for name, (_rule, value) in act.items()}
        for left_out, (rule, _value) in act.items():
            cannot_alter(Case, rule, case.id, **whole | {left_out: None})
        alter(Case, case.id, **whole)
        for taken_back, (rule, _value) in act.items():
            cannot_alter(Case, rule, case.id, **{taken_back: None})


def test_two_cases_never_have_one_reference(world: World) -> None:
    one, other = make_case(world), make_case(world)

    cannot_alter(Case, "reference", other.id, reference=one.reference)


def test_a_case_is_referred_by_a_member_of_an_agency_to_a_team(world: World) -> None:
    whole = {
        "team_id": world.team_id,
        "reference": "KHM-2026-00000-0",
        "hromada": HROMADA,
        "urgency": "urgent_now",
        "referrer_id": world.officer.member_id,
        "referring_agency_id": world.police,
        "opened_at": clock.now(),
    }

    for name in ("team_id", "referrer_id", "referring_agency_id"):
        cannot_put(Case, "foreign key", **whole | {name: uuid4()})
    for name in whole:
        cannot_put(Case, f"not null.*{name}|{name}.*not-null", **whole | {name: None})
    put(Case, **whole)


# ---- who sits at its table, who must not learn of it -------------------------------------------------------------


def seat(world: World, **changed: Any) -> dict[str, Any]:
    given = {"team_id": world.team_id, "agency_id": world.health, "given_by_id": world.coordinator.member_id}
    return {**given, "given_at": clock.now(), **changed}


def test_an_agency_sits_at_a_table_once(world: World) -> None:
    one, other = make_case(world), make_case(world)
    put(Seat, **seat(world, case_id=one.id))

    cannot_put(Seat, "unique.*seat", **seat(world, case_id=one.id))
    cannot_put(Seat, "unique.*seat", **seat(world, case_id=one.id, ended_at=clock.now()))
    put(Seat, **seat(world, case_id=other.id))


def test_a_seat_is_given_by_somebody_to_an_agency_at_a_case(world: World) -> None:
    case = make_case(world)

    cannot_put(Seat, "foreign key", **seat(world, case_id=uuid4()))
    cannot_put(Seat, "foreign key", **seat(world, case_id=case.id, agency_id=uuid4()))
    cannot_put(Seat, "given_by_id", **seat(world, case_id=case.id, given_by_id=None))


def test_a_bar_may_name_somebody_outside_but_no_member_that_there_is_not(world: World) -> None:
    case = make_case(world)
    given = {"team_id": world.team_id, "case_id": case.id, "set_at": clock.now(), "set_by_id": world.chair.member_id}

    put(Bar, **given)
    put(Bar, **given, member_id=world.doctor.member_id)
    cannot_put(Bar, "foreign key", **given, member_id=uuid4())
    cannot_put(Bar, "set_by_id", **given | {"set_by_id": None})


# ---- the history of its level ------------------------------------------------------------------------------------


def level(world: World, case: MadeCase, **changed: Any) -> dict[str, Any]:
    """A level as the team sets it: by a person, with a reason, in a meeting."""
    return {
        "team_id": world.team_id,
        "case_id": case.id,
        "level": LevelCode.HIGHEST_RISK,
        "set_at": clock.now(),
        "set_by_id": world.chair.member_id,
        "meeting_id": uuid4(),
        "reason_sealed": b"sealed",
        **changed,
    }


def test_no_level_is_set_without_a_reason_a_person_a_moment_and_to_lower_it_a_meeting(world: World) -> None:
    case = make_case(world)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("ck_level_reason", {"reason_sealed": None}),
        ("set_by_id", {"set_by_id": None}),
        ("foreign key", {"set_by_id": uuid4()}),
        ("set_at", {"set_at": None}),
        ("ck_level_lowered_in_meeting", {"level": LevelCode.NOT_HIGHEST_RISK, "meeting_id": None}),
    ]

    for why, changed in wrong:
        cannot_put(Level, why, **level(world, case, **changed))


def test_a_level_can_be_raised_between_meetings_and_lowered_in_one(world: World) -> None:
    case = make_case(world)
    raised = put(Level, **level(world, case, meeting_id=None))
    put(Level, **level(world, case, level=LevelCode.NOT_HIGHEST_RISK))

    cannot_alter(Level, "ck_level_lowered_in_meeting", raised, level=LevelCode.NOT_HIGHEST_RISK)
    cannot_alter(Level, "ck_level_reason", raised, reason_sealed=None)


@pytest.mark.parametrize("stage", Stage)
def test_nothing_is_added_to_a_case_that_is_over(stage: Stage) -> None:
    case = Case(stage=stage)

    assert case.is_over is (stage in (Stage.CLOSED, Stage.DECLINED))
    if case.is_over:
        with pytest.raises(RuleBroken, match="closed"):
            case.insist_on_open()
        with pytest.raises(RuleBroken, match="anew"):
            case.insist_on_open(Message("Refer anew."))
    else:
        case.insist_on_open()


def test_a_destroyed_case_is_over_at_whatever_stage_it_was() -> None:
    assert Case(stage=Stage.ACTIVE, disposed_at=clock.now()).is_over
