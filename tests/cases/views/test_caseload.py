"""The list of cases as a page."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from icat.audit.events import Event
from icat.audit.recording import upkeep
from icat.cases.models import Case, LevelCode, Seat, Stage
from tests.audit.acting import newest
from tests.make import MadeCase, World, make_case


@pytest.fixture
def cases(world: World) -> list[MadeCase]:
    """One case of the doctor's agency and one that only the office knows."""
    return [
        make_case(world, seats=[world.health], stage=Stage.ACTIVE, surname="Першенко"),
        make_case(world, surname="Другенко"),
    ]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_coordinator_has_one_table_of_all_cases(world: World, cases: list[MadeCase], client_for: Any) -> None:
    with upkeep() as session:
        session.execute(
            update(Case)
            .where(Case.id == cases[0].id)
            .values(level=LevelCode.HIGHEST_RISK, is_emergent=True, next_review_on=date(2026, 2, 3))
        )
    page = words(client_for(world.coordinator).get("/cases").text)

    for case in cases:
        assert case.reference in page
    for said in (
        "Першенко",
        "Другенко",
        "1991",
        "Plan active",
        "Highest risk",
        "Emergent",
        "Overdue since 03.02.2026",
        "Screening",
        "before the next",
    ):
        assert said in page
    assert page.index(cases[1].reference) < page.index(cases[0].reference), "newest first"


def test_a_member_sees_the_cases_at_whose_table_the_agency_sits(
    world: World, cases: list[MadeCase], client_for: Any
) -> None:
    page = client_for(world.doctor).get("/cases").text

    assert cases[0].reference in page
    assert cases[1].reference not in page
    assert "Другенко" not in page


def test_what_is_not_shared_is_drawn_as_withheld(world: World, cases: list[MadeCase], client_for: Any) -> None:
    with upkeep() as session:
        kept = session.get_one(Case, cases[1].id)
        session.add(
            Seat(
                team_id=world.team_id,
                case_id=kept.id,
                agency_id=world.health,
                given_at=kept.opened_at,
                given_by_id=world.chair.member_id,
            )
        )
    page = client_for(world.doctor).get("/cases").text

    assert cases[1].reference in page
    assert "app-withheld" in page
    assert "Другенко" not in page


def test_the_list_is_in_the_log_with_its_cases(world: World, cases: list[MadeCase], client_for: Any) -> None:
    client_for(world.coordinator).get("/cases")

    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["a"]) == (Event.CASES_READ, str(world.coordinator.member_id))
    assert {seen[0] for seen in leaf["c"]} == {str(case.id) for case in cases}  # type: ignore[attr-defined]


def test_one_stage_can_be_looked_at(world: World, cases: list[MadeCase], client_for: Any) -> None:
    client = client_for(world.coordinator)

    page = client.get("/cases?stage=active").text
    assert cases[0].reference in page
    assert cases[1].reference not in page
    assert cases[1].reference in client.get("/cases?stage=nonsense").text
    assert "no cases here" in client.get("/cases?stage=closed").text


def test_older_cases_are_a_page_away(
    world: World, cases: list[MadeCase], client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.cases.queries.caseload.caseload.__kwdefaults__", {"stages": (), "after": "", "size": 1})
    client = client_for(world.coordinator)

    first = client.get("/cases").text
    assert cases[1].reference in first
    assert cases[0].reference not in first
    older = re.search(r'href="(/cases\?[^"]*after=[^"]*)"', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    assert cases[0].reference in second
    assert "Newest cases" in second
    assert "Older cases" not in second


@pytest.mark.parametrize("who", ["auditor"])
def test_who_reads_no_cases_has_no_list(world: World, client_for: Any, who: str) -> None:
    assert client_for(getattr(world, who)).get("/cases").status_code == 403


def test_another_team_is_not_to_be_had_by_naming_it(world: World, cases: list[MadeCase], client_for: Any) -> None:
    client = client_for(world.coordinator)

    assert client.get("/cases?team=LVV").status_code == client.get("/cases?team=ZZZ").status_code == 403
