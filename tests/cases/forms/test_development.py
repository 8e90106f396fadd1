"""The form of a critical development: the day that is meant, and the basis that is chosen."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from icat import clock
from icat.cases.forms.development import NOT_TOLD, RaiseForm
from icat.cases.queries.grounds import Grounds, Offered
from icat.legal import bases

POWER = Grounds((Offered("UA-POWER", bases()["UA-POWER"].label, bases()["UA-POWER"].when),), "UA-POWER")


def form_of(app: Flask, known: Grounds = POWER, *, is_office: bool = False, **typed: str) -> tuple[RaiseForm, bool]:
    """A form as a browser sent it, and whether it is well formed."""
    with app.test_request_context("/", method="POST"):
        form = RaiseForm(MultiDict({"kind": "other", "when": "now", **typed}), meta={"csrf": False})
        form.offer(known, is_office=is_office)
        return form, form.validate()


@pytest.mark.parametrize(("when", "days"), [("today", 0), ("yesterday", -1), ("tomorrow", 1)])
def test_a_word_is_a_day(app: Flask, when: str, days: int) -> None:
    form, sound = form_of(app, when=when, basis_code=NOT_TOLD)

    assert (sound, form.day(), form.basis()) == (True, clock.today() + timedelta(days=days), "")


def test_now_is_no_day_and_another_day_has_to_be_given(app: Flask) -> None:
    now, sound = form_of(app, basis_code="UA-POWER")
    other, complete = form_of(app, when="day", basis_code="UA-POWER")

    assert (sound, now.day(), now.basis()) == (True, None, "UA-POWER")
    assert not complete
    assert other.happened_on.errors


def test_the_office_chooses_no_basis_and_what_was_not_offered_is_refused(app: Flask) -> None:
    office, sound = form_of(app, Grounds((), ""), is_office=True)
    _form, other = form_of(app, basis_code="UA-CONSENT")

    assert (sound, office.basis()) == (True, "")
    assert not other


def test_the_usual_basis_stands_ticked_and_where_there_is_none_that_nothing_is_said(app: Flask) -> None:
    with app.test_request_context("/"):
        usual = RaiseForm().offer(POWER, is_office=False)
        none = RaiseForm().offer(Grounds(POWER.offered, ""), is_office=False)

    assert (usual.basis_code.data, none.basis_code.data) == ("UA-POWER", NOT_TOLD)
