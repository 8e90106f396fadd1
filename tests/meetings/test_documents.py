"""What a meeting decided stands on the paper of the plan, for those who may read it."""

from icat.i18n import speaking
from icat.legal import Purpose
from icat.meetings.commands.consensus import Informing
from icat.meetings.documents import outcome
from icat.meetings.models import ConsensusState
from icat.plans.documents import hooks, plan_copy
from icat.policy.permissions import Permission
from icat.wiring import blueprints
from tests.make import World
from tests.meetings.commands.test_consensus import agree, in_days, ready
from tests.meetings.sitting import Sitting
from tests.pdf.reading import squeezed, text
from tests.plans.build import action, view


def decided(world: World) -> Sitting:
    """A decision with a reservation, and somebody who tells her."""
    sitting = ready(world)
    agree(
        sitting,
        state=ConsensusState.AGREED_WITH_RESERVATION,
        dissent="зброю не знайдено",
        dissenting_ids=[world.health],
        informing=Informing("Особисто, у центрі", world.advocate.member_id, in_days(2)),
    )
    return sitting


def test_the_papers_are_told_what_the_meeting_decided() -> None:
    assert blueprints()
    assert hooks.outcome is outcome


def test_the_reservation_the_factors_and_who_tells_her_stand_on_the_paper(world: World) -> None:
    sitting = decided(world)
    action(world, sitting.case, world.police)

    copy = plan_copy(
        view(world.supervisor, sitting.case, Permission.PLAN_EXPORT),
        agency_id=world.police,
        holder="Богдан Євченко",
        purpose=Purpose.SAFETY_PLANNING,
        language="uk",
    )

    said = squeezed(text(copy.content))
    with speaking("uk"):
        agreed = str(ConsensusState.AGREED_WITH_RESERVATION.label)
    for words in ("Лікарня: зброю не знайдено", "Мельничук", "Особисто, у центрі", agreed):
        assert squeezed(words).lower() in said.lower(), words


def test_who_was_not_at_the_table_gets_a_paper_without_its_minutes(world: World) -> None:
    sitting = decided(world)
    action(world, sitting.case, world.children)

    of_table = outcome(view(world.coordinator, sitting.case), None)
    absent = outcome(view(world.child_worker, sitting.case), None)
    for_absent = outcome(view(world.coordinator, sitting.case), view(world.child_worker, sitting.case).scope)

    assert of_table is not None
    assert len(of_table.factors) == 1
    assert absent is None
    assert for_absent is None


def test_a_case_without_a_decision_has_no_outcome(world: World) -> None:
    sitting = ready(world)

    assert outcome(view(world.coordinator, sitting.case), None) is None
