"""What the tables of shares cannot hold."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Share, ShareEnd, ShareLine
from icat.db import engine as db
from icat.legal import RecipientKind
from tests.make import World, make_case
from tests.meetings.sitting import one, rows


@pytest.mark.parametrize(("name", "value"), [("recipient_id", "police"), ("copy_number", 0)])
def test_nobody_shares_with_itself_and_copies_are_counted_from_one(world: World, name: str, value: Any) -> None:
    make_case(world)

    with db.database().open_writing() as session:
        share = session.merge(one(Share, Share.recipient_kind == RecipientKind.OFFICE))
        setattr(share, name, world.police if value == "police" else value)
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_share_has_each_line_once_and_ends_once(world: World) -> None:
    case = make_case(world, seats=[world.ngo])
    line = one(ShareLine, ShareLine.share_id == one(Share, Share.recipient_id == world.ngo).id)
    same = {"team_id": world.team_id, "case_id": case.id, "share_id": line.share_id}
    end = {**same, "code": "withdrawn", "ended_at": clock.now(), "ended_by_id": world.chair.member_id, "reason": "є"}

    with db.database().open_writing() as session:
        session.add_all([ShareEnd(**end), ShareEnd(**end)])
        with pytest.raises(IntegrityError):
            session.flush()
    with db.database().open_writing() as session:
        for _ in range(2):
            session.add(ShareLine(**same, item_id=case.id, category=line.category, added_at=clock.now()))
        with pytest.raises(IntegrityError):
            session.flush()
    assert len(rows(ShareLine, ShareLine.share_id == line.share_id)) == 1
