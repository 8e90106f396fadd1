"""Which answers could change the result, and whom to ask."""

from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.question import ask_factor
from icat.cases.queries.door import open_case
from icat.cases.queries.factors import pictures
from icat.cases.queries.question import SECTORS, answer_bases, deciding, likely
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.policy.permissions import Permission
from icat.risk.instrument import Sector, current
from tests.make import World, make_case

LAP = current("lap-11")


def test_the_answers_that_could_make_it_urgent_are_named_with_whom_to_ask(world: World) -> None:
    case = make_case(world, seats=[world.police, world.health])
    db.end()
    answers = {factor.id: Given("no") for factor in LAP.factors} | dict.fromkeys(
        ("separated", "unemployed", "jealous-controlling"), Given("yes")
    )
    answers |= dict.fromkeys(("strangled", "gun-access"), Given("unknown"))
    record_assessment(world.coordinator.actor, case.id, answers=answers, code="lap-11")
    db.end()

    view = open_case(world.chair.actor, Permission.CASE_READ, case.reference)
    (found,) = deciding(view, pictures(view))

    assert str(found.says) == "2 answers could make this urgent"
    assert [(one.factor.id, str(one.ask), one.is_asked) for one in found.decisive] == [
        ("strangled", "ask the doctors", False),
        ("gun-access", "ask the police", False),
    ]
    assert found.decisive[0].at == "/factors/lap-11/strangled/ask"
    assert likely(view, LAP.factor("strangled")) == (world.health, world.police, world.ngo)
    ask_factor(world.chair.actor, case.id, agency_id=world.health, factor="strangled", code="lap-11")
    db.end()
    view = open_case(world.chair.actor, Permission.CASE_READ, case.reference)
    assert [one.is_asked for one in deciding(view, pictures(view))[0].decisive] == [True, False]


def test_every_sector_of_an_instrument_means_some_agency_and_every_agency_has_a_basis(world: World) -> None:
    case = make_case(world, seats=[world.children, world.ngo])
    db.end()

    assert set(SECTORS) == set(Sector)
    for who, first in ((world.child_worker, "UA-POWER"), (world.advocate, "UA-CONSENT")):
        bases = answer_bases(open_case(who.actor, Permission.CASE_READ, case.reference), critical_yes=False)
        assert bases, first
        assert first in {basis.code for basis in bases}
        db.end()


def test_a_marker_that_another_instrument_knows_is_not_asked_about_again(world: World) -> None:
    case = make_case(world, seats=[world.police])
    db.end()
    record_assessment(world.coordinator.actor, case.id, answers={"stalking": Given("yes")})
    known = dict.fromkeys(("weapon-used", "strangled", "suicide"), Given("no"))
    record_assessment(world.coordinator.actor, case.id, answers=known, code="lap-11")
    db.end()

    view = open_case(world.chair.actor, Permission.CASE_READ, case.reference)
    found = next(one for one in deciding(view, pictures(view)) if one.instrument.code == "bc-19")

    assert [one.factor.id for one in found.decisive] == ["threats", "expects-violence", "separation", "escalation"]
