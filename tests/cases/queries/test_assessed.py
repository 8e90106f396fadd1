"""Two assessments held against each other, and the assessors of one case; a new edition changes no old result."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from icat.cases.commands.assessment import record_assessment
from icat.cases.queries.assessed import assessors, changed, numbered
from icat.cases.queries.door import CaseView, open_case
from icat.cases.queries.factors import assessments
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.policy.permissions import Permission
from icat.risk.added import adopt
from icat.risk.instrument import FOLDER, current
from tests.make import MadeCase, Person, World, make_case
from tests.risk.planted import WEIGHED, planted


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """The library as it ships, for whoever comes next."""
    yield
    adopt("")


def opened(member: Person, case: MadeCase) -> CaseView:
    db.end()
    return open_case(member.actor, Permission.CASE_READ, case.reference)


def answer(member: Person, case: MadeCase, code: str = "bc-19", **answers: str) -> None:
    db.end()
    given = {factor.replace("_", "-"): Given(one) for factor, one in answers.items()}
    record_assessment(member.actor, case.id, answers=given, code=code)
    db.end()


def test_what_changed_is_sorted_out_and_other_instruments_are_not_compared(world: World, tmp_path: Path) -> None:
    planted(tmp_path, text=WEIGHED)
    adopt(str(tmp_path))
    case = make_case(world)
    answer(world.coordinator, case, threats="no", strangling="unknown", stalking="yes", suicidal="yes")
    answer(world.chair, case, threats="yes", strangling="yes", stalking="no", suicidal="refused")
    answer(world.chair, case, code="example", beats="never", weapon="yes")
    answer(world.chair, case, code="example", beats="weekly", weapon="yes")

    view = opened(world.chair, case)
    found = changed(view, 1, 2)

    assert [one.number for one in numbered(view)] == [1, 2, 3, 4]
    assert found is not None
    assert [[turn.factor.id for turn in turns] for _words, turns in found.kinds] == [
        ["threats"],
        [],
        ["strangling"],
        [],
        ["stalking"],
        ["suicidal"],
    ]
    assert found.unchanged == 15
    scaled = changed(view, 3, 4)
    assert scaled is not None
    assert [turn.factor.id for turn in scaled.kinds[0][1]] == ["beats"]
    assert (changed(view, 2, 3), changed(view, 1, 1), changed(view, 1, 9)) == (None, None, None)


def test_where_assessors_differ_comes_first_and_nobody_sees_answers_that_were_not_shared(world: World) -> None:
    case = make_case(world, seats=[world.health])
    answer(world.coordinator, case, threats="yes", strangling="yes")
    answer(world.chair, case, threats="no", strangling="yes", stalking="yes")
    answer(world.doctor, case, threats="yes")

    found = assessors(opened(world.chair, case), "bc-19")

    assert found is not None
    assert [[one.factor.id for one in said] for _words, said in found.kinds][:3] == [
        ["threats"],
        ["stalking"],
        ["strangling"],
    ]
    assert len(found.who) == 2
    assert assessors(opened(world.doctor, case), "bc-19") is None
    assert assessors(opened(world.chair, case), "lap-11") is None


def test_a_new_edition_never_changes_an_old_result(world: World, tmp_path: Path) -> None:
    case = make_case(world)
    answer(world.coordinator, case, strangling="yes", threats="unknown")
    (before,) = assessments(opened(world.chair, case))
    text = (FOLDER / "bc-19-1.toml").read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    start = text.index('id = "strangling"')
    text = text[:start] + text[start:].replace("critical = true", "critical = false", 1)
    text = text[: text.index("[[examples]]")].replace('"strangling"]', '"suicidal"]', 1)
    examples = '[[examples]]\nname = "Nothing"\ncount = 0\nhighest = 19\nfired = []\ncritical = []\ndecisive = ['
    critical = ("separation", "escalation", "threats", "stalking", "expects-violence", "suicidal", "weapon-used")
    (tmp_path / "bc-19-2.toml").write_text(
        text + examples + ", ".join(f'"{id}"' for id in critical) + "]\n", encoding="utf-8"
    )

    adopt(str(tmp_path))

    assert current("bc-19").version == 2
    (after,) = assessments(opened(world.chair, case))
    assert (after.result, after.instrument.digest) == (before.result, before.instrument.digest)
    assert after.result.critical == ("strangling",)
    answer(world.chair, case, strangling="yes", threats="yes")
    found = changed(opened(world.chair, case), 1, 2)
    assert found is not None
    assert found.is_other_edition
    assert [turn.factor.id for turn in found.kinds[2][1]] == ["threats"]
