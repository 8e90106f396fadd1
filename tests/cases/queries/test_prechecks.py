"""What the coordinator sees of the pre-check: what is still to do, whom to ask about, and who recorded what."""

from icat.cases.commands.prechecks import record_precheck
from icat.cases.commands.screening import screen_case
from icat.cases.models import Case, PrecheckOutcome
from icat.cases.queries.asking import askable
from icat.cases.queries.door import open_case
from icat.cases.queries.prechecks import heard, prechecks
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.referring import PERPETRATOR, submit
from tests.make import World
from tests.meetings.sitting import one


def test_the_office_sees_what_is_to_do_and_a_name_to_ask_about(world: World) -> None:
    reference = submit(world, perpetrator={**PERPETRATOR, "surname": "Мельничук"}).reference
    screen_case(world.coordinator.actor, one(Case).id, 0)
    db.end()
    case_id = one(Case).id
    db.end()
    record_precheck(
        world.coordinator.actor,
        case_id,
        cleared=[world.health],
        left_out=[world.children],
        barred=[world.child_worker.member_id],
        read_by="Гнат, телефоном матері",
    )
    record_precheck(world.chair.actor, case_id, reason="other", note="Спить після ночі")
    db.end()

    case = open_case(world.coordinator.actor, Permission.PRECHECK_RECORD, reference)
    found = prechecks(case)
    named = {one.id: one for one in found.agencies}

    assert {one.id for one in found.to_do} == {world.social, world.ngo, world.council}
    assert (named[world.health].outcome, named[world.health].by) == (PrecheckOutcome.CLEARED, world.coordinator.name)
    assert named[world.health].read_by == "Гнат, телефоном матері"
    assert named[world.police].is_seated
    assert not named[world.police].is_to_do
    assert found.skipped is not None
    assert (str(found.skipped.reason), found.skipped.note, found.skipped.by) == (
        "other",
        "Спить після ночі",
        world.chair.name,
    )
    people = {who.name: who for agency in found.agencies for who in agency.people}
    assert people[world.child_worker.name].is_barred
    assert people[world.coordinator.name].is_reader
    assert [who.name for who in people.values() if who.has_same_surname] == [world.advocate.name]
    assert world.auditor.name not in people
    assert world.officer.name not in people
    said = heard(db.session(), case.id)
    assert (said.allows(world.ngo), said.allows(world.children)) == (True, False)
    why = {agency.id: str(agency.why_not) for agency in askable(case) if agency.why_not}
    assert why[world.children] == "She said that it must not learn of the case."
