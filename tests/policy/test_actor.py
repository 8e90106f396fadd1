"""The person acting."""

from icat.policy.roles import Role
from tests.test_policy import actor


def test_an_actor_has_any_of_its_roles():
    member = actor(Role.MEMBER, Role.SUPERVISOR)

    assert member.has(Role.MEMBER)
    assert member.has(Role.CHAIR, Role.SUPERVISOR)
    assert not member.has(Role.CHAIR, Role.COORDINATOR)
    assert not member.has()


def test_the_office_is_the_coordinator_and_the_chairs():
    assert {role for role in Role if actor(role).is_office} == {Role.COORDINATOR, Role.CHAIR}
