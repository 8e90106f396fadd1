"""The referral form: what it asks, and what it makes of the typing."""

import pytest
from flask import Flask

from icat.cases.forms.referral import referral_form, sections
from icat.risk.answer import Answer
from tests.cases.referring import typed


@pytest.mark.parametrize("asks_lap", [True, False])
def test_the_eleven_questions_are_asked_only_where_the_team_asks_them(app: Flask, asks_lap: bool) -> None:
    with app.test_request_context():
        form = referral_form(asks_lap)()
        parts = [part.id for part in sections(form, asks_lap=asks_lap)]

    assert ("lap11_weapon_used" in form) is asks_lap
    assert ("lap" in parts) is asks_lap


def test_what_was_typed_reaches_the_command_as_the_columns_keep_it(app: Flask) -> None:
    more = {
        "children-0-given_name": "Аліна",
        "children-0-birth_year": "2019",
        "children-1-given_name": "",
        "bc19_strangling": "yes",
        "bc19_strangling_note": "вчора",
        "birth_on-day": "27",
        "birth_on-month": "3",
        "birth_on-year": "1991",
        "barred-0-name": "Кравець Лідія",
        "his_birth_year": "1988",
        "his_is_estimated": "y",
    }
    with app.test_request_context(method="POST", data=typed(**more)):
        told = referral_form(False)().submitted()

    assert told["people"].children[0]["birth_year"] == "2019"
    assert len(told["people"].children) == 1
    assert told["people"].survivor["birth_year"] == "1991"
    assert told["people"].survivor["birth_on"].isoformat() == "1991-03-27"
    assert told["people"].survivor["safe_number"] == "+380671112233"
    assert (told["people"].survivor["is_estimated"], told["people"].perpetrator["is_estimated"]) == (False, True)
    assert told["answers"]["strangling"].answer == Answer.YES
    assert told["answers"]["threats"].answer is Answer.NOT_ASKED
    assert told["barred"][0]["name"] == "Кравець Лідія"


def test_a_part_that_holds_something_or_is_wrong_is_open(app: Flask) -> None:
    with app.test_request_context(method="POST", data=typed(police_level="high", code_word="х" * 61)):
        form = referral_form(False)()
        form.validate()
        found = {part.id: part for part in sections(form, asks_lap=False)}

    assert found["police"].is_open
    assert not found["voice"].is_open
    assert str(found["first"].state) == "Filled in"
