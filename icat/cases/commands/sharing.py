"""Ending a share: what was opened is closed again, and what was already heard stays heard."""

from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Share, ShareEnd, ShareLine
from icat.cases.scope import bits, standing_of
from icat.cases.steps.sharing import held
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.i18n import Message
from icat.legal import RecipientKind
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

# Why a share ends: the sender takes it back, or she took back her consent (law 2297-VI Art. 8(2)(11)).
ENDINGS = {
    "withdrawn": Message("Our agency takes it back"),
    "consent_withdrawn": Message("She has withdrawn her consent"),
}


def withdraw_share(actor: Actor, share_id: UUID, seen: str, *, code: str, reason: str) -> None:
    """End a share of the actor's own agency: from here on nothing more is read under it. The log keeps that it was.

    ``seen`` is the digest that the page showed, so that nobody ends more than was shown. Refuses shares of others, and
    with ``Stale`` one that has ended or has grown since.
    """
    with change(actor) as work:
        share = work.get(Share, share_id)
        case = held(work, share.case_id)
        require(actor, Permission.SHARE_WITHDRAW, standing_of(work.session, case))
        if share.sender_id != actor.agency_id:
            raise NotAllowed(Message("Only the agency that shared something can take it back."))
        if code not in ENDINGS:
            raise RuleBroken(Message("Say why it ends."), field="code")
        if not reason.strip():
            raise RuleBroken(Message("Say in one sentence why it ends."), field="reason")
        work.session.refresh(share)
        ended = work.find(ShareEnd, ShareEnd.share_id == share.id) is not None
        if ended or share.digest != seen:
            raise Stale
        work.add(
            ShareEnd(
                team_id=share.team_id,
                case_id=share.case_id,
                share_id=share.id,
                code=code,
                ended_at=work.at,
                ended_by_id=actor.member_id,
                reason=reason,
            )
        )
        case.access_version += 1
        categories = work.session.scalars(select(ShareLine.category).where(ShareLine.share_id == share.id))
        work.record(
            Event.SHARE_WITHDRAWN,
            case=case.id,
            share=share.id,
            basis=share.basis_code,
            recipient=share.recipient_id if share.recipient_kind is RecipientKind.AGENCY else None,
            categories=bits(categories),
            reason=code,
        )
