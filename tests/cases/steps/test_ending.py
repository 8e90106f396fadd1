"""Ending a share, and letting a newer one take its place."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.recording import change
from icat.cases.models import Case, Ending, Share, ShareEnd, ShareLine, ShareRecipient
from icat.cases.steps.ending import end_share, has_ended, replace_share
from icat.cases.steps.sharing import held
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Category, Mode
from icat.reports.queries.shares import verify_shares
from tests.audit.acting import newest
from tests.make import World, ground
from tests.meetings.sitting import Sitting, one, rows, say, statement, under_way


def told(world: World) -> tuple[Sitting, Share]:
    """The police told social services and child services two things."""
    sitting = under_way(world, world.policewoman, world.social_worker, world.child_worker)
    say(sitting, world.policewoman, [world.social, world.children])
    say(sitting, world.policewoman, [world.social, world.children], what=statement("Має рушницю", Category.RISK))
    return sitting, one(Share, Share.agenda_item_id == sitting.item.id)


def replaced(world: World, sitting: Sitting, share: Share, basis: str, **more: object) -> list[Share]:
    """The shares that took the place of ``share``."""
    with change(world.policewoman.actor) as work:
        replace_share(
            work,
            held(work, sitting.case.id),
            work.get(Share, share.id),
            ground=ground(basis),
            until=clock.today() + timedelta(days=10),
        )
    return rows(Share, Share.agenda_item_id == sitting.item.id, Share.id != share.id)


def test_a_share_ends_once_and_its_row_stays(world: World) -> None:
    sitting, share = told(world)
    before = one(Case).access_version

    with change(world.policewoman.actor) as work:
        case, row = held(work, sitting.case.id), work.get(Share, share.id)
        end_share(work, case, row, Ending.SUPERSEDED)
        assert has_ended(work, row)
        end_share(work, case, row, Ending.WITHDRAWN)

    assert one(ShareEnd).code is Ending.SUPERSEDED
    assert one(Case).access_version == before + 1
    assert one(Share, Share.id == share.id).digest == share.digest


def test_the_newer_share_opens_the_same_to_the_same_and_the_old_one_names_it(world: World) -> None:
    sitting, share = told(world)

    (new,) = replaced(world, sitting, share, "UA-POWER")

    lines = {(line.category, line.item_id) for line in rows(ShareLine, ShareLine.share_id == share.id)}
    assert {(line.category, line.item_id) for line in rows(ShareLine, ShareLine.share_id == new.id)} == lines
    assert {row.agency_id for row in rows(ShareRecipient, ShareRecipient.share_id == new.id)} == {
        world.social,
        world.children,
    }
    assert new.mode is Mode.VIEW
    assert clock.local(new.valid_until - timedelta(seconds=1)).date() == clock.today() + timedelta(days=10)
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["f"]) == ("share:renewed", {"reason": "superseded", "successors": str(new.id)})
    with db.database().open_reading() as session:
        assert verify_shares(session, world.team_id).is_whole


def test_what_the_other_basis_does_not_allow_ends_with_the_old_share(world: World) -> None:
    sitting, share = told(world)

    (new,) = replaced(world, sitting, share, "UA-CHILD-1D")

    assert [row.agency_id for row in rows(ShareRecipient, ShareRecipient.share_id == new.id)] == [world.children]


def test_where_the_law_allows_nothing_the_old_share_stays(world: World) -> None:
    sitting, share = told(world)

    with pytest.raises(RuleBroken) as refused:
        replaced(world, sitting, share, "UA-HEALTH")

    assert refused.value.field == "basis_code"
    assert not rows(ShareEnd)
