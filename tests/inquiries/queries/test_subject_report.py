"""What is kept about one person, with everybody else cut out; and who gets in to look at it."""

from dataclasses import replace

import pytest

from icat.audit.ledger import NOBODY
from icat.cases.models import Case
from icat.db import engine as db
from icat.errors import NotFound
from icat.inquiries.queries.subject_report import can_prepare, has_report, without_names
from tests.cases.referring import complete, submit
from tests.inquiries.asking import checked, dpo, kept_away, received, row, tied
from tests.inquiries.reporting import asked, drafted, prepared, seen
from tests.make import MadeCase, World, make_case


def test_of_a_case_she_is_told_what_is_hers(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)

    found = drafted(officer, number)

    kept = {block.code: block.is_kept for block in found.blocks}
    assert kept == {"identity": True, "contact": True, "whereabouts": False, "recipients": True}
    said = str([block.lines for block in found.blocks])
    for words in ("Єва", "27.03.1991", "вул. Зарічна, 12", "the coordinator and the chairs"):
        assert words in said
    for words in ("Сергій", "пістолет", "Аліна"):
        assert words not in said


def test_what_an_alert_said_and_what_completed_it_said_are_both_told(world: World) -> None:
    officer = dpo(world)
    complete(world, submit(world, more={"own_view": "Він уб’є мене"}), more={"own_view": "Тепер він має зброю"})
    case = db.session().query(Case).one()
    number = asked(world, officer, MadeCase(case.id, case.reference, NOBODY, NOBODY, NOBODY))

    (found,) = (block for block in drafted(officer, number).blocks if block.code == "own_view")

    assert [text for _label, text in found.lines] == ["Він уб’є мене", "Тепер він має зброю"]


def test_of_him_and_of_a_child_only_who_they_are_is_kept(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    his = drafted(officer, asked(world, officer, case, "perpetrator"))
    childs = drafted(officer, asked(world, officer, case, "parent"))

    assert {block.code for block in his.blocks if block.is_kept} == {"identity"}
    assert {block.code for block in his.blocks} == {"identity", "weapons", "recipients"}
    assert {block.code for block in childs.blocks if block.is_kept} == {"identity"}
    assert "Єва" not in str(his)
    assert "Сергій" not in str(childs)


def test_the_way_in_is_narrow(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = received(officer, "subject")

    def opens(who: object = officer) -> bool:
        found = row(number)
        db.end()
        return can_prepare(who.actor, found.id)  # type: ignore[attr-defined]

    assert not opens()
    checked(officer, number)
    assert not opens()
    tied(world.coordinator, number, case)  # who ties it holds it
    assert not opens()
    assert not opens(world.coordinator)
    with pytest.raises(NotFound):
        drafted(officer, number)
    assert not can_prepare(officer.actor, row(received(officer, "agency")).id)


def test_a_barred_officer_finds_what_everybody_finds(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    barred = replace(world, chair=officer)
    kept_away(barred, case)

    assert seen(officer, number) is None
    assert not has_report(officer.actor, row(number).id)
    with pytest.raises(NotFound):
        drafted(officer, number)


def test_a_second_child_is_chosen_by_number(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case, "parent")

    with pytest.raises(NotFound):
        drafted(officer, number, 2)


def test_names_of_others_go_in_every_case_of_declension() -> None:
    text = "Сергієві казав Сергій, що Сергія бачила Ганна Криницька. Єва це чула. Ганок старий."

    cut = without_names(text, {"Сергій", "Ганна", "Криницький"})

    for name in ("Серг", "Ганна", "Криницьк"):
        assert name not in cut
    assert "Єва це чула" in cut
    assert without_names("Нічого про нікого.", set()) == "Нічого про нікого."
