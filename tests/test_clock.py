"""The only place where the time is read."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat import clock

moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def test_now_is_now_in_utc():
    before = datetime.now(UTC)

    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_a_pretended_moment_holds_for_a_while_and_then_no_more():
    moment = datetime(2020, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))

    with clock.pretending(moment):
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC
        with clock.pretending(moment + timedelta(days=1)):
            assert clock.now() == moment + timedelta(days=1)
        assert clock.now() == moment
    assert clock.now().year >= 2026


def test_a_pretended_moment_ends_also_when_something_fails():
    with pytest.raises(ZeroDivisionError), clock.pretending(datetime(2020, 1, 1, tzinfo=UTC)):
        raise ZeroDivisionError

    assert clock.now().year >= 2026


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point

    with pytest.raises(ValueError, match="without a time zone"), clock.pretending(naive):
        pytest.fail("pretended")
    with pytest.raises(ValueError, match="without a time zone"):
        clock.local(naive)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 31, 21, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 22, 0, tzinfo=UTC), date(2026, 2, 1)),  # winter in Kyiv is two hours ahead
        (datetime(2026, 6, 30, 20, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), date(2026, 7, 1)),  # summer three
    ],
)
def test_the_day_is_the_one_where_the_team_works(moment, day):
    with clock.pretending(moment):
        assert clock.today() == day


@given(moments)
def test_whole_microseconds_come_back_as_the_same_moment(moment):
    assert clock.from_microseconds(clock.microseconds(moment)) == moment


def test_no_microsecond_is_lost_to_a_float():
    moment = datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    assert clock.microseconds(moment) == 7_258_118_399_999_999


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2026, 1, 10), "2026-01-09 22:00"), (date(2026, 7, 10), "2026-07-09 21:00")]
)
def test_a_day_begins_when_it_begins_where_the_team_works(day, utc):
    assert f"{clock.midnight(day).astimezone(UTC):%Y-%m-%d %H:%M}" == utc
    assert clock.local(clock.midnight(day)).date() == day
