"""The forms of screening."""

import pytest
from flask import Flask

from icat.cases.forms.screening import AnswerForm, DeclineForm, LevelForm, ProposeForm, QuestionForm


@pytest.mark.parametrize("form", [AnswerForm, DeclineForm, LevelForm, ProposeForm, QuestionForm])
def test_an_empty_form_is_refused_beside_its_box(app: Flask, form: type) -> None:
    with app.test_request_context(method="POST", data={}):
        made = form()

        assert not made.validate()

    assert any(box for box, _message in made.all_errors())
