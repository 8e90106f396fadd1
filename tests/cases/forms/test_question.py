"""The forms of a question about one factor."""

from flask import Flask

from icat.cases.forms.question import AnswerFactorForm, AskFactorForm
from icat.legal import ConsentState, bases
from icat.risk.instrument import current

BC = current("bc-19")
POWER = bases()["UA-POWER"]


def test_whom_to_ask_is_needed(app: Flask) -> None:
    with app.test_request_context(method="POST", data={}):
        form = AskFactorForm(meta={"csrf": False})
        form.agency.choices = [("a", "A")]
        assert not form.validate()


def test_an_answer_offers_what_the_instrument_takes_and_begins_with_the_first_basis(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"answer": "yes", "note": "двічі", "changed": "y"}):
        form = AnswerFactorForm(meta={"csrf": False}).offer(BC, BC.factor("strangling"), [POWER])
        given = form.told()

    assert [code for code, *_ in form.answer.choices] == ["yes", "no", "unknown", "refused"]
    assert (given["basis_code"], given["consent"]) == ("UA-POWER", ConsentState.NOT_NEEDED)
    assert (given["given"].answer, given["given"].note, given["given"].changed) == ("yes", "двічі", True)
