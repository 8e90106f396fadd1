"""A case in which every sealed field holds a word of its own, destroyed: no word lies anywhere, no page finds one."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from icat import clock
from icat.audit.verify import verify
from icat.cases.commands.holds import lift_hold
from icat.cases.models import Hold
from icat.cases.queries.holds import is_in_force
from icat.db import engine as db
from icat.inquiries.models import Inquiry
from icat.reports.queries.shares import verify_shares
from icat.retention.commands.disposal import dispose_case, propose_disposal
from tests.canaries.crawl import crawl
from tests.canaries.places import pages
from tests.canaries.story import Story
from tests.make import World
from tests.retention.ending import version

LATER = timedelta(days=366 * 5)
READERS = ("chair", "coordinator", "auditor", "dpo", "police", "referrer", "ngo", "health")


def words_of_the_case(story: Story) -> set[str]:
    """The words that lie in the database and belong to the case, looked up anew; all that is sealed must open."""
    now = replace(story.word, places=type(story.word)().places, kinds=type(story.word)().kinds)
    with db.database().open_reading() as session:
        now.look_up(session)
    return {word for word, kinds in now.kinds.items() if any(case_id == story.case_id for case_id, _kind in kinds)}


def destroyed(world: World) -> tuple[Story, set[str]]:
    """The whole story, and then its end; with the words that lay in it before."""
    story = Story(world)
    story.share()
    before = words_of_the_case(story)
    with db.writing() as session:
        for asked in session.query(Inquiry):
            asked.is_hold = False
        held = [(row.id, row.version) for row in session.query(Hold) if is_in_force(row)]
        session.commit()
    for hold_id, seen in held:
        lift_hold(world.chair.actor, hold_id, seen, reason="Закрито")
    with clock.pretending(clock.now() + LATER):
        propose_disposal(story.others["dpo"].actor, story.case_id, version(story.case_id))
        dispose_case(world.coordinator.actor, story.case_id, version(story.case_id))
    db.end()
    return story, before


def test_no_word_of_a_destroyed_case_lies_anywhere_and_no_page_finds_one_or_breaks(app: Flask, world: World) -> None:
    story, before = destroyed(world)
    assert len(before) > 80, "the test looks for something"

    assert words_of_the_case(story) == set()
    readers = story.readers()
    for name in READERS:
        found = crawl(app, story, readers[name], pages(app, story))
        assert not found.all & before, (name, story.word.told(found.all & before))
    with db.database().open_reading() as session:
        assert verify(session, world.team_id).is_intact
        assert verify_shares(session, world.team_id).is_whole
