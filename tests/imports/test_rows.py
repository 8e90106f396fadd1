"""A row becomes a case, or says in which column what is wrong."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from icat import clock
from icat.cases.models import Stage
from icat.imports.columns import Column
from icat.imports.rows import Defaults, Made, key_of_person, read_row
from icat.names import skeleton
from tests.imports.bringing import on
from tests.make import HROMADA

C = Column
POLICE = UUID(int=7)
DEFAULTS = Defaults(Stage.RESEARCH, (HROMADA, "UA68040390000011141"), HROMADA, {skeleton("Поліція"): POLICE})
GOOD = {C.OPENED_ON: on(5), C.HER_NAME: "Їжак Ґвалія", C.HIS_NAME: "Їжак Іван"}


def read(defaults: Defaults = DEFAULTS, **cells: str) -> Made:
    """A row with these cells beside those that are needed."""
    given = {**GOOD, **{Column(name): text for name, text in cells.items()}}
    header = [f"«{column}»" for column in given]
    return read_row(7, header, dict(enumerate(given)), list(given.values()), defaults)


def faults(**cells: str) -> list[tuple[str, str]]:
    return [(fault.heading, str(fault.message)) for fault in read(**cells).faults]


def test_a_good_row_is_a_case() -> None:
    made = read(state="в роботі", her_birth="1990", his_phone="067 111 22 33", relationship="чоловік", children="2")

    assert made.faults == ()
    assert (made.number, made.stage, made.hromada) == (7, Stage.RESEARCH, HROMADA)
    assert made.opened_on == clock.today() - timedelta(days=5)
    assert (made.survivor["surname"], made.survivor["given_name"]) == ("Їжак", "Ґвалія")
    assert (made.perpetrator["phone"], made.perpetrator["relationship"]) == ("+380671112233", "spouse")
    assert made.has_children


def test_nobody_says_that_her_number_is_safe() -> None:
    made = read(her_phone="067 111 22 33")

    assert made.survivor["safe_number"] == "+380671112233"
    assert "phone" not in made.survivor
    assert not made.survivor.get("safe_method")


def test_a_day_of_closing_closes_it() -> None:
    made = read(opened_on=on(90), closed_on=on(10))

    assert (made.stage, made.closed_on) == (Stage.CLOSED, clock.today() - timedelta(days=10))
    assert made.faults == ()


def test_separate_columns_of_a_name_come_before_the_whole() -> None:
    assert read(her_surname="Ямкова").survivor["surname"] == "Ямкова"


def test_several_columns_of_text_are_put_together_under_their_headings() -> None:
    columns = {0: C.OPENED_ON, 1: C.HER_NAME, 2: C.HIS_NAME, 3: C.TRIED, 4: C.TRIED, 5: C.TRIED}
    cells = [on(5), "Їжак Ґвалія", "Їжак Іван", "припис", "", "притулок"]

    made = read_row(2, ["a", "b", "c", "Поліція", "Служба", "НГО"], columns, cells, DEFAULTS)

    assert made.tried == "Поліція: припис\nНГО: притулок"


@pytest.mark.parametrize(
    ("cells", "heading", "words"),
    [
        ({"opened_on": "колись"}, "«opened_on»", "is no day"),
        ({"opened_on": ""}, "«opened_on»", "is missing"),
        ({"her_name": ""}, "", "The survivor has no name"),
        ({"his_name": ""}, "", "he could be recognised"),
        ({"her_birth": "2090"}, "«her_birth»", "yet to come"),
        ({"hromada": "Москва"}, "«hromada»", "no hromada of this team"),
        ({"agency": "КДБ"}, "«agency»", "no agency of this team"),
        ({"relationship": "сусід"}, "«relationship»", "not in the list"),
        ({"children": "?"}, "«children»", "whether there are children"),
        ({"happened": "x" * 4001}, "«happened»", "At most 4000"),
        ({"own_number": "1" * 61}, "«own_number»", "At most 60"),
        ({"state": "в роботі", "closed_on": on(1)}, "«closed_on»", "The case is open, and yet"),
        ({"closed_on": on(9), "state": "закрито"}, "«closed_on»", "before it was opened"),
        ({"opened_on": on(500), "closed_on": on(400)}, "«closed_on»", "more than twelve months ago"),
    ],
)
def test_what_is_wrong_is_said_under_its_heading(cells: dict[str, Any], heading: str, words: str) -> None:
    found = faults(**cells)

    assert any(name == heading and words in message for name, message in found), found


def test_an_open_case_may_be_as_old_as_it_is() -> None:
    assert faults(opened_on=on(900)) == []


def test_a_hromada_is_found_by_its_name_or_code_and_may_be_the_same_for_all() -> None:
    assert read(hromada="Хмельницька").hromada == HROMADA
    assert read(hromada="хмельницька ТГ").hromada == HROMADA
    assert read(hromada=HROMADA.lower()).hromada == HROMADA
    without = Defaults(Stage.RESEARCH, (HROMADA,))
    assert any("in which hromada" in str(fault.message) for fault in read(without).faults)


def test_an_agency_is_found_by_its_name() -> None:
    assert read(agency="Поліція").agency_id == POLICE


def test_a_person_without_one_of_the_names_is_like_nobody() -> None:
    assert key_of_person({"surname": "Їжак"}) == ""
    assert key_of_person({"surname": "Їжак", "given_name": "Іван"}) == key_of_person(
        {"surname": "їжак", "given_name": "іван"}
    )
