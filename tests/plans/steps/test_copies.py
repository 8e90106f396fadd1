"""To whom a copy is never handed: names in every spelling, and what is left free."""

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case
from icat.errors import RuleBroken
from icat.plans.steps.copies import insist_on_holder
from tests.make import World
from tests.plans.build import decided
from tests.plans.commands.test_actions import bar


@pytest.mark.parametrize(
    ("holder", "is_free"),
    [
        ("Лідія Кравець", False),
        ("Lidiia Kravets", False),
        ("Кравець Лідія Петрівна", False),
        ("Ґалаґан Сергій", False),
        ("Сергій", True),
        ("Богдан Євченко", True),
        ("", True),
    ],
)
def test_a_name_is_known_in_every_spelling_and_half_a_name_is_nobodys(world: World, holder: str, is_free: bool) -> None:
    case = decided(world)
    bar(world, case.id, world.policewoman.member_id)

    with change(world.chair.actor) as work:
        work.record(Event.PLAN_AGREED, case=case.id, plan=case.id, edition=1)
        row = work.get(Case, case.id)
        if is_free:
            insist_on_holder(work, row, holder)
        else:
            with pytest.raises(RuleBroken) as refused:
                insist_on_holder(work, row, holder)
            assert refused.value.field == "holder_name"
