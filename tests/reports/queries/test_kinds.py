"""One kind of work each."""

from datetime import timedelta

from icat import clock
from icat.cases.commands.releases import grant_release
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Share
from icat.db import engine as db
from icat.reports.queries.work import Task, sections
from tests.cases.commands.test_releases import asked, restricted
from tests.make import Person, World
from tests.meetings.sitting import rows, say, statement, under_way


def ending(person: Person) -> list[Task]:
    """The shares of which somebody is reminded."""
    db.end()
    found = {str(section.title): section.tasks for section in sections(person.actor)}
    return list(found.get("Shares that end soon", ()))


def test_the_sender_is_reminded_two_weeks_before_a_share_ends_and_nobody_else(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    assert not ending(world.policewoman)

    with clock.pretending(clock.now() + timedelta(days=17)):
        (task,) = ending(world.policewoman)
        assert task.href.endswith("/shares")
        assert str(task.what).startswith("1 share ends")
        assert task.by == clock.today() + timedelta(days=13)
        assert not ending(world.social_worker)
        assert not ending(world.officer)
    with clock.pretending(clock.now() + timedelta(days=31)):
        assert not ending(world.policewoman)


def test_what_has_ended_is_no_work_any_more(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)
    say(sitting, world.policewoman, [world.social])
    say(sitting, world.policewoman, [world.social, world.health], what=statement("Ще одне"))

    with clock.pretending(clock.now() + timedelta(days=20)):
        (task,) = ending(world.policewoman)
        assert str(task.what).startswith("2 shares end")
        for share in rows(Share, Share.agenda_item_id == sitting.item.id):
            withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

        assert not ending(world.policewoman)


def test_a_copy_that_somebody_asked_for_waits_for_the_chairs_alone(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)

    def waiting(who: Person) -> list[Task]:
        db.end()
        found = {str(section.title): section.tasks for section in sections(who.actor)}
        return list(found.get("Copies that wait for a chair", ()))

    (task,) = waiting(world.chair)
    assert task.href.endswith("/releases")
    assert not waiting(world.coordinator)
    assert not waiting(world.advocate)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Так.")
    assert not waiting(world.chair)
