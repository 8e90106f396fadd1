"""The doorstep form: of the one grammar, and what can be chosen beforehand."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from icat.cases.forms.quick import AT_THE_DOOR, WITHOUT_SIGNAL, QuickForm, as_alert, client_id_of, usual_basis
from icat.cases.forms.referral import ReferralForm
from icat.cases.queries.office import office_bases
from icat.legal import Sector
from icat.members.models import Agency


def test_every_box_is_one_of_the_grammar(app: Flask) -> None:
    with app.test_request_context():
        quick, whole = QuickForm(), ReferralForm()

    assert {*AT_THE_DOOR, *WITHOUT_SIGNAL} == {field.name for field in quick} - {
        "client_id",
        "team",
        "version",
        "csrf_token",
    }
    for name in AT_THE_DOOR:
        assert (type(quick[name]), quick[name].label.text) == (type(whole[name]), whole[name].label.text)


@pytest.mark.parametrize(
    ("sector", "is_state", "code"),
    [(Sector.POLICE, True, "UA-POWER"), (Sector.SOCIAL_SERVICES, True, "UA-POWER"), (Sector.NGO, False, "")],
)
def test_a_basis_that_rests_on_her_word_is_never_chosen_beforehand(sector: Sector, is_state: bool, code: str) -> None:
    agency = Agency(team_id=uuid4(), name="Установа", short_name="У", sector=sector, is_state=is_state)

    assert usual_basis(office_bases(agency, critical_yes=True, child_concerned=False)) == code


def test_an_identifier_that_is_none_is_made_anew() -> None:
    known = uuid4()

    assert client_id_of(str(known)) == known
    assert isinstance(client_id_of("'; drop"), UUID)
    assert client_id_of(None) != client_id_of(None)


def test_the_alert_button_outweighs_the_circle() -> None:
    assert as_alert(MultiDict({"urgency": "routine", "surname": "А"})).to_dict() == {
        "urgency": "urgent_now",
        "surname": "А",
    }
