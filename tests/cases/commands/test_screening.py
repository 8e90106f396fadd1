"""Screening: who opens, who is asked and told what, what can be proposed, and that declining takes two people."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from icat.cases.commands.screening import (
    answer_request,
    ask_agency,
    decline_case,
    propose_case,
    request_information,
    screen_case,
)
from icat.cases.models import Bar, Case, InformationRequest, Part, Person, Proposal, Seat, Share, ShareLine, Stage
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category, RecipientKind
from icat.policy.roles import Role
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import World


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case that waits to be screened."""
    submit(world, others=[{"given_name": "Сусідка", "why_at_risk": "свідок"}], children=[{"given_name": "Аліна"}])
    return one(Case).id  # type: ignore[no-any-return]


@pytest.fixture
def opened(world: World, case_id: UUID) -> UUID:
    """A case that the coordinator opened."""
    screen_case(world.coordinator.actor, case_id, 0)
    read_out(world, case_id)
    return case_id


def rows(model: Any, *where: Any) -> list[Any]:
    """All rows that fit, in a fresh session."""
    db.end()
    return list(db.session().scalars(select(model).where(*where)))


def one(model: Any, *where: Any) -> Any:
    """The only row that fits."""
    (found,) = rows(model, *where)
    return found


def test_opening_is_remembered_once(world: World, case_id: UUID) -> None:
    screen_case(world.coordinator.actor, case_id, 0)

    assert one(Case).screened_by_id == world.coordinator.member_id
    db.end()
    with pytest.raises(RuleBroken):
        screen_case(world.chair.actor, case_id, 1)


def test_the_second_of_two_who_open_is_told(world: World, opened: UUID) -> None:
    with pytest.raises(Stale):
        screen_case(world.chair.actor, opened, 0)


def test_an_agency_that_is_asked_learns_the_identifiers_and_nothing_else(world: World, opened: UUID) -> None:
    ask_agency(world.coordinator.actor, opened, agency_ids=[world.health, world.ngo])

    assert one(Case).stage is Stage.RESEARCH
    shares = rows(Share, Share.recipient_kind == RecipientKind.AGENCY)
    assert {share.recipient_id for share in shares} == {world.health, world.ngo}
    assert {share.sender_id for share in shares} == {world.police}
    assert {share.recorded_by_id for share in shares} == {world.coordinator.member_id}
    lines = rows(ShareLine, ShareLine.share_id.in_([share.id for share in shares]))
    other = one(Person, Person.part == Part.OTHER)
    assert {line.category for line in lines} == {Category.IDENTITY}
    assert other.id not in {line.item_id for line in lines}
    assert None not in {line.item_id for line in lines}


def test_an_agency_is_asked_once_and_the_referring_one_never(world: World, opened: UUID) -> None:
    for agency in (world.police, world.health):
        if agency == world.health:
            ask_agency(world.coordinator.actor, opened, agency_ids=[world.health])
            db.end()
        with pytest.raises(RuleBroken):
            ask_agency(world.coordinator.actor, opened, agency_ids=[agency])
        db.end()

    assert len(rows(Seat)) == 2


def test_nobody_is_asked_before_the_referral_was_opened(world: World, case_id: UUID) -> None:
    with pytest.raises(RuleBroken):
        ask_agency(world.coordinator.actor, case_id, agency_ids=[world.health])


def test_an_agency_of_another_team_cannot_be_asked(world: World, opened: UUID) -> None:
    with pytest.raises(NotFound):
        ask_agency(world.coordinator.actor, opened, agency_ids=[world.stranger.actor.agency_id])


def test_what_an_ngo_referred_on_consent_is_not_told_without_it(world: World) -> None:
    from icat.cases.commands.referral import draft_referral, submit_referral  # noqa: PLC0415 - only here
    from tests.cases.referring import said  # noqa: PLC0415 - only here

    made = draft_referral(world.advocate.actor)
    db.end()
    submit_referral(
        world.advocate.actor, made.referral_id, **said(basis_code="UA-CRIMINAL", agrees="not_asked", told="told")
    )
    case_id = one(Case).id
    screen_case(world.coordinator.actor, case_id, 0)
    read_out(world, case_id)

    with pytest.raises(RuleBroken):
        ask_agency(world.coordinator.actor, case_id, agency_ids=[world.health])
    db.end()
    ask_agency(world.coordinator.actor, case_id, agency_ids=[world.police])

    assert [share.basis_code for share in rows(Share, Share.recipient_kind == RecipientKind.AGENCY)] == ["UA-CRIMINAL"]


