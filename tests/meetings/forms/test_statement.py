"""What is said at the table, as typed."""

from typing import Any
from uuid import UUID, uuid4

from icat.i18n import Message, Words
from icat.legal import Category, ConsentNeed, ConsentState
from icat.meetings.forms.statement import StatementForm
from icat.meetings.queries.table import Said
from icat.meetings.queries.telling import BasisOption, Listener, Telling

LISTENER = UUID(int=7)


def basis(code: str, consent: ConsentNeed) -> BasisOption:
    """A basis to choose."""
    said = Words(uk=code, en=code)
    return BasisOption(code, said, said, said, None, False, consent)


TELLING = Telling(
    item_id=uuid4(),
    is_at_table=True,
    listeners=(Listener(LISTENER, "Поліція"),),
    bases=(basis("UA-CONSENT", ConsentNeed.REQUIRED), basis("UA-CRIMINAL", ConsentNeed.NOT_NEEDED)),
    asks_permission=False,
)


def said(*, is_offer: bool) -> Said:
    """Something that the agency wrote."""
    return Said(uuid4(), Message("Fact"), Category.RISK, "а", None, None, None, (), (), False, is_offer)


def test_consent_is_never_presumed_given(app: Any) -> None:
    with app.test_request_context():
        form = StatementForm(meta={"csrf": False}).offer(TELLING, ())

        assert (form.basis_code.data, form.consent.data) == ("UA-CONSENT", None)
        assert form.to.data == [str(LISTENER)]
        form.rely_on(TELLING, "UA-CRIMINAL")
        assert (form.basis_code.data, form.consent.data) == ("UA-CRIMINAL", ConsentState.NOT_NEEDED)
        form.rely_on(TELLING, "UA-NONE")
        assert form.basis_code.data == "UA-CRIMINAL"


def test_facts_and_the_offer_are_told_apart(app: Any) -> None:
    fact, offer = said(is_offer=False), said(is_offer=True)
    typed = {
        "facts": [str(fact.id), str(offer.id)],
        "to": str(LISTENER),
        "basis_code": "UA-CRIMINAL",
        "consent": "given",
    }

    with app.test_request_context(method="POST", data=typed):
        form = StatementForm(meta={"csrf": False}).offer(TELLING, (fact, offer))
        assert form.validate_on_submit(), form.errors
        given = form.said((fact, offer))

    assert (given["fact_ids"], given["with_offer"], given["statement"]) == ([fact.id], True, None)
    assert given["to"] == [LISTENER]
