"""The newest verdict takes the place of the one before."""

from icat import clock
from icat.audit.models import Check, LedgerVerdict
from icat.db import engine as db
from icat.jobs.commands.verdicts import keep_verdict


def kept(team_id):  # type: ignore[no-untyped-def]
    with db.database().open_reading() as session:
        return session.get(LedgerVerdict, (team_id, Check.FULL))


def test_the_newest_verdict_is_kept(world, database):
    keep_verdict(world.team_id, Check.FULL, clock.now(), fault="gap", seq=7)
    keep_verdict(world.team_id, Check.FULL, clock.now(), checked=9, head="ab" * 32)

    found = kept(world.team_id)
    assert (found.fault, found.seq, found.checked, found.head) == (None, None, 9, "ab" * 32)


def test_a_doubt_is_taken_back_but_nothing_is_written_where_there_was_none(world, database):
    keep_verdict(world.team_id, Check.FULL, clock.now(), checked=9, only_if_faulty=True)
    assert kept(world.team_id) is None

    keep_verdict(world.team_id, Check.FULL, clock.now(), fault="doubted", seq=7)
    keep_verdict(world.team_id, Check.FULL, clock.now(), checked=9, only_if_faulty=True)
    assert kept(world.team_id).fault is None
