"""Telling something at the moment at which it is written down: to the office, and to agencies that have a seat."""

from collections.abc import Collection, Sequence
from uuid import UUID

from icat import legal
from icat.audit.recording import Work
from icat.cases.models import Case
from icat.cases.queries.grounds import consent_on
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Necessity, Purpose, RecipientKind
from icat.members.models import Agency

TO_OFFICE = Recipient(RecipientKind.OFFICE)


def tell_at_once(
    work: Work,
    case: Case,
    *,
    sender: Agency | None,
    lines: Sequence[Line],
    basis_code: str,
    with_office: bool,
    agency_ids: Collection[UUID] = (),
) -> None:
    """Open ``lines`` to the office and to these agencies, in the name of ``sender`` (none: the team's office).

    Refuses an unknown basis, an agency without a seat at this case, and what the law's matrix refuses to any of them:
    then nothing is kept, and the refusal says why and beside which choice.
    """
    basis = legal.bases().get(basis_code)
    if basis is None:
        raise RuleBroken(Message("Choose one of the offered answers."), field="basis_code")
    ground = Ground(basis_code, consent_on(basis), Purpose.SAFETY_PLANNING, Necessity.PROTECT_NOW)
    to = [TO_OFFICE] if with_office and sender is not None else []
    seated = standing_of(work.session, case).seated_ids
    for agency_id in sorted(set(agency_ids)):
        if agency_id not in seated or (sender is not None and agency_id == sender.id):
            raise RuleBroken(Message("Choose agencies that have a seat at this case."), field="agencies")
        to.append(Recipient(RecipientKind.AGENCY, agency_id))
    for recipient in to:
        try:
            open_share(work, case, sender=sender, to=recipient, lines=lines, ground=ground)
        except RuleBroken as refused:
            raise RuleBroken(refused.message, field="basis_code") from refused
