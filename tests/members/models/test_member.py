"""A membership and its term."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from icat.db import engine as db
from icat.members.models import Member
from icat.policy.roles import Role
from tests.make import STARTED


@pytest.mark.parametrize(
    ("on", "until", "active"),
    [
        (date(2026, 1, 11), None, False),
        (date(2026, 1, 12), None, True),
        (date(2036, 1, 12), None, True),
        (date(2026, 2, 1), date(2026, 2, 1), True),
        (date(2026, 2, 2), date(2026, 2, 1), False),
    ],
)
def test_a_term_counts_from_its_first_day_to_its_last(on, until, active):
    assert Member(roles=[], hromadas=[], from_on=STARTED, until_on=until).is_active(on) is active


def test_roles_come_back_typed_and_an_unknown_one_is_refused():
    assert Member(roles=["chair", "member"], hromadas=[], from_on=STARTED).role_set == {Role.CHAIR, Role.MEMBER}
    with pytest.raises(ValueError, match="is not a valid Role"):
        assert Member(roles=["boss"], hromadas=[], from_on=STARTED).role_set


def test_a_term_that_ends_before_it_begins_cannot_be(world, database):
    with db.writing() as session, pytest.raises(IntegrityError, match="term"):
        session.execute(update(Member).values(until_on=date(2020, 1, 1)))


def test_nobody_is_twice_in_a_team(world, database):
    again = Member(
        team_id=world.team_id,
        account_id=world.chair.account_id,
        agency_id=world.police,
        roles=[],
        hromadas=[],
        from_on=STARTED,
    )
    with db.writing() as session:
        session.add(again)
        with pytest.raises(IntegrityError):
            session.flush()
