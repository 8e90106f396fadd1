"""How an agency goes on with what it is saying."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Share
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.legal import Category, ConsentState
from icat.meetings.models import AttendanceKind
from icat.meetings.queries.running import Running, running
from icat.meetings.queries.telling import OFFICE, telling
from icat.meetings.steps.agreeing import JustNow
from icat.policy.permissions import Permission
from tests.make import Person, World
from tests.meetings.sitting import Sitting, rows, say, statement, under_way


def goes_on(sitting: Sitting, person: Person) -> Running | None:
    """What the next page offers to somebody."""
    db.end()
    case = open_case(person.actor, Permission.SHARE_RECORD, sitting.case.reference)
    spoken = telling(case)
    assert spoken is not None
    return running(case, spoken)


def heard(found: Running | None) -> set[Any]:
    """Who would hear the next sentence."""
    return {one.id for one in found.to} if found else set()


def test_nothing_goes_on_before_anything_was_said(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)

    assert goes_on(sitting, world.policewoman) is None


def test_the_last_act_goes_on_to_all_whom_the_law_took_apart(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.chair)
    say(sitting, world.policewoman, [world.social, OFFICE], what=statement("Має рушницю", Category.RISK))

    found = goes_on(sitting, world.policewoman)

    assert found is not None
    assert heard(found) == {world.social, OFFICE}
    assert (found.basis_code, found.consent, found.category) == ("UA-POWER", ConsentState.NOT_NEEDED, Category.RISK)
    assert found.until == clock.today() + timedelta(days=30)
    assert goes_on(sitting, world.social_worker) is None


def test_the_newest_ground_is_taken_and_not_the_first(world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman)
    say(sitting, world.advocate, [world.police], "UA-CONSENT", ConsentState.GIVEN, agreed=JustNow("phone"))
    say(sitting, world.advocate, [world.police], "UA-CHILD-1D", what=statement("Бачила дитина"))
    assert getattr(goes_on(sitting, world.advocate), "basis_code", "") == "UA-CHILD-1D"

    more = {"what": statement("Боїться"), "agreed": JustNow("phone")}
    say(sitting, world.advocate, [world.police], "UA-CONSENT", ConsentState.GIVEN, **more)

    assert getattr(goes_on(sitting, world.advocate), "basis_code", "") == "UA-CONSENT"


def test_whoever_left_the_table_hears_no_more(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)
    say(sitting, world.policewoman, [world.social, world.health])

    sitting.here(world.doctor, kind=AttendanceKind.ABSENT, aloud=False)

    assert heard(goes_on(sitting, world.policewoman)) == {world.social}


def test_what_was_taken_back_or_entered_late_does_not_go_on(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    with clock.pretending(clock.now() + timedelta(hours=1)):
        said_at = clock.now() - timedelta(minutes=40)
        say(sitting, world.policewoman, [world.social], given_at=said_at)
        assert goes_on(sitting, world.policewoman) is None
        say(sitting, world.policewoman, [world.social], what=statement("Ще"))
        assert goes_on(sitting, world.policewoman) is not None
        for share in rows(Share, Share.agenda_item_id == sitting.item.id):
            withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

        assert goes_on(sitting, world.policewoman) is None
