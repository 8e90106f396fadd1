"""The forms of signing in: what is missing is asked for, and a secret is never sent back."""

from flask import Flask

from icat.members.forms.session import SignInForm, UnlockForm


def form(kind: type, **typed: str):  # type: ignore[no-untyped-def]
    app = Flask("bare")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST", data=typed):
        made = kind()
        made.validate_on_submit()
        return made, str(made.password())


def test_what_is_missing_is_asked_for():
    made, _ = form(SignInForm, login="", password="", code="")

    assert [str(message) for _, message in made.all_errors()] == [
        "Enter your sign-in name.",
        "Enter your password.",
        "Enter the six digits that your authenticator shows.",
    ]
    assert [str(message) for _, message in form(UnlockForm, password="")[0].all_errors()] == ["Enter your password."]


def test_a_password_is_taken_as_it_was_typed_and_not_sent_back():
    made, box = form(SignInForm, login=" officer ", password=" two  blanks ", code="123 456")

    assert (made.login.data, made.password.data) == ("officer", " two  blanks ")
    assert "blanks" not in box
    assert 'type="password"' in box


def test_over_long_typing_is_refused_before_it_is_hashed():
    made, _ = form(SignInForm, login="x", password="x" * 201, code="1")

    assert len(made.all_errors()) == 1
