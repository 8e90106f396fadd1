"""What cases rely on is held against the data files."""

import pytest

from icat import legal
from icat.cases.commands.assessment import record_assessment
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.i18n import Message
from icat.reports.queries.cited import Cited, cited
from icat.risk.answer import Answer
from icat.risk.instrument import library
from tests.audit.acting import spoil
from tests.make import World, make_case


@pytest.fixture(autouse=True)
def answered(world: World) -> None:
    """A case with one share and one answer."""
    case = make_case(world)
    db.end()
    record_assessment(world.coordinator.actor, case.id, answers={"strangling": Given(Answer.YES)})


def looked_at() -> Cited:
    db.end()
    return cited(db.session())


def said(faults: tuple[Message, ...]) -> list[str]:
    return [str(fault) for fault in faults]


def test_what_is_there_is_counted(world: World) -> None:
    found = looked_at()

    assert found.faults == ()
    assert (found.instruments, found.bases) == (1, 1)


def test_a_basis_that_was_lost_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legal, "bases", dict)

    (fault,) = said(looked_at().faults)

    assert fault.startswith("Legal basis UA-")


def test_an_instrument_that_was_lost_or_changed_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil("update assessment set instrument_hash = 'another' where team_id = :team", team=world.team_id)

    assert "is not the text that was answered" in said(looked_at().faults)[0]

    monkeypatch.setattr("icat.reports.queries.cited.library", dict)

    assert "is missing" in said(looked_at().faults)[0]
    assert library()
