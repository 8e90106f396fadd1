"""Founding a team: once, whole, and with nobody who would watch over themselves."""

import pytest
from sqlalchemy import func, select

from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Sector
from icat.members.commands import founding
from icat.members.models import Account, Agency, Member, Team
from icat.policy.roles import Role
from tests.make import HROMADA, STARTED


def count(model: type) -> int:
    db.end()
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def test_an_installation_is_set_up_once(world, database):
    with pytest.raises(RuleBroken, match="set up already"):
        founding.set_up_installation(is_demo=True)


def test_a_team_is_founded_with_its_agencies_and_it_is_recorded(world, database):
    team_id, agencies = founding.found_team("ODS", "Одеса", [HROMADA], [("Поліція", "П", Sector.POLICE, True)])

    row = db.session().get_one(Agency, agencies[0])
    assert (row.team_id, row.sector, row.is_state) == (team_id, Sector.POLICE, True)
    assert db.session().scalars(select(LedgerEntry.event).where(LedgerEntry.team_id == team_id)).all() == [
        Event.TEAM_CREATED
    ]


def test_a_code_that_another_team_has_is_refused_and_nothing_is_made(world, database):
    before = count(Team), count(Agency)

    with pytest.raises(RuleBroken, match="with the code KHM already"):
        founding.found_team("KHM", "Інша", [HROMADA], [("Поліція", "П", Sector.POLICE, True)])

    assert (count(Team), count(Agency)) == before


def test_a_login_is_taken_once_in_whatever_letters(world, database):
    with pytest.raises(RuleBroken, match="name is taken"):
        founding.open_account(" CHAIR", "Інша", "", "")
    with pytest.raises(RuleBroken, match="These sign-in names are taken: Chair, doctor"):
        founding.refuse_taken_logins(["doctor", "Chair", "new"])

    founding.refuse_taken_logins(["new", "newer"])
    founding.refuse_taken_logins([])
    assert count(Account) == 12


def test_nobody_is_appointed_to_watch_over_themselves(world, database):
    with pytest.raises(RuleBroken, match="two of coordinator, auditor"):
        founding.appoint(
            world.team_id,
            world.code,
            world.stranger.account_id,
            world.police,
            [Role.COORDINATOR, Role.AUDITOR],
            position="",
            from_on=STARTED,
        )

    assert count(Member) == 12
