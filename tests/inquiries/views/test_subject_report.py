"""The pages of a report: prepared, looked at, released, handed over."""

import hashlib
from typing import Any

from icat.inquiries.models import InquiryState
from tests.inquiries.asking import dpo, events, row
from tests.inquiries.reporting import asked, prepared, seen
from tests.make import World, make_case
from tests.pdf.reading import squeezed, text


def test_from_the_draft_to_the_paper(client_for: Any, world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    at = f"/teams/KHM/inquiries/{number}"
    client = client_for(officer)
    assert "Prepare the report" in client.get(at).text

    kept = {f"keep_{code}": "y" for code in ("identity", "contact", "recipients")}
    boxes = {f"why_{code}": "" for code in ("identity", "contact", "recipients", "whereabouts")}
    page = client.send(f"{at}/report/edit", {**kept, **boxes}, follow_redirects=True)
    assert "waits for a second person" in page.text
    assert events().count("subject-report:read") >= 1
    found = seen(officer, number)
    assert found is not None

    chair = client_for(world.chair)
    preview = chair.get(f"{at}/report/paper")
    assert hashlib.sha256(preview.data).hexdigest() == found.digest
    said = squeezed(text(preview.data))
    for words in ("Єва", "вул. Зарічна, 12", "What is kept about you"):
        assert squeezed(words) in said, words
    for words in ("Прихована", "Сергій", "пістолет"):
        assert squeezed(words) not in said, words

    page = chair.send(f"{at}/report", {}, follow_redirects=True)
    assert "is released" in page.text
    assert row(number).state is InquiryState.ANSWERED
    assert client.get(f"{at}/report/paper").data == preview.data
    assert "handed over" in text(chair.get(f"{at}/letters/2").data)


def test_what_is_against_the_rule_is_asked_for_beside_its_box(client_for: Any, world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)

    page = client_for(officer).send(
        f"/teams/KHM/inquiries/{number}/report/edit", {"keep_identity": "y", "keep_whereabouts": "y"}
    )

    assert "kept or cut against the rule" in page.text


def test_a_page_about_one_person_makes_no_report_about_another(client_for: Any, world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)

    page = client_for(officer).send(
        f"/teams/KHM/inquiries/{number}/report/edit", {"keep_identity": "y", "of": str(case.perpetrator_id)}
    )

    assert "Somebody else changed this" in page.text
    assert seen(officer, number) is None


def test_it_is_sent_back(client_for: Any, world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(officer, number)
    assert found is not None
    at = f"/teams/KHM/inquiries/{number}/report"

    client_for(world.chair).send(f"{at}/reject", {"reason": "Замало."})

    assert "Замало." in client_for(officer).get(at).text


def test_nobody_else_finds_it(client_for: Any, world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    at = f"/teams/KHM/inquiries/{number}/report"

    for who in (world.strange_chair, world.policewoman, world.advocate, world.auditor):
        for page in ("", "/edit", "/paper"):
            assert client_for(who).get(at + page).status_code in (403, 404)
    assert client_for(world.chair).get(f"{at}/edit").status_code == 403
