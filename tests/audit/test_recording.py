"""A change is recorded and kept, or neither."""

import hashlib
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from icat.audit.events import Event, UnknownFact
from icat.audit.ledger import canonical
from icat.audit.models import LedgerDetail
from icat.audit.recording import Unrecorded, change, upkeep
from icat.db import engine as db
from icat.errors import NotFound, Stale
from icat.legal import Sector
from icat.members.models import Agency, Team
from tests.audit.acting import act, count, newest
from tests.make import World, make_case

CANARY = "канарка-7391"


def test_an_act_and_its_leaf_are_kept_together(world: World) -> None:
    before = count(world.team_id)

    made = act(world.chair.actor)

    assert count(world.team_id) == before + 1
    leaf = newest(world.team_id)
    assert leaf["a"] == str(world.chair.member_id)
    assert leaf["f"] == {"agency": str(made)}


def test_a_change_that_nobody_recorded_is_refused_and_undone(world: World, database: db.Database) -> None:
    before = count(world.team_id)

    with pytest.raises(Unrecorded), change(world.chair.actor) as work:  # noqa: PT012
        work.add(Agency(team_id=world.team_id, name=CANARY, short_name="x", sector=Sector.OTHER, is_state=True))
        work.session.flush()

    assert count(world.team_id) == before
    with database.open_reading() as session:
        assert session.scalar(select(Agency).where(Agency.name == CANARY)) is None


def test_a_fact_that_the_event_does_not_know_is_refused_and_the_change_undone(
    world: World, database: db.Database
) -> None:
    before = count(world.team_id)

    with pytest.raises(UnknownFact, match="surname"), change(world.chair.actor) as work:  # noqa: PT012
        work.add(Agency(team_id=world.team_id, name=CANARY, short_name="x", sector=Sector.OTHER, is_state=True))
        work.record(Event.TEAM_CREATED, surname=CANARY)

    assert count(world.team_id) == before
    with database.open_reading() as session:
        assert session.scalar(select(Agency).where(Agency.name == CANARY)) is None


def test_a_float_among_the_facts_undoes_the_change(world: World, database: db.Database) -> None:
    before = count(world.team_id)

    with pytest.raises(TypeError, match="whole numbers"), change(world.chair.actor) as work:  # noqa: PT012
        work.add(Agency(team_id=world.team_id, name=CANARY, short_name="x", sector=Sector.OTHER, is_state=True))
        work.record(Event.PLAN_AGREED, edition=1.5)  # type: ignore[arg-type]

    assert count(world.team_id) == before
    with database.open_reading() as session:
        assert session.scalar(select(Agency).where(Agency.name == CANARY)) is None


def test_words_are_sealed_and_the_leaf_is_bound_to_them(world: World, database: db.Database) -> None:
    case = make_case(world)

    with change(world.chair.actor) as work:
        work.record(Event.SHARE_WITHDRAWN, case=case.id, reason="withdrawn", words={"why": CANARY})

    leaf = newest(world.team_id)
    assert CANARY not in str(leaf)
    with database.open_reading() as session:
        detail = session.scalars(select(LedgerDetail).where(LedgerDetail.team_id == world.team_id)).one()
        stored = session.execute(text("select words_sealed from ledger_detail")).scalar()
        assert CANARY.encode() not in bytes(stored)
        assert detail.words["why"] == CANARY
        assert len(detail.words["salt"]) == 64
        assert leaf["d"] == hashlib.sha256(canonical(detail.words)).hexdigest()
        assert detail.owner_id == case.id, "sealed under the key of the case, so that it goes when the case goes"
        assert detail.seq == count(world.team_id)


def test_the_same_words_twice_have_two_commitments(world: World) -> None:
    said = set()
    for _ in range(2):
        with change(world.chair.actor) as work:
            work.record(Event.TEAM_CREATED, words={"why": CANARY})
        said.add(newest(world.team_id)["d"])

    assert len(said) == 2


def test_somebody_slower_is_told_so_and_nothing_is_recorded(world: World) -> None:
    before = count(world.team_id)

    with pytest.raises(Stale), change(world.chair.actor) as work:  # noqa: PT012
        work.lock(Team, world.team_id, version=7)
        work.record(Event.TEAM_CREATED)

    assert count(world.team_id) == before


def test_what_belongs_to_another_team_is_not_found(world: World) -> None:
    with pytest.raises(NotFound), change(world.stranger.actor) as work:
        work.get(Agency, world.police)
    with pytest.raises(NotFound), change(world.stranger.actor) as work:
        work.lock(Agency, world.police)
    with pytest.raises(NotFound), change(world.chair.actor) as work:
        work.get(Agency, uuid4())


def test_locking_counts_the_version_on(world: World, database: db.Database) -> None:
    with change(world.chair.actor) as work:
        assert work.lock(Team, world.team_id, version=0).version == 1
        work.record(Event.TEAM_CREATED)

    with database.open_reading() as session:
        assert session.get_one(Team, world.team_id).version == 1


def test_upkeep_leaves_no_leaf(world: World) -> None:
    before = count(world.team_id)

    with upkeep() as session:
        session.get_one(Team, world.team_id).name = "x"

    assert count(world.team_id) == before
