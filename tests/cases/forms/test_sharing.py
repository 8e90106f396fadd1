"""The forms that end a share and renew one."""

from typing import Any

from icat.cases.commands.sharing import ENDINGS
from icat.cases.forms.sharing import RenewForm, WithdrawForm
from icat.cases.steps.sharing import usual_last_day
from icat.legal import ConsentState


def test_it_asks_why_in_a_code_and_in_words(app: Any) -> None:
    with app.test_request_context(method="POST", data={"seen": "abc"}):
        form = WithdrawForm(meta={"csrf": False})

        assert not form.validate_on_submit()
        assert len(form.all_errors()) == 2
        assert [choice.value for choice in form.code.choices] == list(ENDINGS)


def test_a_renewal_begins_with_what_is_likely_and_keeps_what_was_typed(app: Any) -> None:
    with app.test_request_context():
        form = RenewForm(meta={"csrf": False}).offer(ConsentState.GIVEN)
        assert (form.consent.data, form.until.data) == (ConsentState.GIVEN, usual_last_day())
    with app.test_request_context(method="POST", data={"consent": "not_needed"}):
        assert RenewForm(meta={"csrf": False}).offer(ConsentState.GIVEN).consent.data == ConsentState.NOT_NEEDED
