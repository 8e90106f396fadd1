"""Opening the first positions."""

from icat.cases.models import LevelCode, Share, ShareLine, ShareRecipient
from icat.legal import Category, RecipientKind
from icat.meetings.commands.position import give_position
from icat.meetings.models import Round
from tests.make import World
from tests.meetings.sitting import one, rows, under_way


def test_opening_them_is_a_share_to_who_is_at_the_table(world: World) -> None:
    sitting = under_way(world, world.doctor)

    give_position(world.doctor.actor, sitting.item.id, level=LevelCode.HIGHEST_RISK, reason="Травми")

    share = one(Share, Share.recipient_kind == RecipientKind.PRESENT)
    assert {row.agency_id for row in rows(ShareRecipient, ShareRecipient.share_id == share.id)} == {world.health}
    (line,) = rows(ShareLine, ShareLine.share_id == share.id)
    assert (line.category, line.item_id) == (Category.MINUTES, one(Round).id)
