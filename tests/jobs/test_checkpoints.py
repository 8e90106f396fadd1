"""Checkpoints in time, after a meeting is opened or closed, at the end; and one a day for each officer."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from icat import clock
from icat.audit.checkpoint import LogDoubted, latest_checkpoint, witnessed_until
from icat.audit.models import Check, Checkpoint, Cosignature, Custody, LedgerVerdict, Occasion
from icat.db import engine as db
from icat.jobs.checkpoints import run_errands, send_to_officers, take_in_time, take_last
from icat.meetings.commands.meeting import arrange_meeting, close_meeting, open_meeting
from icat.meetings.models import Meeting
from icat.members.commands import founding
from icat.outbox.commands.delivery import mark_failed, mark_sent
from icat.outbox.models import Letter, LetterState
from icat.outbox.queries import errands
from icat.policy.roles import Role
from tests.audit.acting import act, count, spoil


def occasions(team_id: UUID) -> list[Occasion]:
    with db.database().open_reading() as session:
        rows = session.scalars(select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size))
        return [row.occasion for row in rows]


def appoint_officer(world, login: str, agency_id: UUID) -> UUID:  # type: ignore[no-untyped-def]
    account_id = founding.open_account(login, login, "$argon2id$none", "JBSWY3DPEHPK3PXP", email=f"{login}@example.org")
    founding.appoint(world.team_id, "KHM", account_id, agency_id, [Role.DPO], position="", from_on=date(2026, 1, 12))
    return account_id


def letters() -> list[Letter]:
    with db.database().open_reading() as session:
        return list(session.scalars(select(Letter).order_by(Letter.written_at)))


def test_in_time_if_the_log_has_grown_and_not_otherwise(world, database):
    take_in_time(clock.now())
    take_in_time(clock.now())
    act(world.chair.actor)
    take_last(clock.now())

    assert occasions(world.team_id) == [Occasion.SCHEDULE, Occasion.SHUTDOWN]
    assert occasions(world.stranger.actor.team_id) == [Occasion.SCHEDULE]


def test_the_opening_and_the_closing_of_a_meeting_ask_for_one_and_it_holds_them(world, database):
    number = arrange_meeting(world.coordinator.actor, held_at=clock.now() + timedelta(days=1))
    for command in (open_meeting, close_meeting):
        db.end()
        meeting = db.session().scalars(select(Meeting).where(Meeting.number == number)).one()
        command(world.chair.actor, meeting.id, meeting.version)
        run_errands(clock.now())
        head = latest_checkpoint(world.team_id)
        assert head is not None
        assert head.size == count(world.team_id)
        db.end()

    assert occasions(world.team_id) == [Occasion.MEETING_OPENED, Occasion.MEETING_CLOSED]
    assert errands() == ()


def test_an_errand_that_fails_waits_and_is_done_later(world, database, tmp_path):
    number = arrange_meeting(world.coordinator.actor, held_at=clock.now() + timedelta(days=1))
    db.end()
    meeting = db.session().scalars(select(Meeting).where(Meeting.number == number)).one()
    open_meeting(world.chair.actor, meeting.id, meeting.version)
    key = database.signing_key_file
    key.rename(tmp_path / "elsewhere")

    with pytest.raises(Exception, match="no signing key"):
        run_errands(clock.now())
    assert len(errands()) == 1
    db.end()
    (tmp_path / "elsewhere").rename(key)
    run_errands(clock.now())

    assert occasions(world.team_id) == [Occasion.MEETING_OPENED]


def test_a_log_that_was_changed_is_not_signed_the_doubt_is_kept_and_other_teams_are_served(world, database):
    take_in_time(clock.now())
    for _ in range(3):
        act(world.chair.actor)
    act(world.stranger.actor)
    changed = count(world.team_id) - 1
    spoil(
        "update ledger set payload = leaf_hash where team_id = :team and seq = :seq",
        team=world.team_id,
        seq=changed,
    )

    with pytest.raises(LogDoubted):
        take_in_time(clock.now())

    assert len(occasions(world.team_id)) == 1
    assert len(occasions(world.stranger.actor.team_id)) == 2
    with db.database().open_reading() as session:
        kept = session.get_one(LedgerVerdict, (world.team_id, Check.CHECKPOINT))
    assert (kept.fault, kept.seq) == ("doubted", changed)


def test_each_officer_gets_the_newest_once_and_the_agency_then_holds_it(world, database):
    police, ngo = appoint_officer(world, "dpo-police", world.police), appoint_officer(world, "dpo-ngo", world.ngo)
    send_to_officers(clock.now())
    assert letters() == []
    take_in_time(clock.now())
    for _ in range(2):
        send_to_officers(clock.now())
    db.end()
    head = latest_checkpoint(world.team_id)
    assert head is not None

    sent = letters()
    assert {letter.account_id: letter.agency_id for letter in sent} == {police: world.police, ngo: world.ngo}
    assert {letter.about_id for letter in sent} == {head.id}
    assert sent[0].facts == {"size": head.size, "root": head.root.hex(), "fingerprint": head.fingerprint}
    assert witnessed_until(world.team_id) is None
    mark_sent(sent[0].id, clock.now())
    db.end()
    assert witnessed_until(world.team_id) is None
    mark_sent(sent[1].id, clock.now())
    db.end()
    seen = witnessed_until(world.team_id)
    assert seen is not None
    assert seen.size == head.size
    with db.database().open_reading() as session:
        assert {row.kind for row in session.scalars(select(Cosignature))} == {Custody.MAIL}


def test_a_letter_that_did_not_arrive_witnesses_nothing(world, database):
    appoint_officer(world, "dpo-police", world.police)
    take_in_time(clock.now())
    send_to_officers(clock.now())

    mark_failed(letters()[0].id, "no-address")

    with db.database().open_reading() as session:
        assert session.scalars(select(Cosignature)).all() == []


def test_while_mail_is_away_the_newest_takes_the_place_of_the_one_that_waits(world, database):
    appoint_officer(world, "dpo-police", world.police)
    for _ in range(3):
        act(world.chair.actor)
        take_in_time(clock.now())
        send_to_officers(clock.now())
        db.end()

    (letter,) = letters()
    head = latest_checkpoint(world.team_id)
    assert head is not None
    assert (letter.state, letter.about_id) == (LetterState.WAITING, head.id)
    with db.writing() as session:
        session.execute(delete(Letter))
        session.commit()
    mark_sent(letter.id, clock.now())  # a letter that was replaced while it was under way
