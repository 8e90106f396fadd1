"""What a pressed button says on the next page."""

import pytest
from flask import Flask, get_flashed_messages

from icat.errors import NotFound, Refusal, RuleBroken, Stale
from icat.i18n import Message
from icat.web.button import pressed


@pytest.fixture
def bare() -> Flask:
    """An application that can keep what is to be said."""
    made = Flask("bare")
    made.secret_key = "for flashing only"
    return made


@pytest.mark.parametrize(
    ("refusal", "said"),
    [(None, "Opened."), (RuleBroken(Message("Open the meeting first.")), "Open the meeting first."), (Stale(), None)],
)
def test_it_says_that_it_was_done_or_why_not(bare: Flask, refusal: Refusal | None, said: str | None) -> None:
    with bare.test_request_context("/"):
        with pressed("Opened."):
            if refusal is not None:
                raise refusal

        assert get_flashed_messages() == [said or str(Stale().message)]


def test_what_is_not_there_is_no_matter_of_a_button(bare: Flask) -> None:
    with bare.test_request_context("/"):
        with pytest.raises(NotFound), pressed("Opened."):
            raise NotFound

        assert get_flashed_messages() == []
