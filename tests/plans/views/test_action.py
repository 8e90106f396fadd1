"""The pages of one action."""

from typing import Any

from sqlalchemy import select

from icat.db import engine as db
from icat.plans.commands.actions import revise_action
from icat.plans.models import Action, ActionStatus
from tests.client import hidden_fields
from tests.make import World
from tests.plans.build import action, decided, rows


def address(case: Any, made: Any, page: str) -> str:
    """Where an action's page lies."""
    return f"/cases/{case.reference}/plan/actions/{made.hex[:8]}/{page}"


def test_the_coordinator_adds_an_action(client_for: Any, world: World) -> None:
    case = decided(world)

    answer = client_for(world.coordinator).send(
        f"/cases/{case.reference}/plan/actions/new",
        {
            "domain": "perpetrator",
            "text": "Вилучити пістолет.",
            "danger_factor": "weapon-access",
            "agency_id": str(world.police),
        },
        follow_redirects=True,
    )

    assert "The action is in the plan" in answer.get_data(as_text=True)
    with db.database().open_reading() as session:
        row = session.scalars(select(Action)).one()
        assert (row.text, row.danger_factor) == ("Вилучити пістолет.", "weapon-access")


def test_what_is_refused_keeps_the_typing(client_for: Any, world: World) -> None:
    case = decided(world)

    answer = client_for(world.coordinator).send(
        f"/cases/{case.reference}/plan/actions/new",
        {"domain": "survivor", "text": "Подзвонити їй.", "agency_id": str(world.police)},
    )

    page = answer.get_data(as_text=True)
    assert "Say which danger it reduces" in page
    assert "Подзвонити їй." in page


def test_the_second_of_two_editors_is_told_what_changed_with_both_in_sight(client_for: Any, world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police, "Відвідати її.")
    client = client_for(world.coordinator)
    page = client.get(address(case, made, "edit"))
    assert "Відвідати її." in page.get_data(as_text=True)

    before = hidden_fields(page.get_data(as_text=True))
    revise_action(
        world.chair.actor,
        made,
        0,
        text="Відвідати її удвох.",
        agency_id=world.police,
        due_on=rows.action(made).due_on,
        member_id=None,
    )
    day = rows.action(made).due_on
    typed = {
        **before,
        "text": "Відвідати її зранку.",
        "agency_id": str(world.police),
        "due_on-day": str(day.day),
        "due_on-month": str(day.month),
        "due_on-year": str(day.year),
    }

    answer = client.post(address(case, made, "edit"), data=typed).get_data(as_text=True)

    assert "Somebody else was faster" in answer
    assert "Changed meanwhile: What will be done." in answer
    assert "Відвідати її зранку." in answer
    assert "Відвідати її удвох." in answer
    assert rows.action(made).text == "Відвідати її удвох."
    again = client.post(address(case, made, "edit"), data={**typed, **hidden_fields(answer)})
    assert again.status_code == 302
    assert rows.action(made).text == "Відвідати її зранку."


def test_the_agency_reports_and_is_not_asked_who_rang(client_for: Any, world: World) -> None:
    case = decided(world)
    made = action(world, case, world.ngo)
    client = client_for(world.advocate)
    page = client.get(address(case, made, "report")).get_data(as_text=True)
    assert 'name="told_by"' not in page
    assert "Cancelled" not in page

    client.send(address(case, made, "report"), {"status": "done", "result": "Вона у притулку."})

    assert rows.action(made).status is ActionStatus.DONE


def test_the_coordinator_reports_for_an_agency_with_the_name_of_who_rang(client_for: Any, world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)

    answer = client_for(world.coordinator).send(
        address(case, made, "report"),
        {"status": "done", "result": "Зброю здано.", "told_by": "О. Ткач, 10:40"},
        follow_redirects=True,
    )

    assert "told by phone by О. Ткач, 10:40" in answer.get_data(as_text=True)


def test_of_two_reports_the_second_sees_the_first_beside_its_own(client_for: Any, world: World) -> None:
    case = decided(world)
    made = action(world, case, world.ngo)
    client = client_for(world.advocate)
    client.send(address(case, made, "report"), {"status": "done", "result": "Вона у притулку."})

    answer = client.send(
        address(case, made, "report"), {"version": "0", "status": "not_possible", "result": "Місць немає."}
    )

    page = answer.get_data(as_text=True)
    assert "Somebody else was faster" in page
    assert "Вона у притулку." in page
    assert "Місць немає." in page


def test_an_action_of_another_agency_does_not_exist_for_this_one(client_for: Any, world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)

    assert client_for(world.advocate).get(address(case, made, "report")).status_code == 404
    assert client_for(world.policewoman).get(address(case, made, "edit")).status_code == 403
    assert client_for(world.coordinator).get(f"/cases/{case.reference}/plan/actions/00000000/edit").status_code == 404


def test_only_the_office_adds_actions(client_for: Any, world: World) -> None:
    case = decided(world)

    assert client_for(world.policewoman).get(f"/cases/{case.reference}/plan/actions/new").status_code == 403
