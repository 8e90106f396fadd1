"""On which bases an agency may tell the office at once."""

import pytest

from icat.cases.models import Stage
from icat.cases.queries.covering import Pair
from icat.cases.queries.door import open_case
from icat.cases.queries.grounds import consent_on, grounds
from icat.db import engine as db
from icat.legal import Category, ConsentState, RecipientKind, bases
from icat.policy.permissions import Permission
from tests.cases.consenting import agree
from tests.make import World, make_case


def offered(world: World, who: str, reference: str) -> tuple[set[str], str]:
    """The codes that somebody is offered for a risk, and the one that is ticked."""
    db.end()
    case = open_case(getattr(world, who).actor, Permission.CASE_READ, reference)
    found = grounds(case, {Category.RISK})
    return {one.code for one in found.offered}, found.usual


def test_an_authority_has_its_power_and_a_service_her_consent_once_it_is_on_record(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo])

    police, usual = offered(world, "policewoman", case.reference)
    before, nothing = offered(world, "advocate", case.reference)
    agree(world.advocate, case, frozenset({Pair(Category.RISK, RecipientKind.OFFICE)}))
    after, consent = offered(world, "advocate", case.reference)

    assert usual == "UA-POWER" in police
    assert "UA-CONSENT" not in before
    assert nothing == ""  # whether it is of a criminal nature only a person can say
    assert {"UA-CRIMINAL", "UA-VITAL"} <= before
    assert consent == "UA-CONSENT" in after
    assert offered(world, "coordinator", case.reference) == (set(), "")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("UA-CONSENT", ConsentState.GIVEN),
        ("UA-VITAL", ConsentState.SEEK_LATER),
        ("UA-POWER", ConsentState.NOT_NEEDED),
    ],
)
def test_how_it_stands_with_her_consent_follows_from_the_basis(code: str, state: ConsentState) -> None:
    assert consent_on(bases()[code]) is state
