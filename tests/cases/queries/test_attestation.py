"""How an instrument stands for a team."""

from dataclasses import replace

from icat.cases.commands.attestation import attest_instrument
from icat.cases.queries.attestation import attested_in_words, standing_of_instrument, standings
from icat.db import engine as db
from icat.risk.instrument import current, library
from tests.make import World

BC = current("bc-19")


def test_an_attestation_is_of_one_text_and_of_no_other(world: World) -> None:
    attest_instrument(world.chair.actor, "bc-19", 1, digest=BC.digest, document="Бланк 4")
    db.end()

    here = standing_of_instrument(world.team_id, BC)
    reworded = standing_of_instrument(world.team_id, replace(BC, digest="0" * 64))

    assert here.attested is not None
    assert (here.attested.document, here.is_draft, str(here.status)) == ("Бланк 4", True, "Draft instrument")
    assert reworded.attested is None
    assert "Бланк 4" in str(attested_in_words(world.team_id, BC))
    assert attested_in_words(world.team_id, current("lap-11")) is None


def test_every_instrument_is_listed_with_how_it_stands(world: World) -> None:
    assert [one.name for one in standings(world.team_id)] == [one.name for one in library().values()]
