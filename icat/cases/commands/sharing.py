"""The life of a share after it was opened: taken back, renewed, or over. What was already heard stays heard."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from icat import clock
from icat.audit.recording import change
from icat.cases.models import Ending, Share, ShareEnd
from icat.cases.scope import standing_of
from icat.cases.steps.ending import end_share, has_ended, replace_share
from icat.cases.steps.sharing import Ground, held
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.i18n import Message
from icat.legal import ConsentState
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

# Why a share ends: the sender takes it back, or she took back her consent (law 2297-VI Art. 8(2)(11)).
ENDINGS = {
    Ending.WITHDRAWN: Message("Our agency takes it back"),
    Ending.CONSENT_WITHDRAWN: Message("She has withdrawn her consent to this share"),
}
AT_ONCE = 50  # shares that one transaction closes: nobody waits long behind it


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
        if has_ended(work, share) or share.digest != seen:
            raise Stale
        end_share(work, case, share, Ending(code), reason=reason)


def renew_share(
    actor: Actor,
    share_id: UUID,
    seen: str,
    *,
    basis_code: str,
    consent: ConsentState,
    until: date | None = None,
    reason: str = "",
    permission_reference: str = "",
) -> int:
    """Open a share again before it ends, on the same basis or another one; the old one ends in the same breath.

    The sender renews its own; what the team made is renewed by its office. Gives the number of shares that took its
    place: a basis may allow less than the old one did. Refuses shares of others, a paper, what the law does not allow
    today, and with ``Stale`` a share that has ended or has grown since it was read (``seen`` is its digest).
    """
    with change(actor) as work:
        share = work.get(Share, share_id)
        case = held(work, share.case_id)
        require(actor, Permission.SHARE_RENEW, standing_of(work.session, case))
        is_own = share.sender_id == actor.agency_id or (share.sender_id is None and actor.is_office)
        if not is_own:
            raise NotAllowed(Message("Only the agency that shared something can renew it."))
        if share.document is not None:
            raise RuleBroken(Message("A paper is not renewed: a new copy is handed out."))
        work.session.refresh(share)
        is_over = share.valid_until is not None and share.valid_until <= work.at
        if is_over or has_ended(work, share) or share.digest != seen:
            raise Stale
        ground = Ground(
            basis_code,
            consent,
            share.purpose,
            share.necessity_code,
            reason or share.necessity,
            permission_reference or share.permission_reference,
        )
        return len(replace_share(work, case, share, ground=ground, until=until))


def expire_share(actor: Actor, *, at_once: int = AT_ONCE) -> int:
    """Close in the record the shares of the actor's team whose time is over; the scope refused them at that moment.

    For the machine itself, at any time and as often as it likes: what has its end already is passed over. Works in
    small transactions of ``at_once`` shares and gives how many it closed.
    """
    closed = 0
    while due := _over(actor.team_id, at_once):
        with suppress(Stale), change(actor) as work:
            require(actor, Permission.SHARE_EXPIRE)
            for case_id in sorted({case_id for case_id, _ in due}):
                case = held(work, case_id)
                for share_id in [id for place, id in due if place == case_id]:
                    share = work.get(Share, share_id)
                    if has_ended(work, share):
                        continue
                    end_share(work, case, share, Ending.EXPIRED, ended_at=share.valid_until)
                    closed += 1
            if not work.recorded:  # somebody was faster: nothing is left to do
                raise Stale
    return closed


def _over(team_id: UUID, most: int) -> Sequence[tuple[UUID, UUID]]:
    with db.database().open_reading() as session:
        rows = session.execute(
            select(Share.case_id, Share.id)
            .where(
                Share.team_id == team_id,
                Share.valid_until <= clock.now(),
                ~exists().where(ShareEnd.share_id == Share.id),
            )
            .order_by(Share.valid_until)
            .limit(most)
        ).all()
    return [(row.case_id, row.id) for row in rows]
