"""What is said at the table: to whom it may go, what is recorded, and what the law leaves out."""

from datetime import timedelta
from uuid import UUID

import pytest

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.cases.models import Case, Share, ShareLine, ShareRecipient
from icat.cases.scope import scopes_for
from icat.cases.steps.sharing import digest
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.legal import Category, ConsentState, RecipientKind
from icat.meetings.commands.meeting import close_meeting
from icat.meetings.commands.research import declare_conflict
from icat.meetings.models import AttendanceKind, Fact
from icat.meetings.queries.telling import OFFICE
from icat.meetings.steps.agreeing import JustNow
from tests.cases import consenting
from tests.make import Person, World
from tests.meetings.sitting import Sitting, one, planned, rows, say, statement, under_way

SOON = timedelta(days=4)


def sees(person: Person, sitting: Sitting, fact: Fact) -> bool:
    """Whether somebody's scope opens a fact."""
    with db.database().open_reading() as session:
        scope = scopes_for(session, person.actor, [sitting.case.id])[sitting.case.id]
        return scope.sees(fact.owner_id, fact.id, fact.category, by_name=True)


def told_at_table(sitting: Sitting) -> list[Share]:
    """The shares that were made at this item, oldest first."""
    found = rows(Share, Share.agenda_item_id == sitting.item.id)
    return sorted(found, key=lambda share: share.recorded_at)


def leaves(*events: Event) -> list[tuple[Event, str]]:
    """The leaves of these events, oldest first: which, and what it says."""
    entries = sorted(rows(LedgerEntry, LedgerEntry.event.in_(events)), key=lambda leaf: leaf.seq)
    said = {(leaf.team_id, leaf.seq): leaf.payload.decode() for leaf in rows(LedgerLeaf)}
    return [(entry.event, said[entry.team_id, entry.seq]) for entry in entries]


def test_what_is_said_is_seen_by_those_who_heard_it_and_by_nobody_else(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)

    told = say(sitting, world.policewoman, [world.social, OFFICE])

    fact = one(Fact)
    assert told.to == {world.social, OFFICE}
    assert sees(world.social_worker, sitting, fact)
    assert sees(world.chair, sitting, fact)
    assert not sees(world.doctor, sitting, fact)
    assert not sees(world.advocate, sitting, fact)


