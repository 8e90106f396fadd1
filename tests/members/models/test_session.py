"""A session: open, locked after a pause, over at last."""

from datetime import UTC, datetime, timedelta

import pytest

from icat.members.models.session import ABSOLUTE, COOKIE_AGE, IDLE, AuthSession, SessionState

BEGUN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BIT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("seen", "at", "state"),
    [
        (timedelta(0), timedelta(0), SessionState.OPEN),
        (timedelta(0), IDLE, SessionState.OPEN),
        (timedelta(0), IDLE + BIT, SessionState.LOCKED),
        (ABSOLUTE, ABSOLUTE, SessionState.OPEN),
        (ABSOLUTE, ABSOLUTE + BIT, SessionState.ENDED),
        (timedelta(0), ABSOLUTE + BIT, SessionState.ENDED),
    ],
)
def test_a_session_locks_after_a_pause_and_ends_after_a_day_of_work(seen, at, state):
    session = AuthSession(device="", begun_at=BEGUN, seen_at=BEGUN + seen)

    assert session.state(BEGUN + at) is state


def test_a_session_that_was_ended_stays_so():
    session = AuthSession(device="", begun_at=BEGUN, seen_at=BEGUN, ended_at=BEGUN)

    assert session.state(BEGUN) is SessionState.ENDED


def test_the_times_are_those_that_the_team_was_told():
    assert (timedelta(minutes=15), timedelta(hours=12)) == (IDLE, ABSOLUTE)
    assert COOKIE_AGE > ABSOLUTE
