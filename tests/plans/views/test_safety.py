"""The pages of the safety plan."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.plans.commands.safety import entrust_safety_plan
from tests.client import hidden_fields
from tests.make import World
from tests.pdf.reading import squeezed, text
from tests.plans.build import SAFE_ANSWERS, SPEECH, decided, her_plan, rows

ANSWERS = {f"answer_{code}": answer for code, answer in SAFE_ANSWERS.items()}


def test_the_advocate_writes_it_with_her(client_for: Any, world: World) -> None:
    case = decided(world)
    client = client_for(world.advocate)
    assert "Make a safety plan with her" in client.get(f"/cases/{case.reference}/safety-plan").get_data(as_text=True)
    page = client.get(f"/cases/{case.reference}/safety-plan/edit").get_data(as_text=True)
    assert "Which room is safer?" in page

    answer = client.send(
        f"/cases/{case.reference}/safety-plan/edit",
        {
            "language": "uk",
            "text_during_incident": SPEECH,
            "printed_during_incident": "y",
            "text_technology": "Старий телефон.",
            "code_word": "помідор",
            "is_with_her": "y",
        },
        follow_redirects=True,
    )

    page = answer.get_data(as_text=True)
    assert "The safety plan was saved." in page
    assert "Якщо він п’є" in page
    assert "She does not want this on paper." in page
    assert "помідор" in page


def test_a_second_writer_keeps_the_typing_and_sees_the_other_words(client_for: Any, world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    client = client_for(world.advocate)
    address = f"/cases/{case.reference}/safety-plan/edit"
    before = hidden_fields(client.get(address).get_data(as_text=True))
    client.send(address, {"language": "uk", "text_during_incident": "Інші слова.", "printed_during_incident": "y"})

    typed = {**before, "language": "uk", "text_during_incident": "Мої слова."}
    page = client.post(address, data=typed).get_data(as_text=True)

    assert "Somebody else was faster" in page
    assert "Мої слова." in page
    assert "Інші слова." in page
    assert client.post(address, data={**typed, **hidden_fields(page)}).status_code == 302


def test_it_is_closed_to_all_whom_she_did_not_let_see_it(client_for: Any, world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    address = f"/cases/{case.reference}/safety-plan"

    for member in (world.chair, world.coordinator, world.policewoman):
        assert client_for(member).get(address).status_code == 403
    page = client_for(world.supervisor).get(address).get_data(as_text=True)
    assert "No safety plan is open to you." in page
    assert "п’є" not in page
    assert client_for(world.supervisor).get(f"{address}/export").status_code == 404
    assert client_for(world.doctor).get(address).status_code == 404


def test_a_closed_plan_looks_like_none_at_all(client_for: Any, world: World) -> None:
    with_plan, without = decided(world), decided(world)
    her_plan(world, with_plan)
    client = client_for(world.supervisor)

    pages = [
        client.get(f"/cases/{case.reference}/safety-plan").get_data(as_text=True).replace(case.reference, "")
        for case in (with_plan, without)
    ]

    assert [page.split("<h2>Safety plan")[1].split("<footer")[0] for page in pages][0] in pages[1]


def test_an_entrusted_plan_is_read_and_printed_by_that_agencys_supervisor(client_for: Any, world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)
    advocate = client_for(world.advocate)
    refused = advocate.send(f"/cases/{case.reference}/safety-plan/entrust", {"agency_id": str(world.police)})
    assert "Ask her first" in refused.get_data(as_text=True)
    advocate.send(f"/cases/{case.reference}/safety-plan/entrust", {"agency_id": str(world.police), "she_agrees": "y"})
    supervisor = client_for(world.supervisor)
    assert "Якщо він п’є" in supervisor.get(f"/cases/{case.reference}/safety-plan").get_data(as_text=True)

    answer = supervisor.send(
        f"/cases/{case.reference}/safety-plan/export",
        {"holder": "survivor", "format": "full", "purpose": "safety_planning", "language": "uk", **ANSWERS},
    )

    assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:3000]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document-1.pdf"'
    assert squeezed(SPEECH) in squeezed(text(answer.data))
    assert plan
    assert rows.events(world.team_id)[-2:] == ["share:recorded", "safety-plan:exported"]


def test_an_old_plan_says_so_and_is_confirmed_with_one_press(client_for: Any, world: World) -> None:
    case = decided(world)
    # 31 days back can be 30 on the calendar: where summer time ended in between.
    with clock.pretending(clock.now() - timedelta(days=32)):
        her_plan(world, case)
    client = client_for(world.advocate)
    address = f"/cases/{case.reference}/safety-plan"
    assert "OLD: last confirmed with her on" in client.get(address).get_data(as_text=True)

    answer = client.send(address, follow_redirects=True)

    assert "The plan was confirmed with her today." in answer.get_data(as_text=True)
    assert rows.safety(case.id).confirmed_on == clock.today()


def test_paper_that_nobody_asked_about_comes_back_with_the_question(client_for: Any, world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    answer = client_for(world.advocate).send(
        f"/cases/{case.reference}/safety-plan/export",
        {"holder": "survivor", "format": "pocket_card", "purpose": "safety_planning", "card": "102 Аптека"},
    )

    page = answer.get_data(as_text=True)
    assert "Ask her this before paper leaves the room." in page
    assert "102 Аптека" in page


def test_no_paper_is_noted_and_nothing_is_downloaded(client_for: Any, world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    answer = client_for(world.advocate).send(
        f"/cases/{case.reference}/safety-plan/export",
        {"holder": "advocate", "format": "none", "holder_name": "Софія", "purpose": "safety_planning"},
        follow_redirects=True,
    )

    assert "No paper was made." in answer.get_data(as_text=True)


def test_a_plan_of_another_agency_is_not_written_by_this_one(client_for: Any, world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)
    entrust_safety_plan(world.advocate.actor, plan, agency_id=world.police, she_agrees=True)

    assert client_for(world.supervisor).get(f"/cases/{case.reference}/safety-plan/edit").status_code == 403
