"""What is left of the ledger, and of the work, when the machine kills the writers, or the database under them.

Several processes write at once. Each says on a pipe what was kept, after the commit and never before it. They are
killed in the middle of their acts and others take their places; in the end all that was said is there, with its leaf,
and nothing else is.
"""

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.audit.verify import verify
from icat.cases.models import Case, Share, ShareLine
from icat.cases.steps.sharing import Line, Recipient, open_share
from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.db.migrate import upgrade
from icat.legal import Category, RecipientKind, Sector
from icat.members.models import Agency
from tests.audit.acting import act, leaves
from tests.conftest import ROOT_KEY
from tests.databases import fresh_database, own_server
from tests.make import MadeCase, World, ground, make_case, make_world

LONG = bool(os.environ.get("ICAT_LONG"))
KILLS = 2000 if LONG else 200
CRASHES = 50 if LONG else 5
WRITERS = 3


@dataclass
class Writer:
    """A process that acts over and over, and what it said was kept."""

    pid: int
    pipe: int
    said: bytes = b""

    def listen(self, seconds: float = 0.0) -> bool:
        """Take what it said meanwhile; False when it says no more."""
        while select.select([self.pipe], [], [], seconds)[0]:
            more = os.read(self.pipe, 65536)
            if not more:
                return False
            self.said += more
            seconds = 0.0
        return True

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def bury(self) -> set[UUID]:
        """What it had said was kept, when it is dead."""
        while self.listen(None):  # type: ignore[arg-type]
            pass
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        whole = len(self.said) - len(self.said) % 16
        return {UUID(bytes=self.said[place : place + 16]) for place in range(0, whole, 16)}


@dataclass
class Crew:
    """Writers that act at once; whoever is lost is replaced."""

    url: str
    deeds: list[Callable[[], UUID]]
    writers: list[Writer] = field(default_factory=list)
    kept: set[UUID] = field(default_factory=set)

    def fill(self) -> None:
        """Start as many as are missing, and wait until each has acted once."""
        for place in range(len(self.writers), WRITERS):
            self.writers.append(_started(self.url, self.deeds[place % len(self.deeds)]))
        for writer in self.writers:
            if not writer.said:
                writer.listen(20.0)

    def lose(self, writer: Writer) -> None:
        """Take what a dead one said, and forget it."""
        self.kept |= writer.bury()
        self.writers.remove(writer)


def _started(url: str, deed: Callable[[], UUID]) -> Writer:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # a copy of this process: it touches nothing that it inherited, and never comes back
        try:
            db.connect(db.Database(url, Keyring(ROOT_KEY)))
            while True:
                os.write(writing, deed().bytes)
        finally:
            os._exit(1)
    os.close(writing)
    return Writer(child, reading)


@contextmanager
def crew(url: str, deeds: list[Callable[[], UUID]]) -> Iterator[Crew]:
    """Writers at work; in the end all are dead and buried."""
    made = Crew(url, deeds)
    try:
        made.fill()
        yield made
    finally:
        for writer in list(made.writers):
            writer.kill()
            made.lose(writer)


def deeds(world: World, case: MadeCase) -> list[Callable[[], UUID]]:
    """What the writers do: rows of two kinds, each with its leaf."""

    def share() -> UUID:
        with change(world.policewoman.actor) as work:
            made = open_share(
                work,
                work.lock(Case, case.id),
                sender=work.get(Agency, world.police),
                to=Recipient(RecipientKind.AGENCY, world.social),
                lines=[Line(Category.RISK)],
                ground=ground("UA-POWER"),
            )
            return made.id

    return [lambda: act(world.chair.actor), share, lambda: act(world.officer.actor)]


def test_what_was_acknowledged_survives_kills_with_its_leaf(
    world: World, database: db.Database, database_url: str, record_property: Callable[[str, object], None]
) -> None:
    chance, case = random.Random(20), make_case(world)
    db.end()
    database.dispose()

    with crew(database_url, deeds(world, case)) as working:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.005, 0.06))
            victim = chance.choice(working.writers)
            victim.kill()
            working.lose(victim)
            working.fill()

    assert len(working.kept) > KILLS, "too few acts to have been killed in the middle of one"
    _insist_on_agreement(world, database, working.kept)
    record_property("counted", f"{KILLS} kills under {WRITERS} writers: {len(working.kept)} acknowledged, 0 lost")


def test_what_was_acknowledged_survives_the_fall_of_the_server(
    on_postgresql: object, record_property: Callable[[str, object], None]
) -> None:
    if on_postgresql is None:
        pytest.skip("no PostgreSQL here")
    chance = random.Random(21)
    with own_server("-c fsync=off") as server, fresh_database(server.url) as url:
        upgrade(url, url)
        database = db.Database(url, Keyring(ROOT_KEY))
        db.connect(database)
        world = make_world()
        case = make_case(world)
        db.end()
        database.dispose()

        with crew(url, deeds(world, case)) as working:
            for _ in range(CRASHES):
                time.sleep(chance.uniform(0.05, 0.3))
                server.fall()
                for writer in list(working.writers):
                    working.lose(writer)
                server.rise()
                working.fill()

        assert len(working.kept) > CRASHES, "too few acts for the server to have fallen in the middle of one"
        _insist_on_agreement(world, database, working.kept)
        database.dispose()
    record_property("counted", f"{CRASHES} falls of the server: {len(working.kept)} acknowledged, 0 lost")


def _insist_on_agreement(world: World, database: db.Database, kept: set[UUID]) -> None:
    """All that was acknowledged is there; rows and leaves tell the same; the chain is whole."""
    db.connect(database)
    with database.open_reading() as session:
        verdict = verify(session, world.team_id)
        agencies = {row.id for row in session.query(Agency.id).filter(Agency.short_name == "x")}
        shares = {row.id: row.digest for row in session.query(Share.id, Share.digest)}
        lined = {row.share_id for row in session.query(ShareLine.share_id)}
    assert verdict.is_intact, verdict
    told = [content for _seq, content in leaves(world.team_id)]
    asked = {_fact(content, "agency") for content in told if content["k"] == Event.AGENCY_ASKED}
    recorded = {
        UUID(str(content["s"])): _fact(content, "digest") for content in told if content["k"] == Event.SHARE_RECORDED
    }
    assert kept <= agencies | shares.keys(), "something acknowledged is lost"
    assert {str(id) for id in agencies} == asked, "an act without its leaf, or a leaf without its act"
    assert shares == recorded, "a share without its leaf, or a leaf without its share"
    assert lined == shares.keys(), "half of an act"


def _fact(content: dict[str, object], name: str) -> object:
    return content["f"][name]  # type: ignore[index]


def test_a_row_that_is_lost_and_one_without_its_leaf_are_found(world: World, database: db.Database) -> None:
    """The planted faults of the tests above."""
    _insist_on_agreement(world, database, {act(world.chair.actor)})

    with pytest.raises(AssertionError, match="is lost"):
        _insist_on_agreement(world, database, {uuid4()})
    with db.writing() as session:
        session.add(
            Agency(team_id=world.team_id, name="x", short_name="x", sector=Sector.OTHER, is_state=True),
        )
        session.commit()
    with pytest.raises(AssertionError, match="without its leaf"):
        _insist_on_agreement(world, database, set())
