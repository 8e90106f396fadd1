"""What the table of presenters cannot hold."""

from datetime import timedelta

from icat import clock
from icat.meetings.models import AgendaItem, Presence, Presenter
from tests.cases.rows import cannot_alter, put
from tests.make import World
from tests.meetings.commands.test_presenter import listed
from tests.meetings.sitting import one


def test_an_answer_has_its_day_and_only_a_deputy_is_named(world: World) -> None:
    case_id, _reference = listed(world, timedelta(days=1))
    own = {"team_id": world.team_id, "case_id": case_id, "item_id": one(AgendaItem).id}
    row_id = put(Presenter, **own)

    cannot_alter(Presenter, "ck_presenter_answered", row_id, answered_at=clock.now(), presence=Presence.COMES)
    cannot_alter(Presenter, "ck_presenter_presence", row_id, presence=Presence.COMES)
    cannot_alter(Presenter, "ck_presenter_deputy", row_id, deputy_id=world.chair.member_id)
