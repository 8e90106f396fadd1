"""The form of an export: what it makes of the answers."""

from flask import Flask

from icat.legal import Purpose
from icat.plans.commands.exports import SAFE, Handing
from icat.plans.forms.export import safety_export_form


def test_the_questions_are_those_that_the_rule_knows(app: Flask) -> None:
    with app.test_request_context():
        form = safety_export_form()(meta={"csrf": False})
        assert [field.name for field in form.questions()] == [f"answer_{code}" for code in SAFE]


def test_the_answers_become_a_handing(app: Flask) -> None:
    data = {
        "holder": "trusted_person",
        "format": "full",
        "holder_name": "Оля",
        "reason": "Тримає ключі.",
        "answer_searches": "no",
        "she_agrees": "y",
        "purpose": "court_order",
    }
    with app.test_request_context(method="POST", data=data):
        form = safety_export_form()(meta={"csrf": False})
        form.offer(())
        form.validate()
        assert form.handing() == Handing(
            "trusted_person",
            "full",
            "Оля",
            purpose=Purpose.COURT_ORDER,
            reason="Тримає ключі.",
            she_agrees=True,
            answers={"searches": "no"},
        )
