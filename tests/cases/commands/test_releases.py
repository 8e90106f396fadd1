"""Copies that wait: asked for by whoever may take one, let go or kept back by a chair, once, with a sealed reason."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.models import LedgerLeaf
from icat.cases.commands.releases import grant_release, refuse_release, request_release, set_restriction
from icat.cases.models import Release
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.plans.commands.exports import NO_PAPER, export_safety_plan
from icat.plans.steps.copies import Copy
from tests.make import MadeCase, World
from tests.plans.build import decided, her_plan, rows, to_her
from tests.plans.commands.test_exports import copy_of

WHY = "Обшукує її речі."


def restricted(world: World) -> MadeCase:
    """A case with a safety plan, whose copies wait."""
    case = decided(world)
    her_plan(world, case)
    set_restriction(world.chair.actor, case.id, is_on=True, reason=WHY)
    db.end()
    return case


def asked(world: World, case: MadeCase) -> Release:
    request_release(world.advocate.actor, case.id, wanted="Для неї, на четвер.")
    db.end()
    return db.session().query(Release).filter(Release.decided_at.is_(None)).one()


def take(world: World, case: MadeCase, number: int = 1) -> None:
    plan = rows.safety(case.id)
    copy: Copy = copy_of(case, number, form="full", holder="")
    db.end()
    export_safety_plan(world.advocate.actor, plan.id, plan.version, copy=copy, handing=to_her())
    db.end()


def test_a_copy_waits_until_a_chair_lets_it_go_and_is_then_taken_once(world: World) -> None:
    case = restricted(world)
    with pytest.raises(RuleBroken, match="wait for a chair"):
        take(world, case)
    release = asked(world, case)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Перевірила телефоном.")

    take(world, case)

    with pytest.raises(RuleBroken):
        take(world, case, 2)


def test_reading_the_plan_to_her_by_phone_never_waits(world: World) -> None:
    case = restricted(world)
    plan = rows.safety(case.id)
    db.end()

    export_safety_plan(
        world.advocate.actor,
        plan.id,
        plan.version,
        copy=None,
        handing=to_her(holder="advocate", format=NO_PAPER, holder_name="Софія Мельничук"),
    )


@pytest.mark.parametrize("hours", [71, 73])
def test_what_was_let_go_is_taken_within_three_days(world: World, hours: int) -> None:
    case = restricted(world)
    release = asked(world, case)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Так.")

    with clock.pretending(clock.now() + timedelta(hours=hours)):
        if hours < 72:
            take(world, case)
        else:
            with pytest.raises(RuleBroken):
                take(world, case)


def test_what_was_kept_back_does_not_leave_and_can_be_asked_again(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)
    with pytest.raises(RuleBroken, match="asked already"):
        request_release(world.advocate.actor, case.id, wanted="Ще раз.")
    refuse_release(world.chair.actor, release.id, release.version, reason="Ще ні.")
    db.end()

    with pytest.raises(RuleBroken):
        take(world, case)
    assert asked(world, case)


def test_only_a_chair_answers_once_and_with_a_reason(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)
    db.end()

    for who in (world.coordinator, world.advocate, world.supervisor):
        with pytest.raises(NotAllowed):
            grant_release(who.actor, release.id, release.version, reason="Так.")
        with pytest.raises(NotAllowed):
            set_restriction(who.actor, case.id, is_on=False, reason="Так.")
    with pytest.raises(NotFound):
        refuse_release(world.strange_chair.actor, release.id, release.version, reason="Ні.")
    with pytest.raises(RuleBroken):
        grant_release(world.chair.actor, release.id, release.version, reason=" ")
    with pytest.raises(RuleBroken):
        set_restriction(world.chair.actor, case.id, is_on=False, reason=" ")
    with pytest.raises(Stale):
        grant_release(world.chair.actor, release.id, release.version + 1, reason="Так.")
    grant_release(world.chair.actor, release.id, release.version, reason="Так.")
    with pytest.raises(Stale):
        refuse_release(world.chair.actor, release.id, release.version, reason="Ні.")


def test_where_nothing_waits_nobody_asks_and_without_a_word_neither(world: World) -> None:
    case = restricted(world)
    with pytest.raises(RuleBroken):
        request_release(world.advocate.actor, case.id, wanted=" ")
    set_restriction(world.chair.actor, case.id, is_on=False, reason="Минуло.")

    with pytest.raises(RuleBroken, match="do not wait"):
        request_release(world.advocate.actor, case.id, wanted="Для неї.")
    take(world, case)


def test_the_log_does_not_say_why(world: World) -> None:
    case = restricted(world)
    asked(world, case)

    bodies = b"".join(leaf.payload for leaf in db.session().query(LedgerLeaf).filter_by(team_id=world.team_id))

    assert WHY.encode() not in bodies
    assert b"restriction:set" in bodies
    assert b"mirror" not in bodies
