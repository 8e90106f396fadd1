"""What the table of attestations cannot hold."""

from icat import clock
from icat.cases.models import Attestation
from tests.cases.rows import cannot_alter, put
from tests.make import World


def test_what_was_taken_back_has_a_name_under_it(world: World) -> None:
    made = put(
        Attestation,
        team_id=world.team_id,
        instrument="bc-19",
        instrument_version=1,
        instrument_hash="0" * 64,
        document="Бланк",
        attested_at=clock.now(),
        attested_by_id=world.chair.member_id,
        withdrawn_because="",
    )

    cannot_alter(Attestation, "ck_attestation_withdrawn", made, withdrawn_at=clock.now())
