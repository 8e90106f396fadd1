"""The form of the pre-check: a question for each agency without a seat, a box for each member but oneself."""

from uuid import uuid4

from flask import Flask
from werkzeug.datastructures import MultiDict

from icat.cases.forms.precheck import precheck_form
from icat.cases.models import PrecheckOutcome
from icat.cases.queries.prechecks import Prechecks, ReadAgency, Somebody


def test_boxes_are_there_for_what_can_be_said(app: Flask) -> None:
    ids = [uuid4() for _ in range(5)]
    people = (
        Somebody(ids[0], "Ірина Ґудзь", "", is_barred=False, is_reader=False, has_same_surname=False),
        Somebody(ids[1], "Ніна Щербак", "", is_barred=True, is_reader=False, has_same_surname=False),
        Somebody(ids[2], "Оксана Ющенко-Бойко", "", is_barred=False, is_reader=True, has_same_surname=False),
    )
    asked = ReadAgency(ids[3], "Лікарня", people, is_seated=False, outcome=None, at=None, by="", read_by="")
    seated = ReadAgency(ids[4], "Поліція", (), is_seated=True, outcome=None, at=None, by="", read_by="")
    sent = MultiDict({f"agency_{ids[3].hex}": "cleared", f"member_{ids[0].hex}": "y"})

    with app.test_request_context(method="POST", data=sent):
        form = precheck_form(Prechecks((asked, seated), None))

        assert form.said(PrecheckOutcome.CLEARED) == [ids[3]]
        assert form.said(PrecheckOutcome.LEFT_OUT) == []
        assert form.barred() == [ids[0]]
        (_one, said, boxes), (_other, nothing, _none) = form.rows(Prechecks((asked, seated), None))
    assert said is not None
    assert nothing is None
    assert [box is not None for _who, box in boxes] == [True, False, False]
