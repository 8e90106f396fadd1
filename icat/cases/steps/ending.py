"""Ending a share: the new row that closes it and the leaf that says so; and the newer share that takes its place."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Ending, Share, ShareEnd, ShareLine, ShareRecipient
from icat.cases.queries.renewing import split_again
from icat.cases.scope import bits
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.errors import RuleBroken
from icat.legal import Category, Mode, RecipientKind
from icat.members.models import Agency


def has_ended(work: Work, share: Share) -> bool:
    """Whether somebody or something ended it already."""
    return work.find(ShareEnd, ShareEnd.share_id == share.id) is not None


def end_share(
    work: Work,
    case: Case,
    share: Share,
    code: Ending,
    *,
    reason: str = "",
    ended_at: datetime | None = None,
    successors: Collection[UUID] = (),
) -> None:
    """End a share: from here on nothing more is read under it, and the row of the share stays as it is.

    ``successors`` are the shares that take its place. One that has ended already is left as it is.
    """
    if has_ended(work, share):
        return
    work.add(
        ShareEnd(
            team_id=share.team_id,
            case_id=share.case_id,
            share_id=share.id,
            code=code,
            ended_at=ended_at or work.at,
            ended_by_id=work.actor.member_id,
            reason=reason,
        )
    )
    work.session.flush()
    case.access_version += 1
    recipient = share.recipient_id if share.recipient_kind is RecipientKind.AGENCY else None
    categories = bits(work.session.scalars(select(ShareLine.category).where(ShareLine.share_id == share.id)))
    told: dict[str, Any] = {"case": case.id, "share": share.id, "basis": share.basis_code, "recipient": recipient}
    if successors:
        names = " ".join(str(id) for id in successors)
        work.record(Event.SHARE_RENEWED, **told, categories=categories, reason=code, successors=names)
    elif code is Ending.EXPIRED:
        work.record(Event.SHARE_EXPIRED, **told, categories=categories, reason=code)
    else:
        work.record(Event.SHARE_WITHDRAWN, **told, categories=categories, reason=code)


def replace_share(
    work: Work, case: Case, share: Share, *, ground: Ground, until: date | None, reason: str = ""
) -> tuple[Share, ...]:
    """Open again what a share opens, to those who had it, on ``ground`` and until ``until``; and end the old one.

    The law is asked as if it were told today. What it no longer allows is not opened again, and ends with the old
    share; where it allows nothing, refuses with the first reason and leaves the old one as it is. A late entry stays
    one: the new share begins now.
    """
    rows = work.session.scalars(select(ShareLine).where(ShareLine.share_id == share.id)).all()
    heard = work.session.scalars(select(ShareRecipient.agency_id).where(ShareRecipient.share_id == share.id)).all()
    lines = [Line(row.category, row.item_id) for row in rows]
    sender = work.get(Agency, share.sender_id) if share.sender_id else None
    agencies = work.session.scalars(select(Agency).where(Agency.team_id == case.team_id))
    found = split_again(
        share,
        heard=heard,
        known={agency.id: agency for agency in agencies},
        categories={line.category for line in lines},
        basis_code=ground.basis_code,
        consent=ground.consent,
        reason=ground.necessity,
        permission_reference=ground.permission_reference,
        child_concerned=True if case.has_children else None,
    )
    if not found.rows:
        raise RuleBroken(found.left_out[0].allowed.reason, field="basis_code")
    together: dict[frozenset[Category], list[UUID]] = defaultdict(list)
    for row in found.rows:
        together[row.categories].append(row.key)
    opened = []
    for categories, keys in together.items():
        present = tuple(keys) if share.recipient_kind is RecipientKind.PRESENT else ()
        opened.append(
            open_share(
                work,
                case,
                sender=sender,
                to=Recipient(share.recipient_kind, share.recipient_id, present),
                lines=[line for line in lines if line.category in categories],
                ground=ground,
                mode=Mode.VIEW,
                agenda_item_id=share.agenda_item_id,
                until=until,
            )
        )
    end_share(work, case, share, Ending.SUPERSEDED, reason=reason, successors=[one.id for one in opened])
    return tuple(opened)
