"""Keeping answers."""

from sqlalchemy import select

from icat.cases.models import Answered
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.risk.answer import Answer
from tests.cases.referring import submit
from tests.make import World


def test_an_answer_counts_as_given_once_something_was_said() -> None:
    assert not Given()
    assert Given(note="сусідка чула")
    assert Given(Answer.UNKNOWN)


def test_notes_and_sources_are_kept_with_their_answer(world: World) -> None:
    submit(world, answers={"threats": Given(Answer.YES, "«вб'ю»", "survivor")})

    row = db.session().scalars(select(Answered)).one()
    assert (row.answer, row.note, row.source) == ("yes", "«вб'ю»", "survivor")
