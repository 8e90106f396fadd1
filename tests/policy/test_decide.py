"""May somebody, and insist that they may: what a refusal gives away."""

import pytest

from icat.errors import NotAllowed, NotFound
from icat.policy.decide import can, require
from icat.policy.grants import GRANTS
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from tests.test_policy import Relation, actor


@pytest.mark.parametrize(
    "hidden",
    [
        Relation(),
        Relation(seated=True, barred=True),
        Relation(seated=True, foreign=True),
        Relation(seated=True, closed=True),
    ],
)
def test_who_may_not_read_a_case_learns_nothing_of_it(hidden):
    with pytest.raises(NotFound):
        require(actor(Role.MEMBER), Permission.SHARE_RECORD, hidden)
    with pytest.raises(NotFound):
        require(actor(Role.MEMBER), Permission.CONSENSUS_RECORD, hidden)


def test_a_chair_who_is_barred_gets_the_answer_of_a_wrong_reference():
    with pytest.raises(NotFound):
        require(actor(Role.CHAIR, Role.COORDINATOR), Permission.CASE_READ, Relation(own=True, seated=True, barred=True))


def test_who_may_read_a_case_is_told_what_else_it_needs():
    with pytest.raises(NotAllowed):
        require(actor(Role.MEMBER), Permission.CONSENSUS_RECORD, Relation(seated=True))
    with pytest.raises(NotAllowed):
        require(actor(Role.MEMBER), Permission.MEETING_OPEN)


def test_who_may_is_let_through():
    require(actor(Role.MEMBER), Permission.SHARE_RECORD, Relation(seated=True))
    require(actor(Role.CHAIR), Permission.MEETING_OPEN)


def test_what_is_not_in_the_table_is_denied(monkeypatch):
    assert can(actor(*Role), Permission.WORK_READ)
    monkeypatch.delitem(GRANTS, Permission.WORK_READ)

    assert not can(actor(*Role), Permission.WORK_READ)
