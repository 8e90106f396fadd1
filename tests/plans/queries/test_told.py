"""Who reads what of the plan because of an act."""

from datetime import timedelta

from icat import clock
from icat.cases.models import Share
from icat.db import engine as db
from icat.legal import Sector
from icat.members.models import Member
from icat.plans.commands.plan import agree_plan
from icat.plans.queries.told import lawful_basis, openings_of_action, openings_of_plan
from icat.policy.permissions import Permission
from tests.make import World
from tests.meetings.sitting import rows
from tests.plans.build import action, decided, view


def test_whoever_may_be_given_an_action_is_said_to_read_it_and_why(world: World) -> None:
    case = decided(world)

    told = {str(one.who): one for one in openings_of_action(view(world.chair, case, Permission.ACTION_ADD))}

    assert set(told) == {"Поліція", "Соцзахист", "ССД", "Поруч"}
    assert all(one.basis and not one.why_not for one in told.values())


def test_her_advocate_and_child_services_read_the_plan_once_it_is_agreed(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    before = view(world.chair, case, Permission.PLAN_AGREE)
    assert {str(one.who) for one in openings_of_plan(before)} == {"ССД", "Поруч"}

    agree_plan(world.chair.actor, case.id, case.version())

    told = rows(Share, Share.sender_id.is_(None), Share.recipient_id.in_([world.children, world.ngo]))
    assert {share.recipient_id for share in told} == {world.children, world.ngo}
    assert openings_of_plan(view(world.chair, case, Permission.PLAN_AGREE)) == ()

    agree_plan(world.chair.actor, case.id, case.version())
    assert len(rows(Share, Share.sender_id.is_(None), Share.recipient_id == world.ngo)) == 1


def test_an_agency_whose_advocate_has_left_gets_no_plan_for_her_sake(world: World) -> None:
    case = decided(world)
    with db.writing() as session:
        session.get_one(Member, world.advocate.member_id).until_on = clock.today() - timedelta(days=1)
        session.commit()

    told = openings_of_plan(view(world.chair, case, Permission.PLAN_AGREE))

    assert {str(one.who) for one in told} == {"ССД"}


def test_the_team_tells_of_its_plan_within_the_councils_powers() -> None:
    assert lawful_basis(Sector.NGO, is_state=False, has_children=True) == "UA-POWER"