def test_only_the_agency_that_was_asked_answers_and_only_once(world: World, opened: UUID) -> None:
    request_information(world.coordinator.actor, opened, text="Чи є зброя?")
    asked = one(InformationRequest)
    db.end()
    ask_agency(world.coordinator.actor, opened, agency_ids=[world.health])

    with pytest.raises(NotFound):
        answer_request(world.doctor.actor, asked.id, 0, answer="Не знаю")
    db.end()
    answer_request(world.officer.actor, asked.id, 0, answer="Так")
    with pytest.raises(RuleBroken):
        answer_request(world.policewoman.actor, asked.id, 1, answer="Ні")

    assert one(InformationRequest).answer == "Так"
    assert one(InformationRequest).due_on.weekday() < 5


def test_an_empty_question_and_an_empty_answer_are_refused(world: World, opened: UUID) -> None:
    with pytest.raises(RuleBroken):
        request_information(world.coordinator.actor, opened, text="  ")
    db.end()
    request_information(world.coordinator.actor, opened, text="Чи є зброя?")
    asked = one(InformationRequest)
    db.end()
    with pytest.raises(RuleBroken):
        answer_request(world.officer.actor, asked.id, 0, answer=" ")


@pytest.mark.parametrize(
    "said",
    [
        {"proposal": Proposal.EMERGENT},
        {"proposal": Proposal.DECLINE, "reason": "Інша громада"},
        {"proposal": Proposal.DECLINE, "code": "outside_area"},
        {"proposal": Proposal.DECLINE, "code": "no_such_code", "reason": "x"},
    ],
)
def test_a_proposal_without_its_reason_is_refused(world: World, opened: UUID, said: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        propose_case(world.coordinator.actor, opened, 1, **said)

    assert one(Case).proposal is None


def test_a_proposal_sets_nothing_in_motion_and_a_later_one_replaces_it(world: World, opened: UUID) -> None:
    propose_case(world.coordinator.actor, opened, 1, proposal=Proposal.DECLINE, code="outside_area", reason="Інша")
    propose_case(world.coordinator.actor, opened, 2, proposal=Proposal.LIST)

    case = one(Case)
    assert (case.stage, case.proposal, case.proposed_code) == (Stage.SCREENING, Proposal.LIST, None)


def test_a_chair_does_not_propose_and_a_coordinator_does_not_decline(world: World, opened: UUID) -> None:
    with pytest.raises(NotAllowed):
        propose_case(world.chair.actor, opened, 1, proposal=Proposal.LIST)
    db.end()
    with pytest.raises(NotAllowed):
        decline_case(world.coordinator.actor, opened, 1, advice="Ні")


def test_declining_takes_a_standing_proposal_to_decline(world: World, opened: UUID) -> None:
    propose_case(world.coordinator.actor, opened, 1, proposal=Proposal.LIST)

    with pytest.raises(RuleBroken):
        decline_case(world.chair.actor, opened, 2, advice="Зверніться до Львова")


def test_nobody_declines_what_they_proposed_themselves(world: World, opened: UUID) -> None:
    both = replace(world.coordinator.actor, roles=frozenset({Role.COORDINATOR, Role.CHAIR}))
    propose_case(both, opened, 1, proposal=Proposal.DECLINE, code="outside_area", reason="Інша")

    with pytest.raises(RuleBroken):
        decline_case(both, opened, 2, advice="Зверніться до Львова")

    assert one(Case).stage is Stage.SCREENING


def test_a_declined_case_is_hidden_from_agencies_at_once(world: World, opened: UUID) -> None:
    propose_case(world.coordinator.actor, opened, 1, proposal=Proposal.DECLINE, code="outside_area", reason="Інша")
    before = one(Case).access_version
    db.end()

    decline_case(world.chair.actor, opened, 2, advice="Зверніться до Львова")

    case = one(Case)
    assert (case.stage, case.decline_advice) == (Stage.DECLINED, "Зверніться до Львова")
    assert case.access_version > before
    db.end()
    with pytest.raises(RuleBroken):
        propose_case(world.coordinator.actor, opened, 3, proposal=Proposal.LIST)


def test_nobody_else_screens(world: World, case_id: UUID) -> None:
    for outsider, refusal in (
        (world.policewoman, NotAllowed),
        (world.doctor, NotFound),
        (world.strange_chair, NotFound),
    ):
        with pytest.raises(refusal):
            screen_case(outsider.actor, case_id, 0)
        db.end()

    assert rows(Bar) == []
