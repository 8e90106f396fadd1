"""An instrument of the demonstration that a chair has attested."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from icat.cases.commands.attestation import attest_instrument
from icat.demo.people import Cast
from icat.risk.instrument import current


def attestations(cast: Cast, now: datetime) -> Iterator[datetime]:
    """The lethality screen, compared line by line some weeks ago."""
    yield now - timedelta(days=22)
    edition = current("lap-11")
    attest_instrument(
        cast.actors["haiduk"],
        edition.code,
        edition.version,
        digest=edition.digest,
        document="Переклад протоколу, погоджений робочою групою, вигаданий бланк № 7, тека 2-14",
    )
