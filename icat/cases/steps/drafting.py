"""A draft of a referral begins: with a number that nothing has yet, for its author and the author's agency.

What a page or a phone made carries an identifier of its own, so that what comes twice or in parts is one referral.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Referral, ReferralPaper, ReferralState
from icat.errors import NotFound
from icat.files.models import StoredFile
from icat.i18n import Message
from icat.members.models import Member
from icat.references import new_reference

NOT_A_DRAFT = Message("This referral is no draft any more. What was typed after that was not saved.")


def begin_draft(
    work: Work,
    typed: Mapping[str, Sequence[str]],
    *,
    author_id: UUID,
    owner_id: UUID,
    client_id: UUID | None = None,
    completes: Referral | None = None,
) -> Referral:
    """The draft, and the leaf that tells of it. ``completes``: it adds to that one, and becomes no case of its own."""
    row = work.add(
        Referral(
            team_id=work.actor.team_id,
            case_id=completes.case_id if completes else uuid4(),
            owner_id=owner_id,
            author_id=author_id,
            reference=_fresh_reference(work),
            client_id=client_id,
            completes_id=completes.id if completes else None,
            started_at=work.at,
            saved_at=work.at,
            draft={name: list(values) for name, values in typed.items()},
        )
    )
    work.session.flush()  # what refers to it may be written in the same change
    work.record(Event.REFERRAL_DRAFTED, referral=row.id)
    return row


def draft_of_client(
    work: Work, typed: Mapping[str, Sequence[str]], *, author_id: UUID, owner_id: UUID, client_id: UUID
) -> Referral:
    """A draft for what a page or phone sent under ``client_id``: the first makes the referral; once that is submitted,
    what follows completes it; while it is still a draft, and for one that was thrown away, it is a draft of its own."""
    first = first_of_client(work, author_id, client_id)
    if first is None:
        return begin_draft(work, typed, author_id=author_id, owner_id=owner_id, client_id=client_id)
    completes = first if first.state is ReferralState.SUBMITTED else None
    return begin_draft(work, typed, author_id=author_id, owner_id=owner_id, completes=completes)


def first_of_client(work: Work, author_id: UUID, client_id: UUID) -> Referral | None:
    """What this author sent first under ``client_id``. Whoever else asks for this author waits until the change ends:
    two parts that come at once would otherwise both be the first."""
    work.lock(Member, author_id)
    return work.find(Referral, Referral.author_id == author_id, Referral.client_id == client_id)


def completing(work: Work, first: Referral) -> Referral | None:
    """The draft by which its author is completing ``first`` just now, if there is one."""
    return work.session.scalars(
        select(Referral)
        .where(
            Referral.completes_id == first.id,
            Referral.author_id == work.actor.member_id,
            Referral.state == ReferralState.DRAFT,
        )
        .order_by(Referral.started_at.desc())
        .limit(1)
    ).first()


def is_of(name: str, boxes: Collection[str]) -> bool:
    """Whether something typed belongs to one of these boxes: ``birth_on-day`` to ``birth_on``."""
    return name in boxes or name.partition("-")[0] in boxes


def own_draft(work: Work, referral_id: UUID) -> Referral:
    """The referral, locked, if the actor wrote it."""
    found = work.lock(Referral, referral_id)
    if found.author_id != work.actor.member_id:
        raise NotFound
    return found


def papers_of(work: Work, referral: Referral) -> list[ReferralPaper]:
    """The photos that came with it."""
    return list(work.session.scalars(select(ReferralPaper).where(ReferralPaper.referral_id == referral.id)))


def throw_away(work: Work, referral: Referral) -> None:
    """A draft and its photos are gone; no key of them stays."""
    for paper in papers_of(work, referral):
        kept = work.get(StoredFile, paper.file_id)
        work.session.delete(paper)
        work.session.flush()
        work.session.delete(kept)
    referral.state, referral.draft = ReferralState.WITHDRAWN, {}


def _fresh_reference(work: Work) -> str:
    """A reference that nothing has yet: five characters meet by chance now and then."""
    while True:
        found = new_reference(work.actor.team_code, clock.today().year)
        taken = select(exists().where(Referral.reference == found)), select(exists().where(Case.reference == found))
        if not any(work.session.scalar(one) for one in taken):
            return found
