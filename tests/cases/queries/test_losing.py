"""What disappears when a share ends."""

from typing import Any
from uuid import UUID

from icat.audit.recording import change
from icat.cases.models import Share
from icat.cases.queries.losing import Loss, losses
from icat.cases.steps.sharing import Line, Recipient, held, open_share
from icat.legal import Category, RecipientKind
from icat.meetings.models import Fact
from icat.members.models import Agency
from tests.cases.queries.test_sharing import case_of
from tests.make import World, ground
from tests.meetings.sitting import Sitting, one, rows, say, statement, under_way


def lost(sitting: Sitting, share: Share) -> dict[str, Loss]:
    """What the police is told that each would lose."""
    found = losses(case_of(sitting, sitting.world.policewoman), share.id)
    return {str(loss.who): loss for loss in found}


def gone(loss: Loss) -> list[tuple[Category, int]]:
    """Categories and counts."""
    return [(one.category, one.items) for one in loss.gone]


def also(world: World, case_id: UUID, agency_id: UUID, *lines: Line) -> Any:
    """Let the police share more with one agency."""
    with change(world.policewoman.actor) as work:
        return open_share(
            work,
            held(work, case_id),
            sender=work.get(Agency, world.police),
            to=Recipient(RecipientKind.AGENCY, agency_id),
            lines=lines,
            ground=ground("UA-POWER"),
        ).id


def test_it_says_for_each_who_heard_it_how_many_of_which_category(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)
    say(sitting, world.policewoman, [world.social, world.health])
    say(sitting, world.policewoman, [world.social, world.health], what=statement("Ще"))
    say(sitting, world.policewoman, [world.social, world.health], what=statement("Має рушницю", Category.RISK))

    found = lost(sitting, one(Share, Share.agenda_item_id == sitting.item.id))

    assert set(found) == {"Соцзахист", "Лікарня"}
    assert gone(found["Соцзахист"]) == [(Category.RISK, 1), (Category.INCIDENT, 2)]


def test_what_another_share_opens_is_not_said_to_disappear(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)
    say(sitting, world.policewoman, [world.social, world.health])
    share, fact = one(Share, Share.agenda_item_id == sitting.item.id), one(Fact)
    also(world, sitting.case.id, world.social, Line(Category.INCIDENT, fact.id))

    found = lost(sitting, share)

    assert gone(found["Соцзахист"]) == []
    assert [str(words) for words in found["Соцзахист"].kept] == [str(Category.INCIDENT.words)]
    assert gone(found["Лікарня"]) == [(Category.INCIDENT, 1)]


def test_a_category_as_a_whole_covers_people_but_no_statement(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    spoken, fact = one(Share, Share.agenda_item_id == sitting.item.id), one(Fact)
    named = also(world, sitting.case.id, world.social, Line(Category.IDENTITY, sitting.case.child_id))
    also(world, sitting.case.id, world.social, Line(Category.INCIDENT))

    assert gone(lost(sitting, spoken)["Соцзахист"]) == [(Category.INCIDENT, 1)]
    assert fact.category is Category.INCIDENT
    # The identifiers as a whole were opened when social services got its seat.
    assert gone(lost(sitting, one(Share, Share.id == named))["Соцзахист"]) == []


def test_what_was_shared_by_somebody_else_covers_nothing(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.child_worker)
    say(sitting, world.policewoman, [world.social])
    say(sitting, world.child_worker, [world.social])
    (share,) = rows(Share, Share.agenda_item_id == sitting.item.id, Share.sender_id == world.police)

    assert gone(lost(sitting, share)["Соцзахист"]) == [(Category.INCIDENT, 1)]
