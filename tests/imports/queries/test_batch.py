"""What would come of a table: each row as it stands, also beside what is there already."""

import pytest

from icat.audit.reading import tear_off
from icat.cases.models import Stage
from icat.db import engine as db
from icat.errors import NotFound
from icat.imports.columns import Column
from icat.imports.commands.batch import confirm_import
from icat.imports.queries.batch import imports, offered, one_import, tried
from icat.legal import ConsentNeed
from tests.imports.bringing import brought, found, named, on, trial_of
from tests.make import World, make_case


def said(world: World, *rows: str, **more: object) -> list[str]:
    """What is wrong with these rows."""
    number = brought(world, *rows)
    named(world, number, **more)  # type: ignore[arg-type]
    return [f"{row.made.number}: {fault.message}" for row in trial_of(world, number).rows for fault in row.faults]


def test_a_table_is_listed_with_numbers_and_no_name(world: World) -> None:
    number = brought(world)
    (row,) = imports(world.coordinator.actor)

    assert (row.number, row.rows, row.cases, row.brought_by) == (number, 2, 0, world.coordinator.name)
    assert len(row.fingerprint) == 16
    db.end()
    assert imports(world.strange_chair.actor) == ()


def test_what_was_recognised_stands_there_with_examples(world: World) -> None:
    view = found(world, brought(world))

    assert view.choices.columns[3] is Column.HER_NAME
    assert not view.choices.is_made
    assert view.examples(3) == ("Їжак Ґвалія Петрівна", "Ямкова Юлія")


def test_another_teams_table_is_not_there(world: World) -> None:
    number = brought(world)

    with pytest.raises(NotFound):
        one_import(world.strange_chair.actor, number)


def test_her_consent_is_no_basis_for_a_table(world: World) -> None:
    _hromadas, bases = offered(world.coordinator.actor)

    assert bases
    assert all(basis.consent is not ConsentNeed.REQUIRED for basis in bases)


def test_before_anything_is_chosen_it_says_what_is_lacking(world: World) -> None:
    number = brought(world, "x;y", header="Бали;Колір")

    lacking = [str(one) for one in trial_of(world, number).lacking]

    assert len(lacking) == 4
    assert any("survivor" in one for one in lacking)


def test_rows_of_one_table_that_say_the_same_are_found(world: World) -> None:
    found_ = said(
        world,
        f"1;{on(20)};;Їжак Ґвалія;1990;Їжак Іван;;",
        f"2;{on(18)};;Іжак Гвалія;1990;Іжак Іван;;",
        f"1;{on(200)};;Ямкова Юлія;;Ямковий Петро;;",
        f"4;{on(300)};;Їжак Ґвалія;1990;Їжак Іван;;",
    )

    assert found_ == [
        "3: Row 2 is about the same people at the same time.",
        "4: Row 2 has the same number of the case.",
    ]


def test_what_is_a_case_already_is_found_in_spite_of_spelling_and_what_was_one_before_is_a_repeat(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH)
    number = brought(
        world,
        f"1;{on(0)};;Галаган Єва Їжаківна;1991;Галаган Сергей;;",
        f"2;{on(200)};закрито;Ґалаґан Єва;1991;Ґалаґан Сергій;;",
        f"3;{on(0)};;Ґалаґан Єва;1991;Зовсім Інший;;",
        f"4;{on(0)};;Ґалаґан Єва;1961;Ґалаґан Сергій;;",
    )
    named(world, number)
    view = found(world, number)
    tear_off()

    trial = tried(world.coordinator.actor, view)
    receipt = tear_off()
    db.end()

    assert [row.is_there for row in trial.rows][:2] == [(case.reference,), ()]
    assert [row.repeats for row in trial.rows][:2] == [(), (case.reference,)]
    assert trial.rows[2].is_good
    assert trial.rows[2].repeats == ()  # she again, with another man
    assert receipt is not None
    assert receipt.case_ids == {case.id}


def test_the_teams_own_number_tells_a_case_that_was_brought_in_before(world: World) -> None:
    number = brought(world, f"12/26;{on(20)};;Їжак Ґвалія;1990;Їжак Іван;;")
    view = named(world, number)
    confirm_import(world.coordinator.actor, view.id, view.version)
    db.end()

    again = brought(world, f"12/26;{on(90)};;Зовсім Інша;;Хтось Інший;;")
    named(world, again)

    (row,) = trial_of(world, again).rows
    assert len(row.is_there) == 1
