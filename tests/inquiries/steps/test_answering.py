"""The survivor's own data, to herself: a share to her, on her consent, from what the answerer's agency holds."""

import pytest
from sqlalchemy import select

from icat.cases.models import Share
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.inquiries.commands.inquiry import answer_inquiry
from icat.inquiries.steps.answering import Giving
from icat.legal import ConsentState, RecipientKind
from tests.inquiries.asking import checked, received, row, tied
from tests.make import World, make_case


def test_she_gets_her_own_and_nothing_about_him(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator, "subject", categories=("services", "perpetrator"), purpose="")
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)
    found = row(number)
    with pytest.raises(RuleBroken):
        answer_inquiry(
            world.coordinator.actor,
            found.id,
            found.version,
            outcome="full",
            giving=Giving(case.id, ["services", "perpetrator"], "UA-CONSENT"),
        )

    answer_inquiry(
        world.coordinator.actor,
        found.id,
        found.version,
        outcome="part",
        words="без відомостей про інших осіб",
        giving=Giving(case.id, ["services"], "UA-CONSENT"),
    )

    db.end()
    share = db.session().scalars(select(Share).where(Share.document == "inquiry")).one()
    assert (share.recipient_kind, share.consent) == (RecipientKind.SURVIVOR, ConsentState.GIVEN)


def test_he_gets_nothing_in_her_name(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator, "subject", categories=("services",), purpose="", asked_by="Сергій Ґалаґан")
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)
    found = row(number)

    with pytest.raises(RuleBroken) as refused:
        answer_inquiry(
            world.coordinator.actor,
            found.id,
            found.version,
            outcome="full",
            giving=Giving(case.id, ["services"], "UA-CONSENT"),
        )
    assert refused.value.field == "holder_name"
