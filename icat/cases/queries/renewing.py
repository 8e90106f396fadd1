"""What the law says today of a share that is there already: asked before it is renewed, and again when it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import clock, legal
from icat.cases.models import Share
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category, ConsentNeed, ConsentState, RecipientKind, Sector
from icat.members.queries.people import AgencyView, agencies

TEAM = legal.Sender(legal.Sector.COUNCIL, True)  # what the team made is told within the council's powers
WHOLE = UUID(int=0)  # stands for the one recipient of a share that does not go to agencies


class Legal(Protocol):
    """What the law asks of an agency."""

    @property
    def sector(self) -> Sector:
        """Working in what."""

    @property
    def is_state(self) -> bool:
        """Whether it is a public body."""


def receivers(share: Share, heard: Collection[UUID], known: Mapping[UUID, Legal]) -> dict[UUID, legal.Recipient]:
    """Those who receive under a share as the law sees them; ``heard`` are the agencies that were present."""
    kind = share.recipient_kind
    ids = list(heard) if kind is RecipientKind.PRESENT else []
    if kind is RecipientKind.AGENCY and share.recipient_id:
        ids = [share.recipient_id]
    if not ids:
        return {WHOLE: legal.Recipient(kind, None, kind is RecipientKind.OFFICE)}
    return {id: legal.Recipient(kind, known[id].sector, known[id].is_state) for id in ids if id in known}


def split_again(
    share: Share,
    *,
    heard: Collection[UUID],
    known: Mapping[UUID, Legal],
    categories: Collection[Category],
    basis_code: str,
    consent: ConsentState,
    reason: str = "",
    permission_reference: str = "",
    child_concerned: bool | None = None,
) -> legal.Split[UUID]:
    """The share taken apart into what could lawfully go on today on that basis, and what could not."""
    sender = known.get(share.sender_id) if share.sender_id else None
    return legal.split(
        basis_code,
        sender=legal.Sender(sender.sector, sender.is_state) if sender else TEAM,
        recipients=receivers(share, heard, known),
        categories=categories,
        consent=consent,
        on=clock.today(),
        permission_reference=permission_reference,
        reason=reason,
        child_concerned=child_concerned,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One recipient and what it would read on, or why it would not."""

    who: str | Words
    categories: tuple[Words, ...]
    why_not: Message | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A basis on which a share could go on, once its papers are in order."""

    code: str
    label: Words
    reference: Words
    when: Words
    caution: Words | None
    is_same: bool
    needs_consent: bool
    needs_permission: bool
    heard: tuple[Part, ...]
    left_out: tuple[Part, ...]


def moves(case: CaseView, share_id: UUID) -> tuple[Move, ...]:
    """On what a share could rest from today: its own basis first where that still allows anything, then the others."""
    wanted = select(Share).where(Share.id == share_id, Share.case_id == case.id)
    share = db.session().scalars(wanted.options(selectinload(Share.lines), selectinload(Share.recipients))).one()
    known = agencies(case.actor.team_id)
    heard = [row.agency_id for row in share.recipients]
    sender = known.get(share.sender_id) if share.sender_id else None
    origin = legal.Sender(sender.sector, sender.is_state) if sender else TEAM
    offered: dict[str, legal.Basis] = {}
    for whom in receivers(share, heard, known).values():
        for basis in legal.offers(
            origin, whom, (), critical_yes=True, child_concerned=case.has_children, on=clock.today()
        ):
            offered.setdefault(basis.code, basis)
    found = [_move(case, share, basis, heard, known) for basis in offered.values()]
    lawful = [move for move in found if move.heard]
    return tuple(sorted(lawful, key=lambda move: (not move.is_same, len(move.left_out) > 0)))


def usual_consent(basis_code: str) -> ConsentState:
    """How it stands with her consent where a basis is relied on as it is meant."""
    needed = legal.bases()[basis_code].consent
    if needed is ConsentNeed.REQUIRED:
        return ConsentState.GIVEN
    return ConsentState.SEEK_LATER if needed is ConsentNeed.LATER else ConsentState.NOT_NEEDED


def _move(
    case: CaseView, share: Share, basis: legal.Basis, heard: Collection[UUID], known: Mapping[UUID, AgencyView]
) -> Move:
    split = split_again(
        share,
        heard=heard,
        known=known,
        categories={line.category for line in share.lines},
        basis_code=basis.code,
        consent=usual_consent(basis.code),
        reason="-",  # the papers are asked for when it is done
        permission_reference="-",
        child_concerned=True if case.has_children else None,
    )

    def name(key: UUID) -> str | Words:
        return known[key].short_name if key in known else share.recipient_kind.words

    def words(categories: Collection[Category]) -> tuple[Words, ...]:
        return tuple(one.words for one in Category if one in categories)

    return Move(
        code=basis.code,
        label=basis.label,
        reference=basis.reference,
        when=basis.when,
        caution=basis.caution,
        is_same=basis.code == share.basis_code,
        needs_consent=basis.consent is ConsentNeed.REQUIRED,
        needs_permission=legal.Need.PERMISSION_REFERENCE in basis.needs,
        heard=tuple(Part(name(row.key), words(row.categories)) for row in split.rows),
        left_out=tuple(Part(name(row.key), words(row.categories), row.allowed.reason) for row in split.left_out),
    )
