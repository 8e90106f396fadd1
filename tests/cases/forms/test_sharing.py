"""The form that ends a share."""

from typing import Any

from icat.cases.commands.sharing import ENDINGS
from icat.cases.forms.sharing import WithdrawForm


def test_it_asks_why_in_a_code_and_in_words(app: Any) -> None:
    with app.test_request_context(method="POST", data={"seen": "abc"}):
        form = WithdrawForm(meta={"csrf": False})

        assert not form.validate_on_submit()
        assert len(form.all_errors()) == 2
        assert [choice.value for choice in form.code.choices] == list(ENDINGS)
