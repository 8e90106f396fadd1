"""The safety plan as each reader may see it."""

import pytest

from icat.errors import NotFound
from icat.plans.commands.safety import entrust_safety_plan
from icat.plans.forms.safety import section_codes
from icat.plans.queries.safety import blank_sections, safety_plan, visible_safety_plan
from icat.policy.permissions import Permission
from tests.make import World
from tests.plans.build import SPEECH, decided, her_plan, rows, view


def test_nobody_but_its_agency_sees_it(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    for member in (world.chair, world.coordinator, world.policewoman, world.supervisor, world.social_worker):
        assert safety_plan(view(member, case)) is None
    seen = safety_plan(view(world.advocate, case))
    assert seen is not None
    assert seen.written[0].text == SPEECH
    assert seen.is_own


def test_to_whom_it_was_entrusted_is_shown_to_its_agency_only(world: World) -> None:
    case = decided(world)
    made = her_plan(world, case)
    entrust_safety_plan(world.advocate.actor, made, agency_id=world.police, she_agrees=True)

    own, entrusted = safety_plan(view(world.advocate, case)), safety_plan(view(world.supervisor, case))

    assert own is not None
    assert own.entrusted_to == ("Хмельницьке районне управління поліції",)
    assert entrusted is not None
    assert entrusted.entrusted_to == ()
    assert not entrusted.is_own


def test_a_closed_plan_and_none_are_refused_alike(world: World) -> None:
    without, closed = decided(world), decided(world)
    her_plan(world, closed)

    for case in (without, closed):
        with pytest.raises(NotFound):
            visible_safety_plan(view(world.supervisor, case), Permission.SAFETY_PLAN_EXPORT)
        assert rows.events(world.team_id)[-1] == "access:refused"


def test_every_section_is_offered_with_questions() -> None:
    blank = blank_sections()

    assert [section.code for section in blank] == list(section_codes())
    assert all(section.prompts and section.is_printed and not section.text for section in blank)
