"""What the law lets an agency say to those at the table: asked before it is said, and again when it is recorded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from icat import clock, legal
from icat.cases.queries.consents import ConsentView, colleagues, consents
from icat.cases.queries.covering import covered
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import knowledge
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category, ConsentNeed, ConsentState, Need, RecipientKind, Sector
from icat.meetings.models import AgendaItem, Fact
from icat.meetings.queries.agreeing import part_by
from icat.meetings.queries.present import present
from icat.members.queries.people import agencies
from icat.names import sort_key

OFFICE = UUID(int=0)  # stands for the coordinator and the chairs among the recipients


class Legal(Protocol):
    """What the law asks of an agency."""

    @property
    def id(self) -> UUID:
        """Which."""

    @property
    def name(self) -> str:
        """Called what."""

    @property
    def sector(self) -> Sector:
        """Working in what."""

    @property
    def is_state(self) -> bool:
        """Whether it is a public body."""


def legal_recipients(known: Iterable[Legal], to: Collection[UUID]) -> dict[UUID, legal.Recipient]:
    """Those of ``to`` as the law sees them, in the order of their names, the office last."""
    found = {
        agency.id: legal.Recipient(RecipientKind.PRESENT, agency.sector, agency.is_state)
        for agency in sorted(known, key=lambda agency: sort_key(agency.name))
        if agency.id in to
    }
    if OFFICE in to:
        found[OFFICE] = legal.Recipient(RecipientKind.OFFICE, None, True)
    return found


@dataclass(frozen=True, slots=True)
class BasisOption:
    """A legal basis that the sender may choose."""

    code: str
    label: Words
    reference: Words
    when: Words
    caution: Words | None
    is_called_for: bool  # by what the case is: violence of a criminal nature, a child
    consent: ConsentNeed


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody at the table to whom something can be said."""

    id: UUID
    name: str | Words


@dataclass(frozen=True, slots=True)
class Telling:
    """What the page needs so that something can be said: to whom, and on which grounds."""

    item_id: UUID
    is_at_table: bool  # the reader's own agency is
    listeners: tuple[Listener, ...]
    bases: tuple[BasisOption, ...]
    asks_permission: bool  # the sender can hold pre-trial facts
    colleagues: tuple[Listener, ...] = ()  # who of the sender's agency may have asked her
    consents: tuple[ConsentView, ...] = ()  # those in force that the reader may know of

    @property
    def default(self) -> str:
        """The basis to begin with."""
        return self.bases[0].code if self.bases else ""

    @property
    def called_for(self) -> tuple[BasisOption, ...]:
        """What the case itself calls for, in one tap."""
        return tuple(basis for basis in self.bases if basis.is_called_for)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who would hear it and who would be left out, with the reason and what would make it lawful."""

    heard: tuple[tuple[str | Words, tuple[Words, ...]], ...]
    left_out: tuple["LeftOutView", ...]


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """One recipient that something cannot go to."""

    name: str | Words
    reason: Message
    remedies: tuple[Message, ...]


def telling(case: CaseView) -> Telling | None:
    """What the reader's agency can do at the newest item of the case; none where there is no item."""
    item = newest_item(case)
    if item is None:
        return None
    known = agencies(case.actor.team_id)
    here = present(db.session(), item)
    to = here.agency_ids - {case.actor.agency_id}
    listeners = [Listener(id, known[id].short_name) for id in legal_recipients(known.values(), to)]
    if here.has_office:
        listeners.append(Listener(OFFICE, RecipientKind.OFFICE.words))
    own = known[case.actor.agency_id]
    return Telling(
        item_id=item.id,
        is_at_table=case.actor.agency_id in here.agency_ids,
        listeners=tuple(listeners),
        bases=_bases(case, [listener.id for listener in listeners]),
        asks_permission=own.sector in (Sector.POLICE, Sector.PROSECUTOR, Sector.PROBATION, Sector.COURT),
        colleagues=tuple(Listener(id, name) for id, name in colleagues(case)),
        consents=tuple(one for one in consents(case) if one.is_in_force),
    )


def newest_item(case: CaseView) -> AgendaItem | None:
    """The item under which the case is discussed now, or was last."""
    rows = select(AgendaItem).where(AgendaItem.case_id == case.id).order_by(AgendaItem.listed_at.desc()).limit(1)
    return db.session().scalars(rows).one_or_none()


def outlook(
    case: CaseView,
    *,
    to: Collection[UUID],
    fact_ids: Collection[UUID],
    category: Category | None,
    with_offer: bool,
    basis_code: str,
    consent: ConsentState,
    reason: str = "",
    permission_reference: str = "",
    is_agreed_now: bool = False,
) -> Outlook:
    """Who would hear it and who would be left out, if it were said like this now. Nothing is recorded.

    ``is_agreed_now``: she agrees as it is said, so that no consent on record needs to cover it.
    """
    known = agencies(case.actor.team_id)
    own = known[case.actor.agency_id]
    facts = select(Fact.category).where(
        Fact.id.in_(fact_ids), Fact.case_id == case.id, Fact.owner_id == case.actor.agency_id
    )
    asked = {
        *db.session().scalars(facts),
        *([category] if category else []),
        *([Category.SERVICES] if with_offer else []),
    }
    if not asked:
        return Outlook((), ())
    split = legal.split(
        basis_code,
        sender=legal.Sender(own.sector, own.is_state),
        recipients=legal_recipients(known.values(), to),
        categories=asked,
        consent=consent,
        on=clock.today(),
        permission_reference=permission_reference,
        reason=reason,
        child_concerned=True if case.has_children else None,
    )
    if consent is ConsentState.GIVEN and not is_agreed_now:
        rows, left_out = part_by(covered(db.session(), case.id, at=clock.now(), basis_code=basis_code), split)
        split = legal.Split(tuple(row for row, _ in rows), left_out)
    names: dict[UUID, str | Words] = {id: view.short_name for id, view in known.items()}
    names[OFFICE] = RecipientKind.OFFICE.words
    return Outlook(
        heard=tuple((names[row.key], tuple(c.words for c in Category if c in row.categories)) for row in split.rows),
        left_out=tuple(
            LeftOutView(names[row.key], row.allowed.reason, tuple(r.message for r in row.allowed.remedies))
            for row in split.left_out
        ),
    )


def _bases(case: CaseView, to: list[UUID]) -> tuple[BasisOption, ...]:
    """The bases that open anything to anybody here: the sender's default, what the case calls for, the rest."""
    known = agencies(case.actor.team_id)
    own = known[case.actor.agency_id]
    sender = legal.Sender(own.sector, own.is_state)
    critical = bool(knowledge(case).picture.pinned)
    offered = [
        [
            basis
            for basis in legal.offers(
                sender, recipient, (), critical_yes=critical, child_concerned=case.has_children, on=clock.today()
            )
            if basis.covers(sender, recipient)
        ]
        for recipient in legal_recipients(known.values(), to).values()
    ]
    found = {basis.code: basis for row in sorted(offered, key=len, reverse=True) for basis in row}
    first = [row[0].code for row in offered if row]
    ordered = sorted(found.values(), key=lambda basis: (basis.code not in first, not _is_called_for(basis)))
    return tuple(
        BasisOption(b.code, b.label, b.reference, b.when, b.caution, _is_called_for(b), b.consent) for b in ordered
    )


def _is_called_for(basis: legal.Basis) -> bool:
    return bool({Need.CRITICAL, Need.CHILD} & basis.needs)
