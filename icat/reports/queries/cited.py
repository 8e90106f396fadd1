"""Which data the cases of a database rely on: whoever lost a file, or changed one, must be told before work begins."""

from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from icat import legal
from icat.cases.models import Assessment, Referral, Share
from icat.i18n import Message
from icat.risk.instrument import library


@dataclass(frozen=True, slots=True)
class Cited:
    """How many instruments and legal bases the cases rely on, and a sentence for each that is not as it was."""

    instruments: int
    bases: int
    faults: tuple[Message, ...]


def cited(session: Session) -> Cited:
    """What assessments, referrals and shares of all teams rely on, held against the data files of this installation.

    An edition of an instrument is told by its digest: what was answered under one text is not shown under another.
    """
    columns = (Assessment.instrument, Assessment.instrument_version, Assessment.instrument_hash)
    answered = session.execute(select(*columns).distinct().order_by(*columns)).all()
    codes = session.scalars(
        union(select(Share.basis_code), select(Referral.basis_code).where(Referral.basis_code.is_not(None)))
    ).all()
    faults = []
    for code, version, digest in answered:
        found = library().get((code, version))
        if found is None:
            faults.append(Message("Instrument %(code)s, edition %(edition)s, is missing.", code=code, edition=version))
        elif found.digest != digest:
            faults.append(
                Message(
                    "Instrument %(code)s, edition %(edition)s, is not the text that was answered: "
                    "a change is a new edition.",
                    code=code,
                    edition=version,
                )
            )
    faults += [
        Message("Legal basis %(code)s is missing.", code=code) for code in sorted(set(codes) - set(legal.bases()))
    ]
    return Cited(len({(code, version) for code, version, _ in answered}), len(set(codes)), tuple(faults))
