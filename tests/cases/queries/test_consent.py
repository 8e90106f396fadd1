"""How it stands with her consent."""

import pytest

from icat.cases.queries.consent import consent_of
from icat.legal import ConsentState


@pytest.mark.parametrize(
    ("agrees", "basis", "state"),
    [
        ("agrees", "UA-POWER", ConsentState.GIVEN),
        ("objects", "UA-POWER", ConsentState.REFUSED_OVERRIDDEN),
        ("undecided", "UA-POWER", ConsentState.NOT_NEEDED),
        ("not_asked", "UA-VITAL", ConsentState.SEEK_LATER),
        ("not_asked", "nonsense", ConsentState.NOT_NEEDED),
    ],
)
def test_consent_follows_from_her_answer_and_what_the_basis_asks(agrees: str, basis: str, state: ConsentState) -> None:
    assert consent_of(agrees, basis) is state
