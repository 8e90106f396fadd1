"""A numbered copy leaves: its number, its holder, its share, and the end of the copies before it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from icat.audit.recording import Work
from icat.cases.models import Bar, Case, Ending, Part, Person, Share
from icat.cases.steps.ending import end_share
from icat.cases.steps.sharing import Ground, Line, Paper, Recipient, open_share
from icat.db.keys import vault
from icat.errors import RuleBroken, Stale
from icat.i18n import Message
from icat.legal import Mode
from icat.members.models import Account, Agency, Member
from icat.names import skeleton
from icat.plans.queries.copies import Document, next_number, valid_copies


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was made before anything was recorded: its share and number stand on the paper already."""

    share_id: UUID
    number: int
    format: str
    holder: str
    digest: str
    access_version: int  # of the case when its content was read
    shows: int = 0  # every category that was read for it, as bits: the paper tells more than the plan alone


def insist_on_fresh(work: Work, case: Case, document: Document, copy: Copy) -> None:
    """Refuse with ``Stale`` a copy whose number was given away meanwhile, or whose content may be another by now."""
    if case.access_version != copy.access_version or next_number(work.session, case.id, document) != copy.number:
        raise Stale


def insist_on_holder(work: Work, case: Case, holder: str) -> None:
    """Refuse to hand anything to whoever must not learn of the case, or to somebody of the perpetrator's name.

    The refusal does not say which of the two it is.
    """
    asked = frozenset(skeleton(holder).split())
    for name in _kept_away(work, case):
        fewer, more = sorted((frozenset(skeleton(name).split()), asked), key=len)
        if fewer and fewer <= more and (len(fewer) > 1 or fewer == more):
            raise RuleBroken(
                Message("This copy cannot be given to that person. Ask the coordinator."), field="holder_name"
            )


def _kept_away(work: Work, case: Case) -> list[str]:
    bars = work.session.scalars(select(Bar).where(Bar.case_id == case.id)).all()
    perpetrators = work.session.scalars(
        select(Person).where(Person.case_id == case.id, Person.part == Part.PERPETRATOR)
    ).all()
    accounts = work.session.scalars(
        select(Account)
        .join(Member, Member.account_id == Account.id)
        .where(Member.id.in_([bar.member_id for bar in bars if bar.member_id]))
    ).all()
    vault(work.session).load({case.id, *(account.id for account in accounts)})
    return [
        *(bar.name for bar in bars),
        *(person.full_name for person in perpetrators),
        *(account.name for account in accounts),
    ]


def hand_out(
    work: Work,
    case: Case,
    document: Document,
    copy: Copy,
    *,
    sender: Agency | None,
    to: Recipient,
    lines: Collection[Line],
    ground: Ground,
    keeps_earlier: bool,
) -> Share:
    """Record that the copy leaves, as a share on paper; the copies before it no longer count, unless they are kept."""
    if not keeps_earlier:
        for earlier in valid_copies(work.session, case.id, document):
            end_share(work, case, earlier, Ending.SUPERSEDED)
    return open_share(
        work,
        case,
        sender=sender,
        to=to,
        lines=lines,
        ground=ground,
        mode=Mode.PAPER,
        paper=Paper(document, copy.format, copy.number, copy.holder, copy.share_id),
    )
