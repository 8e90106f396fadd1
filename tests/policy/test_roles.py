"""Roles: their codes are in the database for ever, and some of them nobody may hold together."""

import pytest

from icat.policy.roles import Role, duties_clash


@pytest.mark.parametrize(
    ("roles", "clash"),
    [
        ({Role.COORDINATOR, Role.AUDITOR}, True),
        ({Role.COORDINATOR, Role.SYSTEM_ADMIN}, True),
        ({Role.AUDITOR, Role.SYSTEM_ADMIN}, True),
        ([Role.AUDITOR, Role.AUDITOR], False),
        (set(Role), True),
        ({Role.CHAIR, Role.MEMBER, Role.SUPERVISOR}, False),
        ({Role.AUDITOR, Role.DPO}, False),
        (set(Role) - {Role.AUDITOR, Role.SYSTEM_ADMIN}, False),
        (set(), False),
    ],
)
def test_nobody_may_both_act_and_watch_over_the_act(roles, clash):
    assert duties_clash(roles) is clash


def test_every_role_has_words_of_its_own():
    assert len({str(role.label) for role in Role}) == len(Role)


def test_the_codes_of_roles_do_not_change():
    assert [str(role) for role in Role] == (
        [
            "referrer",
            "member",
            "advocate",
            "supervisor",
            "coordinator",
            "chair",
            "auditor",
            "dpo",
            "agency_admin",
            "system_admin",
            "analyst",
        ]
    )
