"""A consent: recorded, kept with its signed paper, taken back with everything that rests on it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from icat import codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, Consent, ConsentEnd, Ending, Share
from icat.cases.queries.covering import known_to, resting_on
from icat.cases.scope import standing_of
from icat.cases.steps.consenting import Asked, add_paper, note_consent
from icat.cases.steps.ending import end_share, replace_share
from icat.cases.steps.letters import tell_agencies, tell_office
from icat.cases.steps.sharing import Ground, held
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken, Stale
from icat.files.checking import Brought, insist_on_sound
from icat.files.store import Laid, lay_down
from icat.i18n import Message
from icat.legal import ConsentState
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role


def record_consent(actor: Actor, case_id: UUID, *, asked: Asked, paper: Brought | None = None) -> UUID:
    """Record that she, or who may consent for her, was asked what may go to whom, and what the answer was.

    What she refuses is recorded too. ``paper`` is the signed form, scanned or photographed. Refuses what
    ``note_consent`` refuses, and a file that cannot be kept.
    """
    laid = _laid(actor, case_id, paper)
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.CONSENT_RECORD, standing_of(work.session, case))
        made = note_consent(work, case, replace(asked, papers=laid))
        case.access_version += 1
        return made.id


def attach_paper(actor: Actor, consent_id: UUID, *, paper: Brought) -> None:
    """Keep the signed paper with a consent that the actor's own agency recorded. One that is kept is never exchanged.

    Refuses consents of others as it refuses what does not exist, and a file that cannot be kept.
    """
    laid = _laid(actor, _case_of(actor, consent_id), paper)
    with change(actor) as work:
        consent = work.get(Consent, consent_id)
        require(actor, Permission.PAPER_ATTACH, standing_of(work.session, held(work, consent.case_id)))
        if consent.owner_id != actor.agency_id:
            raise NotFound
        for one in laid:
            add_paper(work, consent, one)


def withdraw_consent(
    actor: Actor,
    consent_id: UUID,
    seen: frozenset[UUID],
    *,
    method: str,
    reason: str,
    moved: Mapping[UUID, str] | None = None,
) -> None:
    """Record that a consent was taken back: every share in force that rests on it ends in the same breath.

    ``seen`` are the shares that the page showed. ``moved`` names for shares of the actor's own agency another basis on
    which they go on; then ``reason`` is why it is shared all the same (law 2297-VI Art. 8(2)(11); 2229-VIII Art. 14).
    Whoever hears it from her may record it, of an agency that asked, that shared or received under it, or of the
    office. The agencies whose shares end were not asked, so they are told that something waits, and so is the
    coordinator. Refuses others as it refuses what does not exist, a basis for a share of somebody else, what the law
    does not allow, and with ``Stale`` a consent that has ended, or on which by now more or less rests.
    """
    with change(actor) as work:
        consent = work.get(Consent, consent_id)
        case = held(work, consent.case_id)
        require(actor, Permission.CONSENT_WITHDRAW, standing_of(work.session, case))
        resting = list(work.session.scalars(resting_on(consent.id)))
        if not _may_know(work, consent):
            raise NotFound
        codes.require("consent_method", method)
        if not reason.strip():
            raise RuleBroken(Message("Say in one sentence why it ends."), field="reason")
        if work.find(ConsentEnd, ConsentEnd.consent_id == consent.id) or {share.id for share in resting} != seen:
            raise Stale
        work.add(
            ConsentEnd(
                team_id=case.team_id,
                case_id=case.id,
                consent_id=consent.id,
                method=method,
                ended_at=work.at,
                ended_by_id=actor.member_id,
                reason=reason,
            )
        )
        work.session.flush()
        work.record(Event.CONSENT_WITHDRAWN, case=case.id, consent_id=consent.id, method=method, shares=len(resting))
        for share in resting:
            _end(work, case, share, (moved or {}).get(share.id, ""), reason)
        case.access_version += 1
        tell_agencies(work, case, {share.sender_id for share in resting if share.sender_id} - {actor.agency_id})
        tell_office(work, case, Role.COORDINATOR)


def _end(work: Work, case: Case, share: Share, basis_code: str, reason: str) -> None:
    if not basis_code:
        end_share(work, case, share, Ending.CONSENT_WITHDRAWN, reason=reason)
        return
    if share.sender_id != work.actor.agency_id or share.document is not None:
        raise RuleBroken(Message("Only the agency that shared something can say on what else it rests."))
    ground = Ground(
        basis_code,
        ConsentState.REFUSED_OVERRIDDEN,
        share.purpose,
        share.necessity_code,
        reason,
        share.permission_reference,
    )
    replace_share(work, case, share, ground=ground, until=None, reason=reason)


def _may_know(work: Work, consent: Consent) -> bool:
    known = known_to(work.actor, consent.case_id).where(Consent.id == consent.id)
    return work.session.scalars(known).one_or_none() is not None


def _case_of(actor: Actor, consent_id: UUID) -> UUID:
    with db.database().open_reading() as session:
        found = session.scalar(
            select(Consent.case_id).where(Consent.id == consent_id, Consent.team_id == actor.team_id)
        )
    if found is None:
        raise NotFound
    return found


def _laid(actor: Actor, case_id: UUID, paper: Brought | None) -> tuple[Laid, ...]:
    """The file on the disk, before the change begins: looking at it and writing it takes time."""
    return (lay_down(insist_on_sound(paper), actor.team_id, case_id),) if paper is not None else ()
