"""Ending a share: what it opened is closed again."""

import pytest

from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Case, Share, ShareEnd
from icat.cases.scope import scopes_for
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category
from icat.meetings.models import Fact
from tests.make import Person, World
from tests.meetings.sitting import Sitting, one, rows, say, statement, under_way


def told(world: World) -> tuple[Sitting, Share]:
    """The police told social services something."""
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    return sitting, one(Share, Share.agenda_item_id == sitting.item.id)


def sees(person: Person, sitting: Sitting) -> bool:
    """Whether somebody's scope opens the one fact there is."""
    fact = one(Fact)
    with db.database().open_reading() as session:
        scope = scopes_for(session, person.actor, [sitting.case.id])[sitting.case.id]
        return scope.sees(fact.owner_id, fact.id, Category.INCIDENT, by_name=True)


def test_what_was_shared_is_invisible_again_and_the_past_stays(world: World) -> None:
    sitting, share = told(world)
    before = one(Case).access_version
    assert sees(world.social_worker, sitting)

    withdraw_share(world.supervisor.actor, share.id, share.digest, code="consent_withdrawn", reason="Вона відкликала")

    assert not sees(world.social_worker, sitting)
    assert sees(world.policewoman, sitting)
    assert one(Case).access_version == before + 1
    assert rows(Share, Share.id == share.id)
    assert rows(LedgerEntry, LedgerEntry.event == Event.SHARE_WITHDRAWN, LedgerEntry.share_id == share.id)


def test_a_share_ends_once(world: World) -> None:
    _, share = told(world)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    with pytest.raises(Stale):
        withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    assert len(rows(ShareEnd)) == 1


def test_nobody_ends_more_than_the_page_showed(world: World) -> None:
    sitting, share = told(world)
    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    with pytest.raises(Stale):
        withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")


def test_only_the_sender_takes_it_back_and_says_why(world: World) -> None:
    _, share = told(world)

    for person, error in ((world.social_worker, NotAllowed), (world.chair, NotAllowed), (world.stranger, NotFound)):
        with pytest.raises(error):
            withdraw_share(person.actor, share.id, share.digest, code="withdrawn", reason="Помилка")
    for code, reason, field in (("lost", "Так", "code"), ("withdrawn", " ", "reason")):
        with pytest.raises(RuleBroken) as refused:
            withdraw_share(world.policewoman.actor, share.id, share.digest, code=code, reason=reason)
        assert refused.value.field == field
    assert not rows(ShareEnd)


def test_after_the_end_a_new_statement_opens_a_new_share(world: World) -> None:
    sitting, share = told(world)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    assert len(rows(Share, Share.agenda_item_id == sitting.item.id)) == 2
    assert not sees_first(world, sitting)


def sees_first(world: World, sitting: Sitting) -> bool:
    """Whether what was taken back came in again by the new share."""
    first = min(rows(Fact), key=lambda fact: fact.entered_at)
    with db.database().open_reading() as session:
        scope = scopes_for(session, world.social_worker.actor, [sitting.case.id])[sitting.case.id]
        return scope.sees(first.owner_id, first.id, first.category, by_name=True)
