"""Signing in and unlocking."""

from icat.i18n import Message
from icat.web.form import Form, HiddenTextField, SecretField, TextField, length, required


class SignInForm(Form):
    """Name, password and the six digits, on one page."""

    login = TextField(Message("Sign-in name"), [required(Message("Enter your sign-in name.")), length(200)])
    password = SecretField(Message("Password"), [required(Message("Enter your password.")), length(200)])
    code = TextField(
        Message("Code from your authenticator"),
        [required(Message("Enter the six digits that your authenticator shows.")), length(12)],
        description=Message("Six digits, new every half minute."),
    )
    next = HiddenTextField("")


class UnlockForm(Form):
    """The password again, after a pause."""

    password = SecretField(Message("Password"), [required(Message("Enter your password.")), length(200)])
    next = HiddenTextField("")
