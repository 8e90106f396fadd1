"""What is said on her consent, taken apart by the consents on record; what none covers is recorded now or left out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from icat.audit.recording import Work
from icat.cases.models import Case
from icat.cases.queries.covering import covered
from icat.cases.steps.consenting import Asked, note_consent
from icat.cases.steps.sharing import Ground
from icat.legal import ConsentState, Split
from icat.meetings.queries.agreeing import pairs_of_row, part_by


@dataclass(frozen=True, slots=True)
class JustNow:
    """She agreed just now, as it was about to be said: how she was asked, and by whom of the speaker's agency."""

    method: str
    asked_by_id: UUID | None = None


def by_consent(
    work: Work, case: Case, split: Split[UUID], ground: Ground, agreed: JustNow | None, at: datetime
) -> tuple[Split[UUID], list[UUID | None]]:
    """The lawful rows with the consent on which each rests, and what nobody agreed to added to what is left out.

    ``agreed`` records a consent for what no consent on record covers, as of the moment at which it was said.
    """
    if ground.consent is not ConsentState.GIVEN:
        return split, [None] * len(split.rows)
    now = covered(work.session, case.id, at=at, basis_code=ground.basis_code)
    lacking = {pair for row in split.rows for pair in now.lacking(pairs_of_row(row))}
    if agreed is not None and lacking:
        asked = Asked(
            agreed=frozenset(lacking),
            purpose=ground.purpose,
            method=agreed.method,
            asked_by_id=agreed.asked_by_id,
            asked_at=at,
        )
        note_consent(work, case, asked)
        now = covered(work.session, case.id, at=at, basis_code=ground.basis_code)
    rows, left_out = part_by(now, split)
    return Split(tuple(row for row, _ in rows), left_out), [consent_id for _, consent_id in rows]
