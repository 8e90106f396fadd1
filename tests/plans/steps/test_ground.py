"""Which basis is found for a plan, and what is said where there is none."""

from uuid import UUID

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case
from icat.cases.steps.sharing import Ground, Recipient
from icat.errors import RuleBroken
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.models import Agency
from icat.plans.steps.ground import lawful_ground
from tests.make import MadeCase, World
from tests.plans.build import decided


def asked(
    world: World,
    case: MadeCase,
    to: Recipient,
    category: Category,
    *,
    sender_id: UUID | None = None,
    agrees: bool = False,
) -> Ground | str:
    """The ground that is found, or what is said where there is none."""
    with change(world.chair.actor) as work:
        work.record(Event.PLAN_AGREED, case=case.id, plan=case.id, edition=1)  # a change has to be one
        try:
            return lawful_ground(
                work,
                work.get(Case, case.id),
                sender=work.get(Agency, sender_id) if sender_id else None,
                to=to,
                categories={category},
                purpose=Purpose.SAFETY_PLANNING,
                necessity_code=Necessity.CARRY_OUT_ACTION,
                has_consent=agrees,
            )
        except RuleBroken as refused:
            return str(refused)


@pytest.mark.parametrize("agency", ["police", "ngo", "health"])
def test_the_plan_goes_to_any_agency_within_the_councils_powers(world: World, agency: str) -> None:
    case = decided(world)

    ground = asked(world, case, Recipient(RecipientKind.AGENCY, getattr(world, agency)), Category.PLAN)

    assert isinstance(ground, Ground)
    assert (ground.basis_code, ground.consent) == ("UA-POWER", ConsentState.NOT_NEEDED)


def test_her_safety_plan_goes_on_her_consent_only_and_says_what_would_help(world: World) -> None:
    case = decided(world)
    to = Recipient(RecipientKind.AGENCY, world.police)

    ground = asked(world, case, to, Category.SAFETY_PLAN, sender_id=world.ngo, agrees=True)
    without = asked(world, case, to, Category.SAFETY_PLAN, sender_id=world.ngo)

    assert isinstance(ground, Ground)
    assert (ground.basis_code, ground.consent) == ("UA-CONSENT", ConsentState.GIVEN)
    assert "What would help: Ask for consent" in str(without)


def test_the_teams_plan_is_not_given_to_her(world: World) -> None:
    refused = asked(world, decided(world), Recipient(RecipientKind.SURVIVOR), Category.PLAN, agrees=True)

    assert "may not receive" in str(refused)
    assert "What would help" in str(refused)
