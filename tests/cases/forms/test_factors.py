"""Factors as boxes."""

from flask import Flask

from icat.cases.forms.factors import LABELS, answers, asked, boxes, stem
from icat.cases.forms.screening import assessment_form
from icat.risk import instrument
from icat.risk.answer import Answer


def test_each_factor_has_its_three_boxes_and_no_two_share_a_name() -> None:
    bc, lap = instrument.current("bc-19"), instrument.current("lap-11")

    assert len(boxes(bc)) == 3 * 19
    assert len(boxes(lap)) == 3 * len(lap.factors)
    assert not boxes(bc).keys() & boxes(lap).keys()
    assert stem(bc, bc.factor("weapon-used")) == "bc19_weapon_used"


def test_every_answer_has_its_words() -> None:
    assert set(LABELS) == set(Answer)


def test_what_nobody_touched_was_not_asked(app: Flask) -> None:
    bc = instrument.current("bc-19")
    with app.test_request_context(method="POST", data={"bc19_threats": "refused"}):
        form = assessment_form(bc)()
        given = answers(form, bc)

    assert [one.factor.number for one in asked(form, bc)] == [factor.number for factor in bc.factors]
    assert given["threats"].answer == Answer.REFUSED
    assert not given["strangling"]
