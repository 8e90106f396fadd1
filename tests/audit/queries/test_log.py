"""The log is found by what was asked: alone and combined, a page at a time, within the reader's limits."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import TOLD, Event, Group
from icat.audit.ledger import NOBODY, CaseSeen, Leaf, append, leaf_hash
from icat.audit.queries import log
from icat.audit.reading import record_event, record_refusal
from icat.cases.models import Share
from icat.db import engine as db
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case that two agencies were told of and the doctor read, beside one that only the office knows."""
    made = make_case(world, seats=[world.social, world.health])
    make_case(world)
    with db.database().open_reading() as session:
        share = session.scalars(
            select(Share.id).where(Share.case_id == made.id, Share.recipient_id == world.health)
        ).one()
    record_event(world.doctor.actor, Event.CASE_READ, (CaseSeen(made.id, share, 1),), page="x")
    record_refusal(world.policewoman.actor, "case:read", made.id)
    return made


def found(world: World, **asked: object) -> tuple[log.Entry, ...]:
    db.end()
    return log.entries(log.Asked(world.team_id, **asked), size=1000)  # type: ignore[arg-type]


def test_the_newest_come_first_and_none_is_missing(world: World, case: MadeCase) -> None:
    entries = found(world)

    assert [entry.seq for entry in entries] == list(range(log.size_of(world.team_id), 0, -1))
    assert all(newer.at >= older.at for newer, older in pairwise(entries))


def test_pages_put_together_are_the_whole(world: World, case: MadeCase) -> None:
    whole, pages, before = found(world), [], None
    for _ in range(len(whole)):
        page = log.entries(log.Asked(world.team_id), before=before, size=4)
        if not page:
            break
        pages += page
        before = page[-1].seq

    assert tuple(pages) == whole


def test_pages_of_entries_of_one_moment_lose_none(world: World) -> None:

    leaf = Leaf(Event.CASE_READ, world.doctor.member_id, world.health, "0" * 16, "1" * 16)
    with db.writing() as session:
        append(session, world.team_id, [leaf] * 9, 2**52)
        session.commit()

    seen = []
    before = None
    for _ in range(3):
        page = log.entries(log.Asked(world.team_id, actor_id=world.doctor.member_id), before=before, size=3)
        seen += [entry.seq for entry in page]
        before = page[-1].seq
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 9


def test_by_case(world: World, case: MadeCase) -> None:
    entries = found(world, case_id=case.id)

    assert {entry.event for entry in entries} == {
        Event.SHARE_RECORDED,
        Event.REFERRAL_SUBMITTED,
        Event.CASE_READ,
        Event.ACCESS_REFUSED,
    }
    assert all(case.id in {seen.case_id for seen in entry.cases} for entry in entries)


def test_by_person_and_by_agency_as_actor_or_as_recipient(world: World, case: MadeCase) -> None:
    assert {entry.event for entry in found(world, actor_id=world.doctor.member_id)} == {Event.CASE_READ}
    assert {(entry.event, entry.agency_id) for entry in found(world, agency_id=world.health)} == {
        (Event.CASE_READ, world.health),
        (Event.SHARE_RECORDED, world.police),
    }


def test_by_basis_and_by_group(world: World, case: MadeCase) -> None:
    assert {entry.event for entry in found(world, basis="UA-POWER")} == {Event.SHARE_RECORDED}
    assert found(world, basis="UA-CONSENT") == ()
    for group in Group:
        assert {TOLD[entry.event].group for entry in found(world, groups=frozenset({group}))} <= {group}
    assert len(found(world, groups=frozenset({Group.REFUSAL, Group.READING}))) == 2


def test_by_period(world: World, case: MadeCase) -> None:
    last = found(world)[0].at

    assert found(world, since=last + timedelta(microseconds=1)) == ()
    assert found(world, until=last + timedelta(microseconds=1)) == found(world)
    assert all(entry.at < last for entry in found(world, until=last))
    assert [entry.at for entry in found(world, since=last)] == [last]


def test_everything_that_is_asked_must_fit(world: World, case: MadeCase) -> None:
    (entry,) = found(
        world,
        case_id=case.id,
        actor_id=world.officer.member_id,
        agency_id=world.health,
        basis="UA-POWER",
        groups=frozenset({Group.SHARE}),
        since=clock.now() - timedelta(days=1),
    )

    assert entry.recipient_id == world.health
    assert entry.fact("recipient_kind") == "agency"
    assert entry.fact("nothing") is None


