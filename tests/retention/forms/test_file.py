"""The forms of retention: what must be filled in, and what the lists offer."""

from flask import Flask

from icat.retention.forms.file import DisposeForm, HoldForm, TermForm


def test_nothing_is_destroyed_by_one_press(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={}):
        form = DisposeForm()
        assert not form.validate()
        assert {"told", "sure"} <= set(form.errors)


def test_a_hold_needs_a_ground_and_somebody_who_demands_it(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"reason": "Тому"}):
        form = HoldForm()
        assert not form.validate()
        assert {"code", "authority"} <= set(form.errors)


def test_only_what_a_person_can_know_is_offered(app: Flask) -> None:
    with app.test_request_context("/"):
        offered = [option.value for option in TermForm().code.choices or ()]

    assert "perpetrator_sentence" in offered
    assert "survivor" not in offered
