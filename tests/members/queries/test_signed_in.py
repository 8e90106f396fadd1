"""Who is signed in, and under which memberships."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from icat import clock
from icat.db import engine as db
from icat.errors import NotFound
from icat.members.commands import founding
from icat.members.commands.signing_in import begin_demo_session
from icat.members.models import AuthSession, Member
from icat.members.queries.signed_in import actor_of, actors_of, signed_in
from icat.policy.roles import Role
from tests.make import STARTED


def test_one_person_acts_in_each_team_under_the_membership_there(world, database):
    lviv = world.stranger.actor
    founding.appoint(
        lviv.team_id, "LVV", world.chair.account_id, lviv.agency_id, [Role.MEMBER], position="Гостя", from_on=STARTED
    )
    person = signed_in(begin_demo_session(world.chair.account_id, device="x"), clock.now())

    assert person
    assert [actor.team_code for actor in person.actors] == ["KHM", "LVV"]
    assert person.actor_for("LVV").roles == {Role.MEMBER}
    assert person.memberships[1].position == "Гостя"
    with pytest.raises(NotFound):
        person.actor_for("ODS")


def test_a_membership_counts_while_its_term_lasts(world, database):
    today = clock.today()
    for until, count in ((today, 1), (today - timedelta(days=1), 0)):
        with db.writing() as session:
            session.execute(update(Member).where(Member.id == world.doctor.member_id).values(until_on=until))
            session.commit()
        assert len(actors_of(world.doctor.account_id)) == count
        db.end()


def test_an_unknown_token_is_nobody(world, database):
    assert signed_in("x", clock.now()) is None


def test_the_last_use_of_a_session_is_written_now_and_then(world, database):
    token = begin_demo_session(world.doctor.account_id, device="x")
    now = clock.now()

    assert not signed_in(token, now + timedelta(seconds=20)).is_stale  # type: ignore[union-attr]
    assert signed_in(token, now + timedelta(seconds=40)).is_stale  # type: ignore[union-attr]
    assert not signed_in(token, now + timedelta(hours=1)).is_stale, "a locked session is not in use"  # type: ignore[union-attr]


def test_the_area_of_a_membership_is_the_actors(world, database):
    with db.writing() as session:
        session.execute(update(Member).where(Member.id == world.doctor.member_id).values(hromadas=["UA1"]))
        session.commit()

    assert actor_of(world.doctor.member_id).hromadas == {"UA1"}
    assert actor_of(world.chair.member_id).hromadas == frozenset()
    assert db.session().query(AuthSession).count() == 0
