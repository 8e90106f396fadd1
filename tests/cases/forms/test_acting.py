"""A form that knows what the person saw."""

import pytest
from flask import Flask

from icat.cases.forms.acting import ActForm
from icat.errors import RuleBroken, Stale


@pytest.mark.parametrize(("sent", "seen"), [("7", 7), ("", -1), ("-3", -1), ("9" * 40, -1), ("<b>", -1)])
def test_a_version_that_is_none_is_as_old_as_can_be(app: Flask, sent: str, seen: int) -> None:
    with app.test_request_context(method="POST", data={"version": sent}):
        assert ActForm().seen() == seen


def test_only_who_was_told_that_somebody_was_faster_gets_the_new_version(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"version": "1"}):
        form = ActForm()
        form.refuse(RuleBroken("No."))
        form.renew(5)
        assert form.version.data == "1"
        form.refuse(Stale())
        form.renew(5)

    assert form.version.data == "5"
