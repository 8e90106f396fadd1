"""Destroying a case takes two people, a term that is over and no hold; and then the words are gone."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerDetail
from icat.audit.verify import verify
from icat.cases.commands.bars import bar_member
from icat.cases.commands.holds import lift_hold, place_hold
from icat.cases.models import Bar, Case, Person, Referral, Share, ShareLine
from icat.cases.queries.caseload import caseload
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.policy.permissions import Permission
from icat.reports.queries.shares import verify_shares
from icat.retention.commands.disposal import dispose_case, propose_disposal
from icat.retention.models import Disposal
from tests.audit.acting import newest
from tests.inquiries.asking import dpo
from tests.make import World
from tests.meetings.sitting import one, rows
from tests.outbox.told import told
from tests.retention.ending import OVER, destroy, old_case, version


def test_two_people_destroy_a_case_and_the_log_says_how_much(world: World) -> None:
    case_id, reference = old_case(world)

    with pytest.raises(RuleBroken, match="Nobody has proposed"):
        dispose_case(world.chair.actor, case_id, version(case_id))
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    assert newest(world.team_id)["k"] == Event.DISPOSAL_PROPOSED
    with pytest.raises(RuleBroken, match="two people"):
        dispose_case(world.coordinator.actor, case_id, version(case_id))
    with pytest.raises(Stale):
        dispose_case(world.chair.actor, case_id, version(case_id) - 1)
    dispose_case(world.chair.actor, case_id, version(case_id))

    leaf = newest(world.team_id)
    facts: dict[str, object] = leaf["f"]  # type: ignore[assignment]
    assert (leaf["k"], facts["term"], facts["again"]) == (Event.CASE_DISPOSED, "survivor", False)
    disposal = one(Disposal)
    assert (facts["keys"], facts["erased"]) == (disposal.keys, disposal.erased)
    assert disposal.keys >= 3
    assert disposal.erased >= 3
    assert facts["until"] == disposal.kept_until.isoformat()
    assert reference not in str(leaf)


def test_whoever_may_confirm_a_proposal_is_told_unless_kept_from_the_case(world: World) -> None:
    officer = dpo(world)
    case_id, _reference = old_case(world)
    told()
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    assert told() == {world.chair.account_id, officer.account_id}

    bar_member(world.coordinator.actor, case_id, member_id=world.chair.member_id, name=world.chair.name)
    propose_disposal(world.coordinator.actor, case_id, version(case_id))

    assert told() == {officer.account_id}


def test_no_key_and_no_sealed_value_of_the_case_is_left_anywhere(world: World) -> None:
    case_id, _reference = old_case(world, barred=[{"name": "Ліда з чергової"}])
    bar_member(world.chair.actor, case_id, member_id=world.doctor.member_id, name="Ірина", reason="сусідка")

    destroy(world, case_id)

    assert rows(DataKey, DataKey.owner_id == case_id) == []
    assert rows(LedgerDetail, LedgerDetail.owner_id == case_id) == []
    assert rows(Person, Person.case_id == case_id) == rows(Referral, Referral.case_id == case_id) == []
    with db.database().open_reading() as session:
        looked = inspect(db.database().engine)
        for table in looked.get_table_names():
            columns = [column["name"] for column in looked.get_columns(table)]
            owner = "id" if table == "case" else "case_id"
            for sealed in (name for name in columns if name.endswith("_sealed") and owner in columns):
                spelt = session.get_bind().dialect.identifier_preparer.quote(table)
                given = case_id.hex if db.database().is_sqlite else case_id
                left = session.scalar(
                    text(f"select count({sealed}) from {spelt} where {owner} = :id"),  # noqa: S608 - names of ours
                    {"id": given},
                )
                assert left == 0, (table, sealed)


def test_a_skeleton_stays_so_that_the_log_is_whole_and_who_was_kept_away_stays_so(world: World) -> None:
    case_id, reference = old_case(world, barred=[{"name": "Ліда з чергової"}])
    bar_member(world.chair.actor, case_id, member_id=world.doctor.member_id, name="Ірина")
    shares = {(row.id, row.digest) for row in rows(Share, Share.case_id == case_id)}
    lines = len(rows(ShareLine, ShareLine.case_id == case_id))
    assert shares

    destroy(world, case_id)

    case = one(Case, Case.id == case_id)
    assert case.reference == reference
    assert case.disposed_at is not None
    assert {(row.id, row.digest) for row in rows(Share, Share.case_id == case_id)} == shares
    assert len(rows(ShareLine, ShareLine.case_id == case_id)) == lines
    assert [row.member_id for row in rows(Bar, Bar.case_id == case_id)] == [world.doctor.member_id]
    with db.database().open_reading() as session:
        assert verify(session, world.team_id).is_intact
        assert verify_shares(session, world.team_id).is_whole


def test_what_is_destroyed_is_to_everybody_as_if_it_had_never_been(world: World) -> None:
    case_id, reference = old_case(world)
    other, _reference = old_case(world)
    destroy(world, case_id)

    for who in (world.officer, world.chair, world.coordinator, world.policewoman):
        db.end()
        with pytest.raises(NotFound):
            open_case(who.actor, Permission.CASE_READ, reference)
        assert [row.id for row in caseload(who.actor).rows] == [other]
    with pytest.raises(NotFound):
        bar_member(world.chair.actor, case_id, name="Хтось")


def test_a_hold_stops_both_and_lifting_it_lets_them_go_on(world: World) -> None:
    case_id, _reference = old_case(world)
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    hold_id = place_hold(world.chair.actor, case_id, code="inquiry", authority="Запит № 7")

    with pytest.raises(RuleBroken, match="legal hold"):
        propose_disposal(world.coordinator.actor, case_id, version(case_id))
    with pytest.raises(RuleBroken, match="legal hold"):
        dispose_case(world.chair.actor, case_id, version(case_id))
    lift_hold(world.coordinator.actor, hold_id, 0, reason="Відповідь надано")
    dispose_case(world.chair.actor, case_id, version(case_id))

    assert one(Case, Case.id == case_id).disposed_at is not None


def test_what_must_still_be_kept_is_not_destroyed_the_day_before_nor_on_the_last_day(world: World) -> None:
    case_id, _reference = old_case(world)
    with db.database().open_reading() as session:
        opened = session.get_one(Case, case_id).opened_at
    last = clock.local(opened).replace(hour=12)
    last = last.replace(year=last.year + 3)

    for moment in (last - timedelta(days=1), last):
        with clock.pretending(moment), pytest.raises(RuleBroken, match="not over"):
            propose_disposal(world.coordinator.actor, case_id, version(case_id))
    assert timedelta(days=365 * 3) < OVER
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    assert one(Disposal).kept_until == last.date()


def test_who_may_not_is_refused(world: World) -> None:
    case_id, _reference = old_case(world)

    with pytest.raises(NotAllowed):
        propose_disposal(world.chair.actor, case_id, version(case_id))
    with pytest.raises(NotAllowed):
        propose_disposal(world.policewoman.actor, case_id, version(case_id))
    for stranger in (world.strange_chair, world.auditor, world.doctor):
        with pytest.raises(NotFound):
            propose_disposal(stranger.actor, case_id, version(case_id))
