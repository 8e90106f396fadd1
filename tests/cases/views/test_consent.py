"""The pages of consents, as somebody with a browser uses them."""

from io import BytesIO

import pytest

from icat.cases.models import Consent, ConsentEnd, ConsentPaper, ShareEnd
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.files.brought import SECRET_PLACE, pdf, telling_photo
from tests.make import MadeCase, World, make_case
from tests.meetings.sitting import one, rows
from tests.pdf.reading import text


@pytest.fixture
def case(world: World) -> MadeCase:
    return make_case(world, seats=seated(world))


@pytest.fixture
def at(case: MadeCase) -> str:
    return f"/cases/{case.reference}/consents"


def typed(world: World, **more: object) -> dict[str, object]:
    return {"to": str(world.health), "categories": "risk", "method": "phone", **more}


def test_a_consent_is_recorded_with_a_photo_of_the_form_and_the_photo_comes_back(client_for, world, at):
    client = client_for(world.advocate)
    photo = (BytesIO(telling_photo()), "form.jpg", "image/jpeg")

    client.send(f"{at}/new", typed(world, file=photo), content_type="multipart/form-data")
    page = client.get(f"{at}/1").get_data(as_text=True)
    kept = client.get(f"{at}/1/paper/1")

    assert one(Consent).owner_id == world.ngo
    assert "Лікарня" in page
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept.headers["Content-Security-Policy"]
    assert kept.data.startswith(b"\xff\xd8\xff")
    assert SECRET_PLACE not in kept.data


def test_a_file_that_is_refused_is_said_beside_its_box_and_the_typing_is_kept(client_for, world, at):
    bad = (BytesIO(b"<html>"), "form.pdf", "application/pdf")

    answer = client_for(world.advocate).send(
        f"{at}/new", typed(world, file=bad, witness="Марія"), content_type="multipart/form-data"
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'href="#file">This file is not what its name says' in page
    assert 'value="Марія"' in page
    assert rows(Consent) == []


def test_the_signed_form_may_be_added_later(client_for, world, case, at):
    agree(world.advocate, case, to(world.health))
    paper = (BytesIO(pdf()), "form.pdf", "application/pdf")

    client_for(world.advocate).send(f"{at}/1/attach", {"file": paper}, content_type="multipart/form-data")

    assert one(ConsentPaper)
    assert "Not checked for viruses" in client_for(world.advocate).get(f"{at}/1").get_data(as_text=True)
    assert client_for(world.doctor).get(f"{at}/1/attach").status_code == 404
    assert client_for(world.doctor).get(f"{at}/1/paper/1").status_code == 404


def test_taking_it_back_shows_what_ends_and_ends_it(client_for, world, case, at):
    agree(world.advocate, case, to(world.health))
    share_on_consent(world.advocate, case, world.health)
    client = client_for(world.advocate)

    page = client.get(f"{at}/1/withdraw").get_data(as_text=True)
    client.send(f"{at}/1/withdraw", {"method": "phone", "reason": "Передумала"})

    assert "will no longer read: risk factors" in page
    assert one(ConsentEnd)
    assert one(ShareEnd)
    assert client.get(f"{at}/1/withdraw").status_code == 404
    assert "Taken back" in client.get(at).get_data(as_text=True)


def test_a_share_of_ones_own_may_go_on_on_another_basis(client_for, world, case, at):
    agree(world.advocate, case, to(world.police))
    share_on_consent(world.advocate, case, world.police)
    client = client_for(world.advocate)
    page = client.get(f"{at}/1/withdraw").get_data(as_text=True)
    box = page.split('name="move_')[1].split('"')[0]

    client.send(f"{at}/1/withdraw", {"method": "phone", "reason": "Душив її", f"move_{box}": "UA-CRIMINAL"})

    assert one(ShareEnd).code == "superseded"


def test_what_was_shared_meanwhile_is_shown_before_it_ends(client_for, world, case, at):
    agree(world.advocate, case, to(world.health))
    client = client_for(world.advocate)
    stale = {"method": "phone", "reason": "x", "seen": str(world.team_id)}

    answer = client.send(f"{at}/1/withdraw", stale)

    assert "Somebody else changed this" in answer.get_data(as_text=True)
    assert rows(ConsentEnd) == []


def test_a_number_that_moved_to_another_consent_changes_nothing_there(client_for, world, case, at):
    """A reader's numbers move when an older consent becomes known to the reader; nobody takes back the wrong one."""
    agree(world.advocate, case, to(world.health))
    client = client_for(world.advocate)
    moved = {"of": str(world.team_id)}
    paper = (BytesIO(pdf()), "form.pdf", "application/pdf")

    answers = [
        client.send(f"{at}/1/withdraw", {"method": "phone", "reason": "Передумала", **moved}),
        client.send(f"{at}/1/attach", {"file": paper, **moved}, content_type="multipart/form-data"),
    ]

    assert all("Somebody else changed this" in answer.get_data(as_text=True) for answer in answers)
    assert rows(ConsentEnd) == rows(ConsentPaper) == []


@pytest.mark.parametrize(("query", "shown"), [("language=uk", True), ("language=en&blank=1", False)])
def test_the_form_to_sign_is_one_page_prefilled_or_blank(client_for, world, case, at, query, shown):
    answer = client_for(world.advocate).get(f"{at}/form?{query}")

    said = text(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="form.pdf"'
    assert ("ГО «Поруч»" in said) is shown
    assert (case.reference in said) is shown
    assert "ICAT" not in said
    assert ("My consent" in said) is not shown


@pytest.mark.parametrize("page", ["", "/new", "/1", "/1/withdraw", "/1/paper/1", "/form"])
def test_who_has_no_part_in_the_case_finds_no_page(client_for, world, case, at, page):
    agree(world.advocate, case, to(world.health))

    for who in (world.child_worker, world.stranger, world.auditor):
        assert client_for(who).get(f"{at}{page}").status_code in (403, 404)
