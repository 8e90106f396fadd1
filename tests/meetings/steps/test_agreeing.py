"""Saying something on her consent at the table: on record, just now, or not at all."""

import pytest

from icat.cases.models import Consent, Share
from icat.errors import RuleBroken
from icat.legal import Category, ConsentState
from icat.meetings.steps.agreeing import JustNow
from tests.cases.consenting import agree, to
from tests.make import World
from tests.meetings.sitting import one, rows, say, statement, under_way

HERS = {"basis": "UA-CONSENT", "consent": ConsentState.GIVEN}


def table(world: World):  # type: ignore[no-untyped-def]
    return under_way(world, world.advocate, world.doctor, world.policewoman)


def incident(*agencies):  # type: ignore[no-untyped-def]
    return to(*agencies, category=Category.INCIDENT)


def test_without_a_consent_on_record_nothing_is_said_and_the_way_on_is(world):
    sitting = table(world)

    with pytest.raises(RuleBroken, match=r"No consent on record covers this.*Ask her now"):
        say(sitting, world.advocate, [world.health], **HERS)

    assert rows(Share, Share.agenda_item_id == sitting.item.id) == []


def test_who_is_not_covered_is_left_out_and_the_others_hear_it(world):
    sitting = table(world)
    made = agree(world.advocate, sitting.case, incident(world.health))

    told = say(sitting, world.advocate, [world.health, world.police], **HERS)

    assert told.to == {world.health}
    assert [left.key for left in told.left_out] == [world.police]
    assert one(Share, Share.agenda_item_id == sitting.item.id).consent_id == made


def test_what_she_agrees_to_just_now_is_recorded_in_the_same_breath(world):
    sitting = table(world)
    agree(world.advocate, sitting.case, incident(world.health))

    told = say(
        sitting,
        world.advocate,
        [world.health, world.police],
        **HERS,
        agreed=JustNow("phone", world.advocate.member_id),
    )

    assert told.to == {world.health, world.police}
    assert not told.left_out
    assert {share.consent_id for share in rows(Share, Share.agenda_item_id == sitting.item.id)} == {
        row.id for row in rows(Consent)
    }
    newest = max(rows(Consent), key=lambda row: row.recorded_at)
    assert (newest.method, newest.asked_by_id) == ("phone", world.advocate.member_id)


def test_another_consent_is_another_share(world):
    sitting = table(world)
    agree(world.advocate, sitting.case, incident(world.health))
    say(sitting, world.advocate, [world.health], **HERS)
    agree(world.doctor, sitting.case, incident(world.health))
    say(sitting, world.advocate, [world.health], what=statement("Ще"), **HERS)

    assert len({share.consent_id for share in rows(Share, Share.agenda_item_id == sitting.item.id)}) == 2


def test_where_no_consent_is_claimed_none_is_asked_for(world):
    sitting = table(world)

    told = say(sitting, world.policewoman, [world.health])

    assert told.to == {world.health}
    assert rows(Consent) == []
