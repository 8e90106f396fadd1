"""The nightly check: its verdict is kept, for a whole log and for one that is not."""

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.models import Check, LedgerVerdict
from icat.db import engine as db
from icat.jobs.stop import Stop
from icat.jobs.verifying import Interrupted, verify_all
from tests.audit.acting import count, spoil
from tests.cases.consenting import agree, seated, to
from tests.make import make_case


def verdict(team_id):  # type: ignore[no-untyped-def]
    with db.database().open_reading() as session:
        return session.get(LedgerVerdict, (team_id, Check.FULL))


def test_a_whole_log_is_said_to_be_whole(world, database):
    make_case(world)
    at = clock.now()

    verify_all(Stop(), at)

    kept = verdict(world.team_id)
    assert (kept.at, kept.checked, kept.fault, kept.seq) == (at, count(world.team_id), None, None)
    assert len(kept.head) == 64
    assert verdict(world.stranger.actor.team_id).fault is None


def test_an_entry_that_was_changed_is_named(world, database):
    make_case(world)
    verify_all(Stop(), clock.now())
    spoil("update ledger set payload = leaf_hash where team_id = :team and seq = 3", team=world.team_id)

    verify_all(Stop(), clock.now())

    kept = verdict(world.team_id)
    assert (kept.fault, kept.seq) == ("content", 3)


def test_a_share_that_was_changed_is_found_too(world, database):
    make_case(world)
    spoil("update share set basis_code = 'UA-LIFE' where team_id = :team", team=world.team_id)

    verify_all(Stop(), clock.now())

    assert verdict(world.team_id).fault.startswith("share-")


def test_a_consent_that_was_changed_is_found_too(world, database):
    case = make_case(world, seats=seated(world))
    agree(world.policewoman, case, to(world.health))
    spoil("update consent set purpose = 'transfer' where team_id = :team", team=world.team_id)

    verify_all(Stop(), clock.now())

    assert verdict(world.team_id).fault == "consent-changed"


def test_it_ends_when_the_worker_is_to_end_and_keeps_no_verdict(world, database):
    stop = Stop()
    stop.set()

    with pytest.raises(Interrupted):
        verify_all(stop, clock.now())

    with db.database().open_reading() as session:
        assert session.scalars(select(LedgerVerdict)).all() == []
