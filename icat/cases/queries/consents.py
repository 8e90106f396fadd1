"""The consents of a case as the reader may know them: state and scope for who relies on it, the texts for who asked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import clock, codes
from icat.cases.models import Consent, ConsentAnswer, ConsentLine, ConsentPaper, Share
from icat.cases.queries.covering import backed_by, known_to, resting_in, resting_on
from icat.cases.queries.door import CaseView
from icat.cases.queries.losing import Loss, losses
from icat.cases.queries.renewing import Move, moves
from icat.cases.queries.sharing import ShareView, shares
from icat.db import engine as db
from icat.errors import NotFound
from icat.files.models import FileKind, StoredFile
from icat.files.store import opened
from icat.i18n import Message, Words
from icat.legal import Category, RecipientKind
from icat.members.queries.people import active_members, agencies, member_names


@dataclass(frozen=True, slots=True)
class To:
    """One recipient, and what it may or may not receive."""

    who: str | Words
    categories: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A signed paper that is kept with a consent."""

    kind: Message
    looked: Message
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One consent."""

    number: int  # the reader's own numbering, in the order of recording
    id: UUID
    is_own: bool
    owner: str
    giver: Message
    state: str  # given, refused, withdrawn, expired
    agreed: tuple[To, ...]
    refused: tuple[To, ...]
    purpose: Words
    method: Words
    language: Words | None
    is_easy_read: bool
    asked_at: datetime
    asked_by: str
    until_on: date | None
    ended_at: datetime | None
    resting: int  # shares in force that rest on it, seen by the reader or not
    giver_name: Any
    giver_reason: Any
    witness: Any
    outside: Any
    papers: tuple[PaperView, ...]  # of the reader's own agency only

    @property
    def is_in_force(self) -> bool:
        """Whether something can rest on it now."""
        return self.state == "given"

    @property
    def state_label(self) -> Message:
        """The state in words."""
        return _STATES[self.state]


_STATES = {
    "given": Message("In force"),
    "refused": Message("Refused"),
    "withdrawn": Message("Taken back"),
    "expired": Message("Expired"),
}


@dataclass(frozen=True, slots=True)
class Resting:
    """A share that would end with a consent: what disappears for whom, and on what else it could rest."""

    share: ShareView
    losses: tuple[Loss, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, repr=False)
class PaperFile:
    """A signed paper as it is handed out."""

    content: bytes
    kind: FileKind


def consents(case: CaseView) -> tuple[ConsentView, ...]:
    """The consents that the reader may know of, oldest first."""
    rows = (
        db.session()
        .scalars(
            known_to(case.actor, case.id).options(
                selectinload(Consent.lines), selectinload(Consent.ends), selectinload(Consent.papers)
            )
        )
        .all()
    )
    names = member_names(row.asked_by_id for row in rows)
    files = _files(paper for row in rows if row.owner_id == case.actor.agency_id for paper in row.papers)
    resting = Counter(db.session().scalars(resting_in(case.id)))
    return tuple(_view(case, row, number, names, files, resting[row.id]) for number, row in enumerate(rows, 1))


def consent(case: CaseView, number: int) -> ConsentView:
    """One of them by the reader's number. Refuses with ``NotFound`` where there is none."""
    found = consents(case)
    if not 1 <= number <= len(found):
        raise NotFound
    return found[number - 1]


