"""What the tables themselves refuse."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from icat.db import engine as db
from icat.inquiries.models import Inquiry, InquiryState
from tests.inquiries.asking import received, row
from tests.make import World


@pytest.mark.parametrize(
    "values",
    [
        {"number": 0},
        {"outcome": "full"},
        {"identity_code": "ruling"},
        {"answered_by_id": True, "answered_at": True, "outcome": "refused"},
    ],
)
def test_half_an_answer_cannot_be(world: World, values: dict[str, Any]) -> None:
    number = received(world.coordinator)
    known = {"answered_by_id": world.coordinator.member_id, "answered_at": row(number).received_at}
    given = {name: known.get(name, value) for name, value in values.items()}
    db.end()

    with pytest.raises(IntegrityError), db.writing() as session:
        session.execute(update(Inquiry).where(Inquiry.number == number).values(**given))
    assert row(number).state is InquiryState.OPEN
