"""Who may be asked, on which basis."""

from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.commands.screening import screen_case
from icat.cases.queries.asking import askable
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.prechecking import read_out
from tests.cases.referring import said, submit
from tests.make import World


def test_what_the_police_referred_may_be_told_by_name_to_everybody_at_the_table(world: World) -> None:
    reference = submit(world).reference
    case = open_case(world.coordinator.actor, Permission.AGENCY_ASK, reference)
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)

    found = askable(open_case(world.coordinator.actor, Permission.AGENCY_ASK, reference))

    assert [one.name for one in found if one.is_asked] == ["Хмельницьке районне управління поліції"]
    assert all(one.basis for one in found)


def test_an_agency_that_may_not_be_told_is_named_with_the_reason(world: World) -> None:
    made = draft_referral(world.advocate.actor)
    db.end()
    submit_referral(world.advocate.actor, made.referral_id, **said(basis_code="UA-CRIMINAL", agrees="not_asked"))
    db.end()

    found = askable(open_case(world.coordinator.actor, Permission.AGENCY_ASK, made.reference))

    hospital = next(one for one in found if one.id == world.health)
    assert hospital.basis is None
    assert hospital.why_not
