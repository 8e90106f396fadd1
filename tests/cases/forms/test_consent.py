"""A consent as it is typed: what stands for whom, and what was said no to."""

from typing import Any
from uuid import UUID

import pytest

from icat.cases.forms.consent import ConsentForm, WithdrawConsentForm
from icat.cases.models import Giver
from icat.cases.queries.covering import Pair
from icat.errors import Stale
from icat.legal import Category, RecipientKind

POLICE, HOSPITAL, ME, CONSENT = UUID(int=3), UUID(int=4), UUID(int=5), UUID(int=6)
KNOWN = [(POLICE, "Поліція"), (HOSPITAL, "Лікарня")]


def form(app: Any, typed: dict[str, Any] | None) -> ConsentForm:
    method = "POST" if typed is not None else "GET"
    with app.test_request_context(method=method, data=typed):
        made = ConsentForm(meta={"csrf": False}).offer(KNOWN, [(ME, "Софія")])
        if typed is not None:
            assert made.validate_on_submit(), made.errors
        return made


def pair(category: Category, id: UUID) -> Pair:
    return Pair(category, RecipientKind.AGENCY, id)


def test_a_new_page_says_who_asks_and_one_year_and_presumes_no_yes(app):
    made = form(app, None)

    assert made.until_on.data is not None
    assert (made.giver.data, made.asked_by.data) == (Giver.SURVIVOR, str(ME))
    assert not made.to.data
    assert not made.categories.data


def test_each_kind_of_information_stands_for_each_recipient(app):
    asked = form(
        app, {"to": [str(POLICE), "office"], "categories": ["risk", "health"], "method": "phone", "asked_by": str(ME)}
    ).asked()

    assert asked.agreed == {
        pair(Category.RISK, POLICE),
        pair(Category.HEALTH, POLICE),
        Pair(Category.RISK, RecipientKind.OFFICE),
        Pair(Category.HEALTH, RecipientKind.OFFICE),
    }
    assert (asked.refused, asked.asked_by_id) == (frozenset(), ME)


def test_a_no_to_a_recipient_or_to_a_kind_of_information_stands_against_all_that_was_spoken_of(app):
    asked = form(
        app,
        {
            "to": str(POLICE),
            "categories": "risk",
            "refused_to": str(HOSPITAL),
            "refused": "health",
            "method": "face_to_face",
        },
    ).asked()

    assert asked.agreed == {pair(Category.RISK, POLICE)}
    assert asked.refused == {
        pair(Category.HEALTH, POLICE),
        pair(Category.RISK, HOSPITAL),
        pair(Category.HEALTH, HOSPITAL),
    }


def test_only_what_was_shown_is_counted_as_shown(app):
    with app.test_request_context(method="POST", data={"seen": f"{POLICE} nonsense", "of": str(CONSENT)}):
        made = WithdrawConsentForm(meta={"csrf": False})

    assert made.shown(CONSENT) == {POLICE, UUID(int=0)}
    made.show(CONSENT, [HOSPITAL, POLICE])
    assert made.shown(CONSENT) == {HOSPITAL, POLICE}
    with pytest.raises(Stale):
        made.shown(HOSPITAL)
