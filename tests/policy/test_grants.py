"""The scopes that the permission table is made of; the table itself is tried in test_policy."""

import pytest

from icat.policy.grants import GRANTS, always, at_the_table, own, own_or_at_the_table, row, somewhere
from icat.policy.roles import Role
from tests.test_policy import Relation, actor

ME = actor(Role.MEMBER)


def test_a_seat_counts_until_the_case_is_closed_to_agencies():
    assert at_the_table(ME, Relation(seated=True))
    assert not at_the_table(ME, Relation(seated=True, closed=True))
    assert not at_the_table(ME, Relation())
    assert not at_the_table(ME, None)


def test_the_area_of_a_membership_bounds_what_always_means():
    assert always(ME, Relation())
    assert not always(ME, Relation(outside=True))
    assert always(actor(Role.CHAIR, area=None), Relation(outside=True))
    assert always(ME, None)


def test_own_is_ones_own_referral_or_a_new_one():
    assert own(ME, Relation(own=True))
    assert own(ME, None)
    assert not own(ME, Relation(seated=True))
    assert own_or_at_the_table(ME, Relation(seated=True))
    assert not own_or_at_the_table(ME, Relation())


def test_somewhere_is_about_no_one_case():
    assert somewhere(ME, None)
    assert not somewhere(ME, Relation(own=True, seated=True))


def test_a_misspelt_role_in_the_table_is_refused():
    with pytest.raises(ValueError, match="is not a valid Role"):
        row(coordinater=always)


def test_the_table_uses_no_other_scopes_than_the_page_who_may_explains():
    from icat.members.views.grants import _SCOPES  # noqa: PLC0415 - the page stands above the table

    assert {scope.__name__ for line in GRANTS.values() for scope in line.values()} <= set(_SCOPES)
