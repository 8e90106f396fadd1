"""The plan as each reader may see it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import tear_off
from icat.audit.recording import change
from icat.cases.models import Case, Ending, Share, ShareLine
from icat.cases.scope import categories_of
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.errors import NotFound
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.plans.models import ActionStatus, Domain
from icat.plans.queries.plan import action_of, owners, plan_of
from icat.plans.steps.promises import end_share
from tests.make import MadeCase, World
from tests.plans.build import action, decided, view
from tests.plans.commands.test_actions import bar


def texts(world: World, who: str, case: MadeCase) -> list[str]:
    return [str(one.text) for one in plan_of(view(getattr(world, who), case)).actions]


def test_the_office_sees_all_and_each_agency_its_own(world: World) -> None:
    case = decided(world)
    action(world, case, world.police, "Вилучити пістолет.")
    action(world, case, world.ngo, "Забронювати притулок.")

    assert sorted(texts(world, "chair", case)) == ["Вилучити пістолет.", "Забронювати притулок."]
    assert sorted(texts(world, "coordinator", case)) == ["Вилучити пістолет.", "Забронювати притулок."]
    assert texts(world, "policewoman", case) == ["Вилучити пістолет."]
    assert texts(world, "advocate", case) == ["Забронювати притулок."]
    assert texts(world, "child_worker", case) == []


def test_the_whole_plan_is_seen_where_it_was_shared(world: World) -> None:
    case = decided(world)
    action(world, case, world.ngo, "Забронювати притулок.")
    with change(world.chair.actor) as work:
        open_share(
            work,
            work.lock(Case, case.id),
            sender=None,
            to=Recipient(RecipientKind.AGENCY, world.children),
            lines=[Line(Category.PLAN)],
            ground=Ground("UA-POWER", ConsentState.NOT_NEEDED, Purpose.SAFETY_PLANNING, Necessity.PROTECT_CHILD),
        )

    assert texts(world, "child_worker", case) == ["Забронювати притулок."]


def test_what_an_agency_promised_stays_readable_when_the_share_has_ended(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.ngo, "Забронювати притулок.")
    with change(world.chair.actor) as work:
        line = work.session.scalars(select(ShareLine).where(ShareLine.item_id == made)).one()
        end_share(work, work.lock(Case, case.id), work.get(Share, line.share_id), Ending.WITHDRAWN)

    assert texts(world, "advocate", case) == ["Забронювати притулок."]


def test_what_was_shown_is_on_the_receipt(world: World) -> None:
    case = decided(world)
    action(world, case, world.ngo)
    tear_off()

    plan_of(view(world.advocate, case))

    kept = tear_off()
    assert kept is not None
    ((_, leaf),) = kept.leaves("plans/plan/show")
    assert leaf.event == Event.CASE_READ
    assert any(Category.PLAN in categories_of(seen.categories) for seen in leaf.cases)


def test_the_plan_has_five_domains_in_order_and_counts_what_is_overdue(world: World) -> None:
    case = decided(world)
    with clock.pretending(clock.now() - timedelta(days=9)):
        action(world, case, world.police, domain=Domain.STAFF)

    plan = plan_of(view(world.chair, case))

    assert [block.domain for block in plan.blocks] == list(Domain)
    assert plan.overdue == 1
    (late,) = plan.actions
    assert (late.state, str(late.state_label)) == ("overdue", "Overdue by 2 days")
    assert late.status is ActionStatus.OPEN


def test_an_action_is_found_by_its_code_by_those_who_may_see_it(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)

    assert action_of(view(world.policewoman, case), made.hex[:8]).id == made
    for who in (world.advocate, world.child_worker):
        with pytest.raises(NotFound):
            action_of(view(who, case), made.hex[:8])


def test_only_the_own_agency_and_the_office_may_report(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    assert plan_of(view(world.policewoman, case)).actions[0].may_report
    assert plan_of(view(world.coordinator, case)).actions[0].may_report
    assert not plan_of(view(world.chair, case)).actions[0].may_report


def test_somebody_barred_is_not_offered_as_an_owner(world: World) -> None:
    case = decided(world)
    bar(world, case.id, world.policewoman.member_id)

    found = owners(view(world.coordinator, case))

    assert world.policewoman.member_id not in {one.id for one in found.people}
    assert world.advocate.member_id in {one.id for one in found.people}
    assert {one.id for one in found.agencies} == {world.police, world.social, world.children, world.ngo}
