"""A table is brought in through the browser."""

from io import BytesIO
from typing import Any

from icat.cases.models import Case, Imported
from icat.imports.models import Import, ImportState
from tests.imports.bringing import HEADER, brought, found, good_rows, named, on
from tests.make import HROMADA, World
from tests.meetings.sitting import one, rows
from tests.sheets.books import XLSX, workbook


def test_from_the_file_to_the_cases(client_for: Any, world: World) -> None:
    client = client_for(world.coordinator)
    assert "/teams/KHM/imports/new" in client.get("/imports").text
    table = workbook([HEADER.split(";"), *(row.split(";") for row in good_rows())])

    page = client.send(
        "/teams/KHM/imports/new",
        {"file": (BytesIO(table), "випадки.xlsx", XLSX)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    at = "/teams/KHM/imports/1"
    assert "What is in each column?" in page.text
    assert "Їжак Ґвалія Петрівна" in page.text
    view = found(world, 1)
    boxes = {f"column_{place}": column.value for place, column in view.choices.columns.items()}
    page = client.send(
        at, {**boxes, "basis_code": "UA-POWER", "live_stage": "research", "hromada": HROMADA}, follow_redirects=True
    )
    assert "2 rows can come in" in page.text
    page = client.send(f"{at}/check", {}, follow_redirects=True)
    assert "2 cases were brought in" in page.text

    case = one(Case, Case.id == one(Imported, Imported.row == 2).case_id)
    shown = client.get(f"/cases/{case.reference}").text
    assert "Brought in from a table on" in shown
    assert world.coordinator.name in shown
    assert one(Import).digest[:16] in shown
    assert "1/26" in shown
    assert "Їжак Ґвалія Петрівна" in client_for(world.chair).get(f"/cases/{case.reference}").text
    for who in (world.social_worker, world.policewoman, world.auditor):
        assert client_for(who).get(f"/cases/{case.reference}").status_code == 404
    for path in (at, f"{at}/check"):
        assert client.get(path).status_code == 404


def test_nobody_is_told_that_her_number_is_safe(client_for: Any, world: World) -> None:
    header = "Дата направлення;ПІБ постраждалої;Телефон постраждалої;ПІБ кривдника"
    number = brought(world, f"{on(3)};Їжак Ґвалія;067 111 22 33;Їжак Іван", header=header)
    named(world, number)
    client = client_for(world.coordinator)
    client.send(f"/teams/KHM/imports/{number}/check", {})

    page = client.get(f"/cases/{one(Case).reference}").text

    assert "Not known whether a call is safe" in page
    assert "111 22 33" in page.replace("\xa0", " ")
    assert "tel:" not in page


def test_a_file_that_cannot_be_read_is_said_beside_its_box(client_for: Any, world: World) -> None:
    bad = (BytesIO(b"one\n1\n"), "a.csv", "text/csv")

    page = client_for(world.coordinator).send(
        "/teams/KHM/imports/new", {"file": bad}, content_type="multipart/form-data"
    )

    assert 'href="#file">Only one column was found' in page.text
    assert rows(Import) == []


def test_a_fault_names_its_row_and_column_in_the_readers_language(client_for: Any, world: World) -> None:
    number = brought(world, *good_rows(), "3;учора;;Вигадана Ганна;;Вигаданий Олег;;")
    named(world, number)
    client = client_for(world.coordinator)
    at = f"/teams/KHM/imports/{number}/check"

    page = client.get(at).text
    assert "<strong>Дата направлення</strong>" in page
    assert "is no day" in page
    assert "Row 4" in page
    client.set_cookie("icat-language", "uk")
    assert "Рядок 4" in client.get(at).text
    client.set_cookie("icat-language", "en")
    refused = client.send(at, {})
    assert "leave these rows out" in refused.text
    client.send(at, {"leaves_out": "y"})
    assert len(rows(Case)) == 2


def test_a_table_is_thrown_away(client_for: Any, world: World) -> None:
    number = brought(world)
    client = client_for(world.coordinator)
    at = f"/teams/KHM/imports/{number}"

    page = client.post(f"{at}/discard", data={"csrf_token": _token(client, at), "version": "0"}, follow_redirects=True)

    assert "thrown away" in page.text
    assert one(Import).state is ImportState.DISCARDED


def test_before_the_columns_are_named_there_is_no_trial(client_for: Any, world: World) -> None:
    number = brought(world)

    answer = client_for(world.coordinator).get(f"/teams/KHM/imports/{number}/check")

    assert answer.headers["Location"].endswith(f"/teams/KHM/imports/{number}")


def test_nobody_else_finds_it(client_for: Any, world: World) -> None:
    number = brought(world, f"1;{on(3)};;Їжак Ґвалія;;Їжак Іван;;")

    for who in (world.chair, world.officer, world.auditor, world.supervisor):
        for path in ("/imports", "/imports/example", "/teams/KHM/imports/new", f"/teams/KHM/imports/{number}"):
            assert client_for(who).get(path).status_code == 403
    assert client_for(world.strange_chair).get(f"/teams/KHM/imports/{number}").status_code == 403
    assert client_for(world.coordinator).get("/teams/LVV/imports/new").status_code == 404
    assert client_for(world.coordinator).get("/teams/KHM/imports/99").status_code == 404


def test_the_example_is_a_table_that_comes_in_as_it_is(client_for: Any, world: World) -> None:
    client = client_for(world.coordinator)
    answer = client.get("/imports/example")
    assert answer.data.startswith(b"\xef\xbb\xbf")

    client.send(
        "/teams/KHM/imports/new",
        {"file": (BytesIO(answer.data), "example.csv", "text/csv")},
        content_type="multipart/form-data",
    )
    view = found(world, 1)
    assert len(view.choices.columns) == len(view.header), "each heading of the example is recognised"


def _token(client: Any, at: str) -> str:
    page: str = client.get(at).text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
