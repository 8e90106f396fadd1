"""The PIN is a password box: it is never drawn with what was typed."""

from icat.cases.forms.offline import LockForm, OpenForm


def test_a_pin_is_never_drawn_again(app):
    with app.test_request_context(method="POST", data={"lock-pin": "482913", "open-pin": "482913"}):
        for form in (LockForm(prefix="lock-", meta={"csrf": False}), OpenForm(prefix="open-", meta={"csrf": False})):
            assert 'type="password"' in str(form.pin())
            assert "482913" not in str(form.pin())
