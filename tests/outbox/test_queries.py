"""What is due, and the counts that a page may show."""

from datetime import timedelta

from icat import clock
from icat.db import engine as db
from icat.outbox.commands.delivery import mark_failed, mark_sent, put_off
from icat.outbox.queries import due_letters, outbox
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind


def written(world, *people):  # type: ignore[no-untyped-def]
    at = clock.now() - timedelta(hours=1)
    with db.writing() as session:
        made = [
            add_letter(session, world.team_id, Kind.TASK, who.account_id, at + timedelta(seconds=place)).id
            for place, who in enumerate(people)
        ]
        session.commit()
    return made


def test_what_is_due_comes_oldest_first_and_no_more_than_wanted(world, database):
    made = written(world, world.chair, world.doctor, world.coordinator)

    assert [letter.id for letter in due_letters(clock.now(), most=2)] == made[:2]
    assert due_letters(clock.now() - timedelta(hours=2), most=9) == ()


def test_the_page_learns_counts_and_a_code(world, database):
    first, second, third, _fourth = written(world, world.chair, world.doctor, world.coordinator, world.officer)
    mark_sent(first, clock.now())
    mark_failed(second, "no-address")
    put_off([third], clock.now(), "mail-unreachable")
    db.end()

    found = outbox(world.team_id)

    assert (found.waiting, found.sent, found.failed, found.fault) == (2, 1, 1, "mail-unreachable")
    assert found.oldest_at is not None
    assert outbox(world.stranger.actor.team_id).waiting == 0
