"""How it stands with her consent, worked out from what the referral says."""

from icat import legal
from icat.legal import ConsentNeed, ConsentState


def consent_of(agrees: str, basis_code: str) -> ConsentState:
    """How it stands with her consent, from whether she agrees and what the basis asks for (law 2297-VI Art. 6(7))."""
    if agrees == "agrees":
        return ConsentState.GIVEN
    if agrees == "objects":
        return ConsentState.REFUSED_OVERRIDDEN
    basis = legal.bases().get(basis_code)
    later = basis is not None and basis.consent is ConsentNeed.LATER
    return ConsentState.SEEK_LATER if later else ConsentState.NOT_NEEDED
