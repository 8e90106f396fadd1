"""Asking agencies: a seat and the identifiers, in the same change."""

import pytest

from icat.audit.recording import change
from icat.cases.commands.screening import screen_case
from icat.cases.models import Case, Seat, Share, ShareLine
from icat.cases.steps.asking import ask
from icat.cases.steps.sharing import held
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Category
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one, rows


def test_who_is_asked_gets_a_seat_and_the_identifiers_only(world: World) -> None:
    submit(world)
    case = one(Case)
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)

    with change(world.chair.actor) as work:
        ask(work, held(work, case.id), [world.health])

    assert world.health in {seat.agency_id for seat in rows(Seat, Seat.case_id == case.id)}
    share = one(Share, Share.recipient_id == world.health)
    assert share.sender_id == world.police
    opened = rows(ShareLine, ShareLine.share_id == share.id)
    assert {line.category for line in opened} == {Category.IDENTITY}
    assert all(line.item_id for line in opened)


def test_nobody_is_asked_about_a_referral_that_nobody_opened(world: World) -> None:
    submit(world)
    db.end()

    with pytest.raises(RuleBroken, match="Open the referral first"), change(world.chair.actor) as work:
        ask(work, held(work, one(Case).id), [world.health])

    assert not rows(Share, Share.recipient_id == world.health)
