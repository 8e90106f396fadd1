"""The pages of the register, as a browser has them."""

from typing import Any

from icat.inquiries.models import InquiryState
from icat.references import new_reference
from tests.inquiries.asking import checked, dpo, events, kept_away, received, row, tied
from tests.make import World, make_case

AT = "/teams/KHM/inquiries"


def test_from_the_call_to_the_letter(client_for: Any, world: World) -> None:
    client = client_for(world.coordinator)
    page = client.send(
        f"{AT}/new",
        {
            "kind": "other",
            "asked_by": "чоловік",
            "about": "Ґалаґан Єва",
            "channel": "phone",
            "holder_id": str(world.coordinator.member_id),
        },
        follow_redirects=True,
    )
    assert "Inquiry No. 1" in page.text
    assert "Confirm nothing" in page.text
    assert "inquiry:read" in events()

    page = client.send(f"{AT}/1/answer", {"outcome": "cannot_confirm"}, follow_redirects=True)
    assert "The answer is recorded" in page.text
    pdf = client.get(f"{AT}/1/letters/2")
    assert pdf.mimetype == "application/pdf"
    assert client.get(f"{AT}/1/letters/3").status_code == 404
    assert "Ґалаґан" not in client.get("/inquiries").text


def test_what_is_missing_is_said_and_the_typing_kept(client_for: Any, world: World) -> None:
    page = client_for(world.coordinator).send(
        f"{AT}/new",
        {
            "kind": "court",
            "asked_by": "Суд",
            "about": "Єва",
            "channel": "post",
            "holder_id": str(world.chair.member_id),
        },
    )

    assert "write the day by which the paper wants an answer" in page.text
    assert 'value="Суд"' in page.text


def test_it_is_checked_tied_given_on_and_postponed(client_for: Any, world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator)
    client = client_for(world.coordinator)

    assert "is noted" in client.send(
        f"{AT}/{number}/identity", {"shown": "letterhead", "note": "№ 5"}, follow_redirects=True
    ).text  # fmt: skip
    assert case.reference in client.send(
        f"{AT}/{number}/link", {"reference": case.reference.lower()}, follow_redirects=True
    ).text  # fmt: skip
    until = row(number).due_on.replace(day=1)
    late = {"until-day": "28", "until-month": str(until.month % 12 + 1), "until-year": "2099", "reason": "архів"}
    assert "Choose a day after" in client.send(f"{AT}/{number}/postpone", late).text
    client.send(f"{AT}/{number}/assign", {"holder_id": str(world.chair.member_id)})
    assert row(number).holder_id == world.chair.member_id
    assert "Somebody else answers" in client.send(f"{AT}/{number}/answer", {"outcome": "cannot_confirm"}).text


def test_data_leave_through_the_page(client_for: Any, world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator)
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)
    client = client_for(world.coordinator)
    given = {
        "outcome": "full",
        "categories": "services",
        "basis_code": "UA-REQUEST",
        "sector": "council",
        "is_public": "y",
        "is_committed": "y",
    }

    refused = client.send(f"{AT}/{number}/answer", {**given, "basis_code": "UA-STATS"})
    assert "There is a problem" in refused.text
    client.send(f"{AT}/{number}/answer", given)

    assert row(number).state is InquiryState.ANSWERED
    assert "Shares" in client.get(f"/cases/{case.reference}/shares").text


def test_a_wrong_reference_and_a_barred_case_get_one_answer(client_for: Any, world: World) -> None:
    case = make_case(world)
    kept_away(world, case)
    number = received(world.chair)
    client = client_for(world.chair)
    client.get("/")

    pages = [
        client.send(f"{AT}/{number}/link", {"reference": reference}).text.replace(reference, "")
        for reference in (case.reference, new_reference("KHM", 2026))
    ]

    assert "no such case that you may open" in pages[0]
    assert [len(page) for page in pages[:1]] == [len(page) for page in pages[1:]]


def test_the_register_is_for_those_who_keep_it(client_for: Any, world: World) -> None:
    officer = dpo(world)
    number = received(world.coordinator)

    assert client_for(officer).get(f"{AT}/{number}").status_code == 200
    assert client_for(officer).get(f"{AT}/{number}/link").status_code == 403
    for who in (world.officer, world.policewoman, world.advocate, world.auditor):
        assert client_for(who).get("/inquiries").status_code == 403
        assert client_for(who).get(f"{AT}/{number}").status_code in (403, 404)
    assert client_for(world.strange_chair).get(f"{AT}/{number}").status_code == 404


def test_who_has_to_answer_finds_it_on_the_first_page(client_for: Any, world: World) -> None:
    officer = dpo(world)
    received(officer)

    assert "Inquiries to answer" in client_for(officer).get("/").text
    assert "Inquiries to answer" not in client_for(world.chair).get("/").text
