"""Who presents a case: the referrer's agency says so, the office writes it down, and nobody is asked twice."""

from datetime import timedelta
from uuid import UUID

import pytest

from icat import clock
from icat.cases.commands.screening import ask_agency, screen_case
from icat.cases.models import Case
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.meetings.commands.agenda import list_case
from icat.meetings.commands.meeting import arrange_meeting
from icat.meetings.commands.presenter import ask_presenter, confirm_presenter
from icat.meetings.models import Presence, Presenter
from icat.outbox.models import Letter
from icat.policy.actor import system
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one, rows


def listed(world: World, ahead: timedelta) -> tuple[UUID, str]:
    """A case on the agenda of a meeting so far ahead."""
    reference = submit(world, urgency="routine").reference
    case = one(Case)
    screen_case(world.coordinator.actor, case.id, case.version)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + ahead)
    db.end()
    list_case(world.chair.actor, case.id, one(Case).version, meeting=number)
    db.end()
    return case.id, reference


def ask(world: World) -> int:
    found = ask_presenter(system(world.team_id, world.code))
    db.end()
    return found


def test_a_referrer_is_written_to_two_days_ahead_and_once(world: World) -> None:
    listed(world, timedelta(days=2, hours=1))
    before = {letter.account_id for letter in rows(Letter)}

    assert ask(world) == 0
    with clock.pretending(clock.now() + timedelta(hours=2)):
        assert (ask(world), ask(world)) == (1, 0)
    assert {letter.account_id for letter in rows(Letter)} - before == {world.officer.account_id}


def test_only_the_machine_writes_and_only_the_agency_that_referred_answers(world: World) -> None:
    case_id, _reference = listed(world, timedelta(days=1))
    read_out(world, case_id)
    ask_agency(world.coordinator.actor, case_id, agency_ids=[world.health])
    db.end()

    with pytest.raises(NotAllowed):
        ask_presenter(world.chair.actor)
    db.end()
    with pytest.raises(NotAllowed):
        confirm_presenter(world.doctor.actor, case_id, presence=Presence.COMES)


def test_who_answered_is_not_written_to_and_the_newest_answer_counts(world: World) -> None:
    case_id, _reference = listed(world, timedelta(days=1))
    confirm_presenter(world.officer.actor, case_id, presence=Presence.NOBODY)
    db.end()
    assert ask(world) == 0

    confirm_presenter(world.supervisor.actor, case_id, presence=Presence.DEPUTY, deputy_id=world.policewoman.member_id)
    db.end()
    assert (one(Presenter).presence, one(Presenter).deputy_id) == (Presence.DEPUTY, world.policewoman.member_id)
    confirm_presenter(world.coordinator.actor, case_id, presence=Presence.COMES)  # told by phone
    db.end()
    assert (one(Presenter).presence, one(Presenter).deputy_id) == (Presence.COMES, None)


def test_what_cannot_be_is_refused(world: World) -> None:
    case_id, _reference = listed(world, timedelta(days=1))

    for deputy_id in (None, world.doctor.member_id):
        with pytest.raises(RuleBroken) as refused:
            confirm_presenter(world.officer.actor, case_id, presence=Presence.DEPUTY, deputy_id=deputy_id)
        assert refused.value.field == "deputy"
        db.end()
    with pytest.raises(NotFound):
        confirm_presenter(world.doctor.actor, case_id, presence=Presence.COMES)
    db.end()
    assert rows(Presenter) == []


def test_a_case_that_waits_on_no_agenda_has_no_presenter(world: World) -> None:
    submit(world, urgency="routine")

    with pytest.raises(RuleBroken, match="no agenda"):
        confirm_presenter(world.officer.actor, one(Case).id, presence=Presence.COMES)
