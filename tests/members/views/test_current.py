"""Who is asking: the memberships that may, of the person whose session it is."""

import pytest
from flask import Flask

from icat.errors import NotAllowed
from icat.members.commands import founding
from icat.members.views.current import PLAIN_COOKIE, SECURE_COOKIE, actors_with, cookie_name, person, the_actor
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from tests.make import STARTED


def test_the_cookie_is_bound_to_the_host_where_there_is_https():
    assert cookie_name(is_secure=True) == SECURE_COOKIE == "__Host-icat"
    assert cookie_name(is_secure=False) == PLAIN_COOKIE


def test_one_acts_under_the_membership_that_may(app: Flask, client_for, world):
    lviv = world.stranger.actor
    founding.appoint(
        lviv.team_id, "LVV", world.doctor.account_id, lviv.agency_id, [Role.CHAIR], position="", from_on=STARTED
    )
    cookie = client_for(world.doctor).get_cookie("icat").value

    with app.test_request_context("/", headers={"Cookie": f"icat={cookie}"}):
        assert person().name == "Ірина Ґудзь"
        assert [actor.team_code for actor in actors_with(Permission.CASES_READ)] == ["KHM", "LVV"]
        assert the_actor(Permission.MEETING_OPEN).team_code == "LVV"
        assert the_actor(Permission.CASES_READ).team_code == "KHM"
        assert the_actor(Permission.CASES_READ, "LVV").team_code == "LVV"
        with pytest.raises(NotAllowed):
            the_actor(Permission.MEETING_OPEN, "KHM")
        with pytest.raises(NotAllowed):
            the_actor(Permission.LOG_READ)
