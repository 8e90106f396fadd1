"""An open inquiry keeps what it asks about, and so does a legal hold; the answer lets go."""

import pytest

from icat import clock
from icat.cases.commands.holds import place_hold
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.inquiries.models import Inquiry, InquiryCase
from icat.policy.permissions import Permission
from icat.retention.commands.disposal import propose_disposal
from icat.retention.queries.due import due_references, overview
from icat.retention.queries.file import open_file
from icat.retention.queries.holding import kept_among
from tests.inquiries.asking import received
from tests.make import World
from tests.retention.ending import old_case, version


def test_what_is_asked_about_is_not_destroyed_before_the_answer(world: World) -> None:
    case_id, reference = old_case(world)
    other, _reference = old_case(world)
    number = received(world.coordinator)
    with db.writing() as session:
        asked = session.query(Inquiry).filter(Inquiry.number == number).one()
        asked.is_hold = True
        session.add(
            InquiryCase(
                team_id=world.team_id,
                inquiry_id=asked.id,
                case_id=case_id,
                linked_at=clock.now(),
                linked_by_id=world.chair.member_id,
            )
        )
        session.commit()

    with pytest.raises(RuleBroken, match="legal hold"):
        propose_disposal(world.coordinator.actor, case_id, version(case_id))
    shown = overview(world.coordinator.actor)
    assert [row.reference for row in shown.held] == [reference]
    assert [row.case_id for row in due_references(db.session(), world.team_id)] == [other]
    file = open_file(world.coordinator.actor, Permission.RETENTION_READ, reference, clock.today())
    assert (file.is_held, file.is_asked_about) == (True, True)
    db.end()

    with db.writing() as session:
        asked = session.query(Inquiry).filter(Inquiry.number == number).one()
        asked.answered_at, asked.answered_by_id, asked.outcome = clock.now(), world.coordinator.member_id, "full"
        session.commit()
    propose_disposal(world.coordinator.actor, case_id, version(case_id))


def test_either_is_enough(world: World) -> None:
    case_id, _reference = old_case(world)
    other, _reference = old_case(world)
    place_hold(world.chair.actor, other, code="court", authority="Суд")

    assert kept_among(db.session(), [case_id, other]) == {other}