def test_later_statements_are_lines_of_the_same_share_with_a_leaf_of_their_own(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    say(sitting, world.policewoman, [world.social], what=statement("Пістолет не здав", Category.RISK))

    share = one(Share, Share.agenda_item_id == sitting.item.id)
    lines = rows(ShareLine, ShareLine.share_id == share.id)
    assert {line.category for line in lines} == {Category.INCIDENT, Category.RISK}
    assert share.digest == digest(share, lines, [world.social])
    event, said = leaves(Event.SHARE_RECORDED, Event.SHARE_EXTENDED)[-1]
    assert event is Event.SHARE_EXTENDED
    assert share.digest in said


def test_each_state_of_a_share_stands_in_a_leaf(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    first = one(Share, Share.agenda_item_id == sitting.item.id)

    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    assert any(first.digest in said for _, said in leaves(Event.SHARE_RECORDED))
    assert not any(first.digest in said for _, said in leaves(Event.SHARE_EXTENDED))


def test_the_digest_names_who_heard_it(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    share = one(Share, Share.agenda_item_id == sitting.item.id)
    lines = rows(ShareLine, ShareLine.share_id == share.id)

    assert digest(share, lines, [world.social, world.ngo]) != share.digest


def test_another_ground_is_another_share(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    say(
        sitting,
        world.policewoman,
        [world.social],
        "UA-CONSENT",
        ConsentState.GIVEN,
        what=statement("Ще"),
        agreed=JustNow("phone"),
    )

    assert {share.basis_code for share in told_at_table(sitting)} == {"UA-POWER", "UA-CONSENT"}


def test_the_same_words_to_the_same_people_twice_are_refused(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    with pytest.raises(RuleBroken, match="heard this already"):
        say(sitting, world.policewoman, [world.social])

    assert len(rows(Fact)) == 1


def test_an_ngo_without_consent_is_refused_with_a_way_out_and_nothing_is_kept(world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman)

    with pytest.raises(RuleBroken) as refused:
        say(sitting, world.advocate, [world.police], "UA-CONSENT")

    assert "Ask for consent and record it" in str(refused.value.message)
    assert not rows(Fact)
    assert not told_at_table(sitting)


def test_an_ngo_may_tell_the_police_of_criminal_violence_without_consent(world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman, world.doctor)

    told = say(sitting, world.advocate, [world.police, world.health, OFFICE], "UA-CRIMINAL")

    assert told.to == {world.police, OFFICE}
    (left,) = told.left_out
    assert left.key == world.health
    assert left.allowed.remedies


def test_health_data_for_an_ngo_are_left_out_with_the_reason(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor, world.advocate, world.child_worker)
    injury = statement("Перелом ребра 12.11", Category.HEALTH)

    told = say(sitting, world.doctor, [world.police, world.ngo], "UA-MED-INJURY", what=injury)

    assert told.to == {world.police}
    (left,) = told.left_out
    assert left.key == world.ngo
    assert "does not let this sender" in str(left.allowed.reason)
    assert not sees(world.advocate, sitting, one(Fact))


def test_one_act_is_taken_apart_by_what_each_may_hear(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.child_worker, world.advocate)
    say(sitting, world.policewoman, [world.children], what=statement("Дитина бачила", Category.CHILDREN))
    child = one(Fact)

    told = say(sitting, world.policewoman, [world.children, world.ngo], fact_ids=[child.id], what=statement())

    heard = {
        share.id: {row.agency_id for row in rows(ShareRecipient, ShareRecipient.share_id == share.id)}
        for share in told_at_table(sitting)
    }
    assert {world.ngo} in heard.values()
    assert told.to == {world.children, world.ngo}
    assert [left.categories for left in told.left_out] == [{Category.CHILDREN}]
    assert not sees(world.advocate, sitting, child)


def test_nobody_who_is_absent_or_has_not_acknowledged_can_be_told(world: World) -> None:
    sitting = under_way(world, world.policewoman)
    sitting.here(world.doctor, aloud=False)
    sitting.here(world.social_worker, kind=AttendanceKind.ABSENT, aloud=False)

    for agency_id in (world.ngo, world.health, world.social):
        with pytest.raises(RuleBroken) as refused:
            say(sitting, world.policewoman, [agency_id])
        assert refused.value.field == "to"

    assert not rows(Fact)


def test_an_agency_that_is_there_without_a_seat_is_not_told(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor, seats=[world.police])

    with pytest.raises(RuleBroken):
        say(sitting, world.policewoman, [world.health])


def test_an_agency_whose_only_attendant_is_barred_is_not_told(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    declare_conflict(world.doctor.actor, sitting.case.id, kind="relative")

    with pytest.raises(RuleBroken):
        say(sitting, world.policewoman, [world.health])


def test_whose_own_agency_is_not_at_the_table_says_nothing(world: World) -> None:
    sitting = under_way(world, world.doctor)

    with pytest.raises(RuleBroken, match="not at the table yet"):
        say(sitting, world.policewoman, [world.health])


def test_only_own_facts_can_be_shared(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor, world.social_worker)
    say(sitting, world.policewoman, [world.health])
    foreign = one(Fact)

    with pytest.raises(RuleBroken) as refused:
        say(sitting, world.doctor, [world.social], "UA-CONSENT", ConsentState.GIVEN, fact_ids=[foreign.id])

    assert refused.value.field == "facts"


def test_nothing_is_said_before_the_chair_begins_with_the_case(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.policewoman, world.doctor)

    with pytest.raises(RuleBroken, match="not begun"):
        say(sitting, world.policewoman, [world.health])


def test_what_was_said_can_be_entered_after_the_meeting_with_its_time(world: World) -> None:
    with clock.pretending(clock.now() - timedelta(hours=3)):
        sitting = under_way(world, world.policewoman, world.doctor)
        said_at = clock.now() + timedelta(minutes=5)
    with clock.pretending(clock.now() - timedelta(hours=2)):
        close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    with pytest.raises(RuleBroken) as refused:
        say(sitting, world.policewoman, [world.health])
    say(sitting, world.policewoman, [world.health], given_at=said_at)

    assert refused.value.field == "given_at"
    share = one(Share, Share.agenda_item_id == sitting.item.id)
    assert share.given_at == said_at
    assert share.recorded_at > said_at


def test_a_time_outside_the_meeting_or_a_day_ago_is_refused(world: World) -> None:
    with clock.pretending(clock.now() - timedelta(hours=30)):
        sitting = under_way(world, world.policewoman, world.doctor)

    for hours in (31, 29):
        with pytest.raises(RuleBroken) as refused:
            say(sitting, world.policewoman, [world.health], given_at=clock.now() - timedelta(hours=hours))
        assert refused.value.field == "given_at"


@pytest.mark.parametrize(("who", "error"), [("chair", NotAllowed), ("officer", NotAllowed), ("stranger", NotFound)])
def test_who_does_not_speak_for_an_agency_at_the_table_is_refused(
    world: World, who: str, error: type[Exception]
) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)

    with pytest.raises(error):
        say(sitting, getattr(world, who), [world.health])


def test_a_share_at_the_table_makes_open_pages_be_cut_anew_but_not_stale(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    before: Case = one(Case)

    say(sitting, world.policewoman, [world.health])

    after: Case = one(Case)
    assert after.access_version > before.access_version
    assert after.version == before.version


def test_the_recipient_of_a_share_to_the_office_is_the_office(world: World) -> None:
    sitting = under_way(world, world.policewoman)

    say(sitting, world.policewoman, [OFFICE])

    share = one(Share, Share.agenda_item_id == sitting.item.id)
    assert share.recipient_kind is RecipientKind.OFFICE
    assert not rows(ShareRecipient, ShareRecipient.share_id == share.id)


def test_nobody_is_chosen_is_refused(world: World) -> None:
    sitting = under_way(world, world.policewoman)
    nobody: list[UUID] = []

    for to in (nobody, [world.police]):
        with pytest.raises(RuleBroken) as refused:
            say(sitting, world.policewoman, to)
        assert refused.value.field == "to"


def test_what_rests_on_a_consent_that_ends_soon_is_still_one_share(world: World) -> None:
    sitting = under_way(world, world.advocate, world.doctor)
    told = consenting.to(world.health, category=Category.INCIDENT)
    consenting.agree(world.advocate, sitting.case, told, until_on=clock.today() + SOON)
    usual = clock.today() + timedelta(days=30)

    for text in ("17.11 дзвонив уночі", "18.11 чекав біля роботи"):
        say(sitting, world.advocate, [world.health], "UA-CONSENT", ConsentState.GIVEN, statement(text), until=usual)

    share = one(Share, Share.sender_id == world.ngo, Share.agenda_item_id == sitting.item.id)
    assert share.last_day == clock.today() + SOON
    assert len(rows(ShareLine, ShareLine.share_id == share.id)) == 2

    say(sitting, world.advocate, [world.health], "UA-CONSENT", ConsentState.GIVEN, until=clock.today())
    assert len(rows(Share, Share.sender_id == world.ngo, Share.agenda_item_id == sitting.item.id)) == 2
