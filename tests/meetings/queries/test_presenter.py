"""What the coordinator sees two days ahead: which referrers have not said that somebody comes."""

from datetime import timedelta

from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.meetings.commands.presenter import ask_presenter, confirm_presenter
from icat.meetings.models import Meeting, Presence
from icat.meetings.queries.agenda import meeting
from icat.meetings.queries.presenter import expected, is_near, presenting
from icat.policy.actor import system
from icat.policy.permissions import Permission
from tests.make import World
from tests.meetings.commands.test_presenter import listed
from tests.meetings.sitting import one


def test_the_office_sees_who_is_missing(world: World) -> None:
    case_id, reference = listed(world, timedelta(days=1))
    number = one(Meeting).number

    def seen(who=world.coordinator):  # type: ignore[no-untyped-def]
        db.end()
        found = meeting(who.actor, number)
        assert is_near(found)
        return expected(who.actor, found)

    (first,) = seen()
    assert (first.reference, first.referrer, str(first.state)) == (
        reference,
        world.officer.name,
        "Has not confirmed yet",
    )
    assert seen(world.policewoman) == ()
    db.end()
    ask_presenter(system(world.team_id, world.code))
    assert [(str(one.state), one.is_missing) for one in seen()] == [("Was written to, no answer yet", True)]
    db.end()
    confirm_presenter(world.officer.actor, case_id, presence=Presence.DEPUTY, deputy_id=world.policewoman.member_id)
    assert [(str(one.state), one.is_missing) for one in seen()] == [
        (f"A deputy comes: {world.policewoman.name}", False)
    ]
    found = presenting(open_case(world.officer.actor, Permission.PRESENTER_CONFIRM, reference))
    assert found is not None
    assert found.presence is Presence.DEPUTY
    assert world.doctor.member_id not in {id for id, _name in found.deputies}
