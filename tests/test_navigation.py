"""The menu: what one may open, in the order of the day's work, and nothing else."""

from uuid import uuid4

import pytest

from icat.navigation import foot, menu
from icat.policy.actor import Actor
from icat.policy.roles import Role


def actor(*roles: Role) -> Actor:
    return Actor(uuid4(), uuid4(), uuid4(), "KHM", uuid4(), "police", True, frozenset(roles))


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.REFERRER, ["/", "/cases"]),
        (Role.MEMBER, ["/", "/cases", "/meetings"]),
        (Role.COORDINATOR, ["/", "/queue", "/cases", "/meetings"]),
        (Role.CHAIR, ["/", "/queue", "/cases", "/meetings"]),
        (Role.AUDITOR, ["/", "/log", "/reports"]),
        (Role.SYSTEM_ADMIN, ["/"]),
    ],
)
def test_the_menu_has_what_a_role_may_open(role, paths):
    entries = [entry.href for entry in menu((actor(role),), "/")]

    assert [path for path in entries if path in paths] == paths
    assert not {"/log", "/reports", "/queue", "/cases", "/meetings"} & (set(entries) - set(paths))


def test_two_memberships_open_what_either_opens():
    both = {entry.href for entry in menu((actor(Role.REFERRER), actor(Role.AUDITOR)), "/")}

    assert {"/cases", "/log"} <= both


def test_nobody_gets_nothing():
    assert menu((), "/") == foot((), "/") == []


def test_what_one_looks_up_stands_at_the_foot_and_not_in_the_menu():
    entries = foot((actor(Role.MEMBER),), "/who-may")

    assert [(entry.href, entry.current) for entry in entries] == [("/instruments", False), ("/who-may", True)]
    assert not {entry.href for entry in entries} & {entry.href for entry in menu((actor(Role.MEMBER),), "/")}


@pytest.mark.parametrize(
    ("path", "marked"),
    [("/", ["/"]), ("/cases", ["/cases"]), ("/cases/KHM-2026-7F3K9-C/plan", ["/cases"]), ("/casesx", []), ("/log", [])],
)
def test_the_entry_that_one_is_in_is_marked_and_no_other(path, marked):
    entries = menu((actor(Role.MEMBER),), path)

    assert [entry.href for entry in entries if entry.current] == marked


def test_each_entry_of_the_menu_is_a_page_that_opens(client_for, world):
    for member in (world.coordinator, world.auditor, world.officer):
        client = client_for(member)
        for entry in (*menu((member.actor,), "/"), *foot((member.actor,), "/")):
            assert client.get(entry.href).status_code == 200, entry.href
