"""Attesting an instrument: under one's own name, of one text, once; and taking that back."""

import pytest
from sqlalchemy import select

from icat.audit.events import Event
from icat.cases.commands.attestation import attest_instrument, withdraw_attestation
from icat.cases.models import Attestation
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.risk.instrument import current
from icat.risk.scoring import score
from tests.audit.acting import leaves
from tests.make import World

BC = current("bc-19")
FORM = {"digest": BC.digest, "document": "Бланк від 12.03.2026, папка 4"}


def rows() -> list[Attestation]:
    db.end()
    return list(db.session().scalars(select(Attestation)))


def test_a_chair_attests_once_and_may_take_it_back(world: World) -> None:
    attest_instrument(world.chair.actor, "bc-19", 1, **FORM)
    with pytest.raises(RuleBroken, match="attested already"):
        attest_instrument(world.chair.actor, "bc-19", 1, **FORM)
    made = rows()[0]

    withdraw_attestation(world.chair.actor, made.id, reason="Рядок 8 інший")
    with pytest.raises(RuleBroken, match="already"):
        withdraw_attestation(world.chair.actor, made.id, reason="ще раз")
    attest_instrument(world.chair.actor, "bc-19", 1, **FORM)

    assert [(row.attested_by_id, row.withdrawn_by_id) for row in sorted(rows(), key=lambda row: row.attested_at)] == [
        (world.chair.member_id, world.chair.member_id),
        (world.chair.member_id, None),
    ]
    told = [str(content) for _seq, content in leaves(world.team_id) if Event.INSTRUMENT_ATTESTED in str(content)]
    assert len(told) == 2
    assert BC.digest in told[0]


def test_who_may_not_what_is_not_there_another_text_and_no_document_are_refused(world: World) -> None:
    refused = (
        (world.coordinator, "bc-19", FORM, NotAllowed),
        (world.officer, "bc-19", FORM, NotAllowed),
        (world.chair, "bc-20", FORM, NotFound),
        (world.chair, "bc-19", {**FORM, "digest": current("lap-11").digest}, RuleBroken),
        (world.chair, "bc-19", {**FORM, "document": "  "}, RuleBroken),
        (world.chair, "bc-19", {**FORM, "document": "х" * 301}, RuleBroken),
    )
    for who, code, given, refusal in refused:
        with pytest.raises(refusal):
            attest_instrument(who.actor, code, 1, **given)
    attest_instrument(world.chair.actor, "bc-19", 1, **FORM)
    with pytest.raises(RuleBroken, match="does not match"):
        withdraw_attestation(world.chair.actor, rows()[0].id, reason=" ")
    with pytest.raises(NotAllowed):
        withdraw_attestation(world.coordinator.actor, rows()[0].id, reason="ні")


def test_an_attested_draft_stays_a_draft(world: World) -> None:
    attest_instrument(world.chair.actor, "bc-19", 1, **FORM)

    result = score(BC, dict.fromkeys((factor.id for factor in BC.factors), "yes"))

    assert (result.draft, result.band) == (True, None)
