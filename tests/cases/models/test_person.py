"""What people are called, and what the table of people cannot hold."""

from uuid import uuid4

import pytest

from icat.cases.models import Part, Person
from icat.db import engine as db
from icat.i18n import speaking
from tests.cases.rows import cannot_put, put
from tests.make import World, make_case


@pytest.mark.parametrize(
    ("known", "called"),
    [
        (("Ґалаґан", "Єва", "Їжаківна"), "Ґалаґан Єва Їжаківна"),
        (("Ґалаґан", "Єва", ""), "Ґалаґан Єва"),
        (("Ґалаґан", "", "Їжаківна"), "Ґалаґан Їжаківна"),
        (("", "Єва", "Їжаківна"), "Єва Їжаківна"),
        (("Ґалаґан", "", ""), "Ґалаґан"),
        (("", "Єва", ""), "Єва"),
        (("", "", ""), ""),
        (("  Нечуй - Левицька ", " ", "\tЇжаківна"), "Нечуй - Левицька Їжаківна"),
    ],
)
def test_whatever_part_of_a_name_is_missing_leaves_no_gap(known: tuple[str, str, str], called: str) -> None:
    surname, given, patronymic = known

    assert Person(surname=surname, given_name=given, patronymic=patronymic).full_name == called


def test_a_name_is_put_together_from_what_lies_sealed(world: World) -> None:
    case = make_case(world)
    session = db.session()

    assert session.get_one(Person, case.survivor_id).full_name == "Ґалаґан Єва Їжаківна"
    assert session.get_one(Person, case.perpetrator_id).full_name == "Ґалаґан Сергій"
    assert session.get_one(Person, case.child_id).full_name == "Аліна"


def test_every_part_in_a_case_has_words_and_nobody_is_called_guilty_before_a_verdict() -> None:
    assert len({str(part.label) for part in Part}) == len(Part)
    with speaking("en"):
        assert "probably" in str(Part.PERPETRATOR.label)
    with speaking("uk"):
        assert "ймовірно" in str(Part.PERPETRATOR.label)


def test_a_person_is_of_one_case_in_one_part_as_one_agency_describes_them(world: World) -> None:
    whole = {"team_id": world.team_id, "case_id": make_case(world).id, "owner_id": world.ngo, "part": Part.CHILD}

    for name in ("owner_id", "case_id", "team_id", "part"):
        cannot_put(Person, f"not null.*{name}|{name}.*not-null", **whole | {name: None})
    for name in ("owner_id", "case_id", "team_id"):
        cannot_put(Person, "foreign key", **whole | {name: uuid4()})
    put(Person, **whole)
