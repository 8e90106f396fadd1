"""Outside results: kept as stated, whole, and by whoever may; nothing is scored."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from icat import clock
from icat.cases.commands.result import record_result
from icat.cases.models import OutsideResult, Stage
from icat.cases.queries.door import open_case
from icat.cases.queries.results import results, scan_of
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.files.checking import Brought
from icat.files.models import StoredFile
from icat.policy.permissions import Permission
from tests.files.brought import JPEG, picture
from tests.make import MadeCase, Person, World, make_case


def photo() -> Brought:
    return Brought("form.jpg", JPEG, picture())


def told(**changed: Any) -> dict[str, Any]:
    """What the command is told of a Danger Assessment, complete unless changed."""
    return {
        "tool": "danger_assessment",
        "edition": "2019, 20 запитань",
        "stated": "18, «extreme danger»",
        "scored_on": clock.today() - timedelta(days=2),
        "scored_by": "Ірина Кобзар, психологиня, ГО «Поруч»",
        **changed,
    }


def seen(who: Person, case: MadeCase) -> list[str]:
    db.end()
    return [str(one.stated) for one in results(open_case(who.actor, Permission.CASE_READ, case.reference))]


def test_what_an_agency_keeps_is_its_own_and_what_the_office_keeps_is_the_teams(world: World) -> None:
    case = make_case(world, seats=[world.ngo, world.health])
    db.end()

    record_result(world.advocate.actor, case.id, **told())
    police = told(tool="ua_369_180", edition="", stated="high", scored_by="Гнат Ярошенко, дільничний", scan=photo())
    record_result(world.coordinator.actor, case.id, **police)

    assert seen(world.advocate, case) == ["18, «extreme danger»"]
    assert [str(one) for one in seen(world.chair, case)] == ["high"]
    assert seen(world.doctor, case) == []
    db.end()
    scan = scan_of(open_case(world.chair.actor, Permission.CASE_READ, case.reference), 1)
    assert scan.content.startswith(b"\xff\xd8")
    for who, number in ((world.chair, 2), (world.advocate, 1), (world.doctor, 1)):
        db.end()
        with pytest.raises(NotFound):
            scan_of(open_case(who.actor, Permission.CASE_READ, case.reference), number)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"tool": "guess"}, None),
        ({"edition": " "}, "edition"),
        ({"stated": " "}, "stated"),
        ({"scored_on": None}, "scored_on"),
        ({"scored_on": date(2999, 1, 1)}, "scored_on"),
        ({"scored_by": ""}, "scored_by"),
        ({"tool": "ua_369_180", "stated": "14 балів"}, "level"),
    ],
)
def test_half_a_result_and_a_level_that_the_form_does_not_have_are_refused(
    world: World, wrong: dict[str, Any], field: str | None
) -> None:
    case = make_case(world)
    db.end()

    with pytest.raises(RuleBroken) as refused:
        record_result(world.coordinator.actor, case.id, **told(**wrong, scan=photo()))

    db.end()
    assert field in (None, refused.value.field)
    assert db.session().scalars(select(OutsideResult)).all() == []
    assert db.session().scalars(select(StoredFile)).all() == []


def test_who_has_no_seat_and_a_case_that_is_over_are_refused(world: World) -> None:
    case, over = make_case(world), make_case(world, stage=Stage.CLOSED)
    db.end()

    with pytest.raises(NotFound):
        record_result(world.doctor.actor, case.id, **told())
    with pytest.raises(RuleBroken):
        record_result(world.coordinator.actor, over.id, **told())
