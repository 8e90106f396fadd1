"""The shares that somebody may know of."""

from datetime import timedelta

import pytest

from icat import clock
from icat.cases.commands.sharing import withdraw_share
from icat.cases.queries.door import CaseView, open_case
from icat.cases.queries.sharing import at_a_glance, share, shares
from icat.db import engine as db
from icat.errors import NotFound
from icat.legal import Category
from icat.plans.commands.safety import entrust_safety_plan
from icat.policy.permissions import Permission
from tests.make import Person, World, make_case
from tests.meetings.sitting import Sitting, say, statement, under_way
from tests.plans.build import decided, her_plan


def case_of(sitting: Sitting, person: Person) -> CaseView:
    """The case as somebody opens it now."""
    db.end()
    return open_case(person.actor, Permission.CASE_READ, sitting.case.reference)


def test_each_reader_has_numbers_of_its_own_without_gaps(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    for person, count in ((world.policewoman, 6), (world.social_worker, 2), (world.doctor, 1), (world.chair, 6)):
        assert [one.number for one in shares(case_of(sitting, person))] == list(range(1, count + 1))


def test_a_share_says_what_to_whom_why_and_how_many(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.child_worker)
    say(sitting, world.policewoman, [world.social, world.children])
    say(sitting, world.policewoman, [world.social, world.children], what=statement("Ще"))

    told = shares(case_of(sitting, world.child_worker))[-1]

    assert (told.sender, told.recipients, told.basis_code) == ("Поліція", ("ССД", "Соцзахист"), "UA-POWER")
    assert [(one.category, one.items) for one in told.opened] == [(Category.INCIDENT, 2)]
    assert (told.state, told.is_own, told.is_late) == ("active", False, False)


def test_shares_that_ended_are_said_to_have(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    mine = shares(case_of(sitting, world.policewoman))[-1]

    withdraw_share(world.policewoman.actor, mine.id, mine.digest, code="withdrawn", reason="Помилка")
    assert shares(case_of(sitting, world.social_worker))[-1].state == "withdrawn"
    with clock.pretending(clock.now() + timedelta(days=181)):
        assert shares(case_of(sitting, world.social_worker))[0].state == "expired"


def test_a_share_that_ends_soon_is_said_to(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    told = shares(case_of(sitting, world.policewoman))[-1]
    assert told.ends_on == clock.today() + timedelta(days=30)
    assert not told.is_ending
    with clock.pretending(clock.now() + timedelta(days=17)):
        assert shares(case_of(sitting, world.policewoman))[-1].is_ending


@pytest.mark.parametrize("number", [0, -1, 99])
def test_a_number_that_is_none_is_not_found(world: World, number: int) -> None:
    case = make_case(world)
    view = open_case(world.chair.actor, Permission.CASE_READ, case.reference)

    with pytest.raises(NotFound):
        share(view, number)


def test_hole_the_office_does_not_learn_from_a_share_that_there_is_a_safety_plan(world: World) -> None:
    made = decided(world)
    plan_id = her_plan(world, made)
    entrust_safety_plan(world.advocate.actor, plan_id, agency_id=world.police, she_agrees=True)

    def known(person: Person) -> list[bool]:
        db.end()
        found = shares(open_case(person.actor, Permission.CASE_READ, made.reference))
        return [part.category is Category.SAFETY_PLAN for one in found for part in one.opened]

    assert any(known(world.advocate))
    assert any(known(world.supervisor))
    assert not any(known(world.chair) + known(world.coordinator) + known(world.social_worker))


def test_at_a_glance_each_recipient_stands_once_with_the_first_day_on_which_something_ends(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social], what=statement("Має рушницю", Category.RISK))

    found = {str(one.who): one for one in at_a_glance(shares(case_of(sitting, world.policewoman)))}

    assert found["Соцзахист"].categories == (Category.IDENTITY.words, Category.RISK.words)
    assert found["Соцзахист"].until == clock.today() + timedelta(days=30)
    assert found["Лікарня"].categories == (Category.IDENTITY.words,)
