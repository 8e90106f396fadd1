"""A consent: one that was given has a day to which it holds, and it ends once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Consent, ConsentAnswer, ConsentEnd, Giver
from icat.db import engine as db
from icat.legal import Purpose
from tests.cases.consenting import agree, to
from tests.make import World, make_case


def row(world: World, case_id: Any, **more: Any) -> Consent:
    person = world.advocate
    return Consent(
        **{
            "team_id": world.team_id,
            "case_id": case_id,
            "owner_id": world.ngo,
            "giver": Giver.SURVIVOR,
            "answer": ConsentAnswer.GIVEN,
            "purpose": Purpose.RISK_ASSESSMENT,
            "method": "phone",
            "asked_at": clock.now(),
            "asked_by_id": person.member_id,
            "recorded_at": clock.now(),
            "recorded_by_id": person.member_id,
            "until_on": clock.today() + timedelta(days=1),
            "salt": "",
            "digest": "",
            **more,
        }
    )


@pytest.mark.parametrize(
    ("more", "sound"),
    [
        ({}, True),
        ({"until_on": None}, False),
        ({"answer": ConsentAnswer.REFUSED}, False),
        ({"answer": ConsentAnswer.REFUSED, "until_on": None}, True),
    ],
)
def test_what_cannot_be_is_not_kept(world, more, sound):
    case = make_case(world)
    with db.writing() as session:
        session.add(row(world, case.id, **more))
        if sound:
            session.flush()
        else:
            with pytest.raises(IntegrityError):
                session.flush()


def test_a_consent_ends_once(world):
    case = make_case(world, seats=[world.ngo])
    consent_id = agree(world.advocate, case, to(world.health))
    with db.writing() as session:
        for _ in range(2):
            end = {"team_id": world.team_id, "case_id": case.id, "consent_id": consent_id, "method": "phone"}
            session.add(ConsentEnd(**end, ended_at=clock.now(), ended_by_id=world.advocate.member_id))
        with pytest.raises(IntegrityError):
            session.flush()


def test_who_may_consent_is_said_in_words():
    assert [str(giver.label) for giver in Giver] == [
        "The survivor herself",
        "Her legal representative",
        "The guardianship body",
    ]
