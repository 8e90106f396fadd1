"""On what a share could rest from today."""

from icat.cases.models import Share
from icat.cases.queries.renewing import Move, moves, usual_consent
from icat.legal import Category, ConsentState
from icat.meetings.steps.agreeing import JustNow
from tests.cases.queries.test_sharing import case_of
from tests.make import Person, World
from tests.meetings.sitting import Sitting, one, say, statement, under_way


def offered(sitting: Sitting, person: Person) -> dict[str, Move]:
    """The bases that somebody is offered for the share of the sitting."""
    share = one(Share, Share.agenda_item_id == sitting.item.id)
    return {move.code: move for move in moves(case_of(sitting, person), share.id)}


def test_the_same_basis_comes_first_and_the_others_say_whom_they_reach(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.child_worker)
    say(sitting, world.policewoman, [world.social, world.children])

    found = offered(sitting, world.policewoman)

    assert next(iter(found)) == "UA-POWER"
    assert found["UA-POWER"].is_same
    assert not found["UA-POWER"].left_out
    assert found["UA-CONSENT"].needs_consent
    assert {str(part.who) for part in found["UA-CHILD-1D"].heard} == {"ССД"}
    assert {str(part.who) for part in found["UA-CHILD-1D"].left_out} == {"Соцзахист"}


def test_a_basis_that_reaches_nobody_is_not_offered(world: World) -> None:
    sitting = under_way(world, world.advocate, world.doctor)
    hers = {"basis": "UA-CONSENT", "consent": ConsentState.GIVEN, "agreed": JustNow("phone")}
    say(sitting, world.advocate, [world.health], what=statement("Боїться", Category.RISK), **hers)

    found = offered(sitting, world.advocate)

    assert "UA-CONSENT" in found
    assert "UA-CRIMINAL" not in found
    assert "UA-POWER" not in found


def test_each_basis_has_its_usual_state_of_consent() -> None:
    assert usual_consent("UA-CONSENT") is ConsentState.GIVEN
    assert usual_consent("UA-VITAL") is ConsentState.SEEK_LATER
    assert usual_consent("UA-POWER") is ConsentState.NOT_NEEDED