def test_the_counts_are_those_of_the_entries(world: World, case: MadeCase) -> None:
    asked = log.Asked(world.team_id, case_id=case.id, groups=frozenset({Group.SHARE}))
    counted = log.counts(asked)

    assert counted == {group: len(found(world, case_id=case.id, groups=frozenset({group}))) for group in Group}
    assert counted[Group.SHARE] == 3


def test_another_teams_entries_are_never_found(world: World, case: MadeCase) -> None:
    theirs = world.stranger.actor.team_id

    assert log.entries(log.Asked(theirs, case_id=case.id)) == ()
    assert log.entry(log.Asked(theirs), log.size_of(world.team_id)) is None


def own(agency_id: UUID) -> log.Own:
    return log.Own(agency_id, select(Share.id).where(Share.sender_id == agency_id))


def test_an_officer_of_data_protection_sees_what_the_own_agency_did_was_told_and_shared(
    world: World, case: MadeCase
) -> None:
    theirs = found(world, own=own(world.police), case_id=case.id)
    assert {entry.event for entry in theirs} == {
        Event.SHARE_RECORDED,
        Event.REFERRAL_SUBMITTED,
        Event.ACCESS_REFUSED,
        Event.CASE_READ,  # by the doctor, under a share of the police
    }

    assert {(entry.event, entry.agency_id) for entry in found(world, own=own(world.health))} == {
        (Event.CASE_READ, world.health),
        (Event.SHARE_RECORDED, world.police),
    }
    assert found(world, own=own(world.ngo)) == ()
    assert log.counts(log.Asked(world.team_id, own=own(world.ngo))) == dict.fromkeys(Group, 0)


def test_of_a_reading_under_many_shares_an_officer_sees_the_lines_of_the_own(world: World, case: MadeCase) -> None:
    with db.database().open_reading() as session:
        share = session.scalars(
            select(Share.id).where(Share.case_id == case.id, Share.recipient_id == world.social)
        ).one()
    other = UUID(int=77)
    record_event(
        world.social_worker.actor, Event.CASES_READ, (CaseSeen(case.id, share, 1), CaseSeen(other, NOBODY, 3)), page="x"
    )

    (mine,) = found(
        world, own=own(world.police), groups=frozenset({Group.READING}), actor_id=world.social_worker.member_id
    )
    assert [seen.case_id for seen in mine.cases] == [case.id]
    (theirs,) = found(world, own=own(world.social), groups=frozenset({Group.READING}))
    assert {seen.case_id for seen in theirs.cases} == {case.id, other}


def test_entries_about_a_case_that_the_reader_must_not_learn_of_are_left_out(world: World, case: MadeCase) -> None:
    hidden = frozenset({case.id})
    record_event(world.chair.actor, Event.CASES_READ, (CaseSeen(case.id), CaseSeen(UUID(int=9))), page="x")

    seen = found(world, hidden=hidden)
    assert case.id not in {about.case_id for entry in seen for about in entry.cases}
    assert len(seen) == len(found(world)) - len(found(world, case_id=case.id)) + 1
    mixed = seen[0]
    assert [about.case_id for about in mixed.cases] == [UUID(int=9)]
    assert sum(log.counts(log.Asked(world.team_id, hidden=hidden)).values()) == len(seen)


def test_one_entry_brings_what_proves_it(world: World, case: MadeCase) -> None:

    last = log.size_of(world.team_id)
    view, proof = log.entry(log.Asked(world.team_id), last) or pytest.fail("there is an entry")

    assert view == found(world)[0]
    assert leaf_hash(last, proof.payload.encode()).hex() == proof.leaf_hash
    assert proof.chain == log.newest_checked(world.team_id).head
    assert log.entry(log.Asked(world.team_id), last + 1) is None


def test_a_shares_own_entry_is_found(world: World, case: MadeCase) -> None:
    reading = next(entry for entry in found(world) if entry.event is Event.CASE_READ)
    (seen,) = reading.cases

    number = log.share_entry(world.team_id, seen.case_id, seen.share_id)
    assert number is not None
    assert (log.entry(log.Asked(world.team_id), number) or pytest.fail("gone"))[0].share_id == seen.share_id


def test_who_sees_some_cases_of_an_entry_does_not_get_the_bytes_that_name_all(world: World, case: MadeCase) -> None:
    record_event(world.chair.actor, Event.CASES_READ, (CaseSeen(case.id), CaseSeen(UUID(int=9))), page="x")
    number = log.size_of(world.team_id)

    whole = log.entry(log.Asked(world.team_id), number) or pytest.fail("gone")
    cut = log.entry(log.Asked(world.team_id, hidden=frozenset({case.id})), number) or pytest.fail("gone")

    assert str(case.id) in whole[1].payload
    assert cut[1].payload == ""
    assert cut[1].leaf_hash == whole[1].leaf_hash
