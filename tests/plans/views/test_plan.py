"""The pages of the risk-management plan."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit import recording
from icat.cases.models import Share, Stage
from icat.db import engine as db
from tests.make import World
from tests.pdf.reading import text
from tests.plans.build import action, decided, rows


def test_the_office_sees_all_actions_and_what_is_overdue(client_for: Any, world: World) -> None:
    case = decided(world)
    with clock.pretending(clock.now() - timedelta(days=9)):
        action(world, case, world.ngo, "Забронювати притулок.")
    action(world, case, world.police, "Вилучити пістолет.", danger="", danger_factor="weapon-access")

    page = client_for(world.coordinator).get(f"/cases/{case.reference}/plan").get_data(as_text=True)

    assert "Забронювати притулок." in page
    assert "Вилучити пістолет." in page
    assert "Overdue by 2 days" in page
    assert "1 action overdue" in page
    assert "Dangers are named in the words of a draft instrument." in page


def test_an_agency_sees_its_own_actions_and_not_those_of_others(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.ngo, "Забронювати притулок.")
    action(world, case, world.police, "Вилучити пістолет.")

    of_ngo = client_for(world.advocate).get(f"/cases/{case.reference}/plan").get_data(as_text=True)
    of_children = client_for(world.child_worker).get(f"/cases/{case.reference}/plan").get_data(as_text=True)

    assert "Забронювати притулок." in of_ngo
    assert "пістолет" not in of_ngo
    assert "No action of this plan is yours" in of_children


def test_a_chair_agrees_the_plan_on_its_page(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    answer = client_for(world.chair).send(f"/cases/{case.reference}/plan", follow_redirects=True)

    assert "Edition 1 of the plan is agreed." in answer.get_data(as_text=True)
    assert rows.case(case.id).stage is Stage.ACTIVE


def test_a_plan_that_moved_while_it_was_read_is_not_agreed(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    client = client_for(world.chair)
    client.get(f"/cases/{case.reference}/plan")
    old = str(case.version())
    action(world, case, world.ngo)

    answer = client.send(f"/cases/{case.reference}/plan", {"version": old})

    assert "Somebody else changed this" in answer.get_data(as_text=True)
    assert rows.case(case.id).stage is Stage.DECIDED


def test_who_may_not_agree_is_refused_and_who_may_not_know_finds_nothing(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    pressed = {"version": str(case.version())}
    assert client_for(world.policewoman).act(f"/cases/{case.reference}/plan", pressed).status_code == 403
    assert rows.case(case.id).stage is Stage.DECIDED
    assert client_for(world.doctor).get(f"/cases/{case.reference}/plan").status_code == 404
    assert client_for(world.strange_chair).get(f"/cases/{case.reference}/plan").status_code == 404


TAKEN = {
    "holder_name": "Богдан Євченко",
    "is_safe": "y",
    "purpose": "safety_planning",
    "language": "uk",
}


def test_a_supervisor_downloads_a_numbered_copy(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police, "Вилучити пістолет.")

    address = f"/cases/{case.reference}/plan/export"
    answer = client_for(world.supervisor).send(address, {**TAKEN, "agency_id": str(world.police)})

    assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:3000]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document-1.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Вилучити пістолет." in text(answer.data)
    assert rows.events(world.team_id)[-2:] == ["share:recorded", "plan:exported"]
    with db.database().open_reading() as session:
        assert len(session.scalars(select(Share).where(Share.document == "plan")).all()) == 1


def test_a_copy_without_a_safe_place_is_refused_with_the_typing_kept(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    given = {**TAKEN, "agency_id": str(world.police)}
    del given["is_safe"]

    answer = client_for(world.supervisor).send(f"/cases/{case.reference}/plan/export", given)

    assert "Find a safe place first" in answer.get_data(as_text=True)
    assert "Богдан Євченко" in answer.get_data(as_text=True)


def test_no_bytes_leave_when_the_ledger_fails(client_for: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = decided(world)
    action(world, case, world.police)
    client = client_for(world.supervisor)
    client.application.testing = False
    client.get(f"/cases/{case.reference}/plan/export")

    def refuse(*_args: object) -> list[int]:
        raise OSError

    monkeypatch.setattr(recording, "append", refuse)
    answer = client.send(f"/cases/{case.reference}/plan/export", {**TAKEN, "agency_id": str(world.police)})

    assert answer.status_code == 500
    assert b"%PDF" not in answer.data


def test_a_copy_is_taken_by_supervisors_and_the_office_only(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    assert client_for(world.policewoman).get(f"/cases/{case.reference}/plan/export").status_code == 403
    assert client_for(world.doctor).get(f"/cases/{case.reference}/plan/export").status_code == 404
    assert client_for(world.coordinator).get(f"/cases/{case.reference}/plan/export").status_code == 200
