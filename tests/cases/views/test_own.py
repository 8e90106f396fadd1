"""What the pages of a referral share."""

from flask import Flask

from icat.cases.views.own import typed_here


def test_buttons_tokens_and_the_identifier_of_the_page_are_no_typing(app: Flask) -> None:
    sent = {"surname": "Ґалаґан", "csrf_token": "x", "version": "1", "client_id": "y", "alert": "y", "team": "KHM"}

    with app.test_request_context("/referrals/quick", method="POST", data=sent):
        assert typed_here() == {"surname": ["Ґалаґан"]}