def behind(case: CaseView, share_id: UUID) -> ConsentView | None:
    """The consent in force that stands behind a share, as far as the reader may know of it."""
    consent_id = db.session().scalar(select(Share.consent_id).where(Share.id == share_id, Share.case_id == case.id))
    return next((one for one in consents(case) if one.id == consent_id and one.is_in_force), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of taking a consent back: what ends, as far as the reader may know it, and what goes on without it."""

    ids: frozenset[UUID]  # all that ends
    ending: tuple[Resting, ...]
    going_on: tuple[ShareView, ...]

    @property
    def unseen(self) -> int:
        """How many shares end of which the reader may know no more."""
        return len(self.ids) - len(self.ending)


def outcome(case: CaseView, consent_id: UUID) -> Outcome:
    """What would come of taking this consent back now."""
    session = db.session()
    ids = frozenset(share.id for share in session.scalars(resting_on(consent_id)))
    backed = {share.id for share in session.scalars(backed_by(consent_id))}
    known = shares(case)
    return Outcome(
        ids,
        tuple(Resting(one, losses(case, one.id), _moves(case, one)) for one in known if one.id in ids),
        tuple(one for one in known if one.id in backed - ids),
    )


def paper_of(case: CaseView, consent_id: UUID, place: int) -> PaperFile:
    """A signed paper, for the agency that asked. Refuses others as it refuses what does not exist."""
    row = db.session().scalars(known_to(case.actor, case.id).where(Consent.id == consent_id)).one_or_none()
    if row is None or not case.scope.show(row.owner_id, row.id, Category.MINUTES, by_name=True):
        raise NotFound
    papers = (
        select(ConsentPaper).where(ConsentPaper.consent_id == row.id).order_by(ConsentPaper.added_at, ConsentPaper.id)
    )
    found = db.session().scalars(papers).all()
    if not 1 <= place <= len(found):
        raise NotFound
    kept = db.session().get_one(StoredFile, found[place - 1].file_id)
    return PaperFile(opened(kept), kept.kind)


def colleagues(case: CaseView) -> tuple[tuple[UUID, str], ...]:
    """Who of the reader's agency may have asked her, the reader first."""
    own = [
        (view.id, view.name)
        for view in active_members(case.actor.team_id).values()
        if view.agency_id == case.actor.agency_id
    ]
    return tuple(sorted(own, key=lambda one: one[0] != case.actor.member_id))


def _moves(case: CaseView, share: ShareView) -> tuple[Move, ...]:
    if not share.is_own or share.is_paper:
        return ()
    return tuple(
        move
        for move in moves(case, share.id)
        if not move.is_same and not move.needs_consent and not move.needs_permission
    )


def _files(papers: Iterable[ConsentPaper]) -> dict[UUID, StoredFile]:
    ids = [paper.file_id for paper in papers]
    return {row.id: row for row in db.session().scalars(select(StoredFile).where(StoredFile.id.in_(ids)))}


def _view(
    case: CaseView,
    row: Consent,
    number: int,
    names: dict[UUID, str],
    files: dict[UUID, StoredFile],
    resting: int,
) -> ConsentView:
    known = agencies(case.actor.team_id)
    cut, is_own = case.scope.of(row.owner_id, row.id), row.owner_id == case.actor.agency_id
    refused = [line for line in row.lines if not line.is_agreed] if is_own or case.actor.is_office else []
    return ConsentView(
        number=number,
        id=row.id,
        is_own=is_own,
        owner=known[row.owner_id].short_name,
        giver=row.giver.label,
        state=_state(row),
        agreed=_by_recipient([line for line in row.lines if line.is_agreed], case),
        refused=_by_recipient(refused, case),
        purpose=row.purpose.words,
        method=codes.words("consent_method", row.method),
        language=codes.words("language", row.language) if row.language else None,
        is_easy_read=row.is_easy_read,
        asked_at=row.asked_at,
        asked_by=names.get(row.asked_by_id, ""),
        until_on=row.until_on,
        ended_at=row.ends[0].ended_at if row.ends else None,
        resting=resting,
        giver_name=cut.get(row, "giver_name"),
        giver_reason=cut.get(row, "giver_reason"),
        witness=cut.get(row, "witness"),
        outside=cut.get(row, "outside"),
        papers=tuple(_paper(paper, files[paper.file_id]) for paper in row.papers) if is_own else (),
    )


def _paper(row: ConsentPaper, kept: StoredFile) -> PaperView:
    return PaperView(kept.kind.label, kept.looked.label, kept.size, row.added_at)


def _state(row: Consent) -> str:
    if row.ends:
        return "withdrawn"
    if row.answer is ConsentAnswer.REFUSED:
        return "refused"
    return "given" if row.until_on is not None and row.until_on >= clock.today() else "expired"


def _by_recipient(lines: Collection[ConsentLine], case: CaseView) -> tuple[To, ...]:
    known = agencies(case.actor.team_id)
    found: dict[tuple[RecipientKind, UUID | None], set[Category]] = defaultdict(set)
    for line in lines:
        found[line.recipient_kind, line.recipient_id].add(line.category)

    def name(kind: RecipientKind, id: UUID | None) -> str | Words:
        return known[id].short_name if id in known else kind.words

    told = [To(name(*to), tuple(c.words for c in Category if c in some)) for to, some in found.items()]
    return tuple(sorted(told, key=lambda one: str(one.who)))
