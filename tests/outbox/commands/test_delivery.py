"""What becomes of a letter: later and later, at last given up; what is evidence is kept."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.db import engine as db
from icat.outbox.commands.delivery import (
    KEPT,
    MOST_ATTEMPTS,
    delay,
    finish_errand,
    forget_letters,
    mark_failed,
    mark_sent,
    put_off,
)
from icat.outbox.models import Errand, ErrandKind, Letter, LetterState
from icat.outbox.queries import errands
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind
from tests.outbox.test_texts import CHECKPOINT


@pytest.fixture
def letter_id(world, database) -> UUID:
    with db.writing() as session:
        made = add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now()).id
        session.commit()
    return made


def found(letter_id: UUID) -> Letter:
    with db.database().open_reading() as session:
        return session.get_one(Letter, letter_id)


def test_the_pauses_grow_and_then_stay(letter_id):
    pauses = [delay(attempts) for attempts in range(1, 12)]

    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(minutes=1)
    assert pauses[-1] == pauses[-2] == timedelta(hours=6)


def test_a_letter_that_is_put_off_is_tried_later_and_at_last_given_up(letter_id):
    at = clock.now()
    put_off([letter_id], at, "mail-unreachable")
    once = found(letter_id)
    assert (once.state, once.attempts, once.fault) == (LetterState.WAITING, 1, "mail-unreachable")
    assert once.next_at == at + delay(1)

    for _ in range(MOST_ATTEMPTS - 1):
        put_off([letter_id], at, "mail-unreachable")

    assert found(letter_id).state is LetterState.FAILED


def test_given_up_after_days_and_not_after_a_weekend():
    whole = sum((delay(attempts) for attempts in range(1, MOST_ATTEMPTS)), timedelta(0))

    assert timedelta(days=3) < whole < timedelta(days=7)


def test_a_sent_letter_says_when(letter_id):
    at = clock.now()
    put_off([letter_id], at, "mail-unreachable")
    mark_sent(letter_id, at)

    letter = found(letter_id)
    assert (letter.state, letter.sent_at, letter.fault, letter.attempts) == (LetterState.SENT, at, None, 2)


def test_an_errand_is_gone_once_it_is_done(world, database):
    with db.writing() as session:
        session.add(
            Errand(team_id=world.team_id, kind=ErrandKind.CHECKPOINT, occasion="meeting_opened", asked_at=clock.now())
        )
        session.commit()
    (errand,) = errands()

    finish_errand(errand.id)
    db.end()

    assert errands() == ()


def test_old_letters_are_forgotten_but_not_those_that_wait_nor_evidence(world, database):
    long_ago = clock.now() - KEPT - timedelta(days=1)
    with db.writing() as session:
        team, chair = world.team_id, world.chair.account_id
        sent, failed, waiting = (add_letter(session, team, Kind.TASK, chair, long_ago).id for _ in range(3))
        fresh = add_letter(session, team, Kind.TASK, chair, clock.now()).id
        evidence = add_letter(session, team, Kind.CHECKPOINT, chair, long_ago, agency_id=world.police, **CHECKPOINT).id
        session.commit()
    for letter_id in (sent, fresh):
        mark_sent(letter_id, clock.now())
    mark_failed(failed, "no-address")
    mark_failed(evidence, "no-address")

    forget_letters(clock.now())

    with db.database().open_reading() as session:
        assert set(session.scalars(select(Letter.id))) == {waiting, fresh, evidence}
