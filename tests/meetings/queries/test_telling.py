"""What the law lets an agency say, asked before it is said."""

from icat.cases.queries.door import open_case
from icat.legal import Category, ConsentState
from icat.meetings.models import Fact
from icat.meetings.queries.telling import OFFICE, outlook, telling
from icat.policy.permissions import Permission
from tests.make import Person, World
from tests.meetings.sitting import Sitting, assess, planned, rows, under_way


def asked(sitting: Sitting, person: Person):  # type: ignore[no-untyped-def]
    """What the page would offer."""
    return telling(open_case(person.actor, Permission.SHARE_RECORD, sitting.case.reference))


def test_an_authority_begins_with_its_powers_and_an_ngo_with_consent(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.advocate)

    assert asked(sitting, world.policewoman).default == "UA-POWER"
    assert asked(sitting, world.advocate).default == "UA-CONSENT"


def test_a_critical_yes_opens_the_criminal_basis_in_one_tap(world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman)
    before = [basis.code for basis in asked(sitting, world.advocate).called_for]
    assess(world, sitting.case, by=world.advocate, separation="yes")
    after = [basis.code for basis in asked(sitting, world.advocate).called_for]

    assert before == ["UA-CHILD-1D"]
    assert set(after) == {"UA-CHILD-1D", "UA-CRIMINAL"}


def test_nobody_hears_who_is_not_there_and_the_office_only_when_it_is(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.policewoman, world.doctor)

    found = asked(sitting, world.policewoman)

    assert [one.id for one in found.listeners] == [world.health]
    sitting.here(world.chair)
    assert OFFICE in [one.id for one in asked(sitting, world.policewoman).listeners]
    assert not asked(sitting, world.advocate).is_at_table


def test_looking_first_records_nothing_and_names_the_way_out(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman, world.advocate)
    case = open_case(world.doctor.actor, Permission.SHARE_RECORD, sitting.case.reference)

    seen = outlook(
        case,
        to=[world.police, world.ngo],
        fact_ids=[],
        category=Category.HEALTH,
        with_offer=False,
        basis_code="UA-MED-INJURY",
        consent=ConsentState.NOT_NEEDED,
    )

    assert [name for name, _ in seen.heard] == ["Поліція"]
    (left,) = seen.left_out
    assert left.name == "Поруч"
    assert left.remedies
    assert not rows(Fact)
