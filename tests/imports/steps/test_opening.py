"""What the law does not allow is not opened, whoever kept it in a table."""

import pytest

from icat.audit.recording import change
from icat.cases.models import Case
from icat.cases.steps.sharing import Ground
from icat.errors import RuleBroken
from icat.imports.models import Import
from icat.imports.steps.opening import open_imported
from icat.legal import ConsentState, Necessity, Purpose
from icat.members.models import Agency
from tests.imports.bringing import brought, named, trial_of
from tests.make import World
from tests.meetings.sitting import rows


@pytest.mark.parametrize(
    ("basis", "consent"),
    [
        ("UA-CONSENT", ConsentState.NOT_NEEDED),
        ("UA-CONSENT", ConsentState.GIVEN),
        ("nonsense", ConsentState.NOT_NEEDED),
    ],
)
def test_without_a_basis_that_fits_no_case_comes_to_be(world: World, basis: str, consent: ConsentState) -> None:
    number = brought(world)
    view = named(world, number)
    made = trial_of(world, number).rows[0].made

    with pytest.raises(RuleBroken), change(world.coordinator.actor) as work:
        open_imported(
            work,
            work.get(Import, view.id),
            work.get(Agency, world.social),
            made,
            ground=Ground(basis, consent, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL),
        )

    assert rows(Case) == []
