"""What she has agreed to and what she has refused, as it stands at a moment: pairs of what and to whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from icat import clock
from icat.cases.models import Consent, ConsentEnd, ConsentLine, Giver, Share, ShareEnd
from icat.i18n import Message
from icat.legal import Category, ConsentNeed, Need, RecipientKind, bases
from icat.legal.remedies import in_order
from icat.policy.actor import Actor


class Pair(NamedTuple):
    """What, and who would receive it: an agency, the office, or a body outside the team."""

    category: Category
    kind: RecipientKind
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """The pairs to which somebody agreed, with the consents that say so, the newest first."""

    agreed: dict[Pair, tuple[UUID, ...]]

    def by(self, pairs: Collection[Pair]) -> UUID | None:
        """The newest consent that covers all of these, if one does."""
        found = [self.agreed.get(pair, ()) for pair in pairs]
        return next((one for one in (found[0] if found else ()) if all(one in row for row in found)), None)

    def lacking(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those of ``pairs`` to which nobody agreed."""
        return [pair for pair in pairs if pair not in self.agreed]


def covered(session: Session, case_id: UUID, *, at: datetime, basis_code: str) -> Covered:
    """To what somebody who could agree had agreed at that moment. The newest answer counts: a later no ends a yes.

    On the representative's basis only consents of a representative or the guardianship body count, on that of her own
    consent only hers.
    """
    rows = session.execute(
        select(ConsentLine, Consent.giver, Consent.until_on)
        .join(Consent, Consent.id == ConsentLine.consent_id)
        .where(
            ConsentLine.case_id == case_id,
            Consent.asked_at <= at,
            ~exists().where(ConsentEnd.consent_id == Consent.id, ConsentEnd.ended_at <= at),
        )
        .order_by(Consent.asked_at.desc(), Consent.recorded_at.desc(), Consent.id)
    )
    day, fits = clock.local(at).date(), _givers(basis_code)
    agreed: dict[Pair, list[UUID]] = {}
    refused: set[Pair] = set()
    for line, giver, until_on in rows:
        pair = Pair(line.category, line.recipient_kind, line.recipient_id)
        if giver not in fits or pair in refused:
            continue
        if not line.is_agreed:
            refused.add(pair)
        elif until_on is not None and until_on >= day:
            agreed.setdefault(pair, []).append(line.consent_id)
    return Covered({pair: tuple(ids) for pair, ids in agreed.items()})


def _givers(basis_code: str) -> frozenset[Giver]:
    """Whose consent a basis rests on; one that needs none may be backed by anybody's."""
    basis = bases().get(basis_code)
    if basis is None or Need.CONSENT_RECORD not in basis.needs:
        return frozenset(Giver)
    if Need.REPRESENTATIVE in basis.needs:
        return frozenset({Giver.REPRESENTATIVE, Giver.GUARDIANSHIP})
    return frozenset({Giver.SURVIVOR})


def not_covered(pairs: Iterable[Pair]) -> Message:
    """That no consent on record covers these."""
    return Message(
        "No consent on record covers this: %(categories)s. Ask her, and record her answer.",
        categories=in_order(pair.category for pair in pairs),
    )


def backed_by(consent_id: UUID) -> Select[Share]:
    """The shares in force for which a consent is on record, papers too, in the order of recording."""
    return _in_force().where(Share.consent_id == consent_id).order_by(Share.recorded_at, Share.id)


def _in_force() -> Select[Share]:
    return select(Share).where(
        or_(Share.valid_until.is_(None), Share.valid_until > clock.now()),
        ~exists().where(ShareEnd.share_id == Share.id),
    )


def rests_on_consent(basis_code: str) -> bool:
    """Whether what is shared on that basis ends with the consent that stands behind it."""
    basis = bases().get(basis_code)
    return basis is not None and basis.consent is ConsentNeed.REQUIRED


def consent_ends_at(session: Session, consent_id: UUID) -> datetime:
    """The moment from which a consent that was given no longer holds: it was taken back, or its last day is over."""
    until_on, taken_back = session.execute(
        select(Consent.until_on, ConsentEnd.ended_at)
        .outerjoin(ConsentEnd, ConsentEnd.consent_id == Consent.id)
        .where(Consent.id == consent_id)
    ).one()
    if until_on is None:
        raise ValueError("a refusal lets nothing be shared")
    over = clock.midnight(until_on + timedelta(days=1)).astimezone(UTC)
    return min(over, taken_back) if taken_back else over


def resting_on(consent_id: UUID) -> Select[Share]:
    """Those of them that end with it: their basis is the consent. What rests on the law itself goes on without it."""
    return backed_by(consent_id).where(_rests_on_it())


def resting_in(case_id: UUID) -> Select[UUID]:
    """For each share of a case that ends with a consent, the consent: once for each share."""
    found = _in_force().where(Share.case_id == case_id, Share.consent_id.is_not(None), _rests_on_it())
    return found.with_only_columns(Share.consent_id)


def _rests_on_it() -> ColumnElement[bool]:
    return Share.basis_code.in_([code for code in bases() if rests_on_consent(code)])


def known_to(actor: Actor, case_id: UUID) -> Select[Consent]:
    """The consents of a case that this actor may know of, in the order of recording: all for the office; else those
    that its agency recorded, that let it receive something, and on which something rests that it shared."""
    found = select(Consent).where(Consent.case_id == case_id).order_by(Consent.recorded_at, Consent.id)
    if actor.is_office:
        return found
    named = exists().where(
        ConsentLine.consent_id == Consent.id, ConsentLine.recipient_id == actor.agency_id, ConsentLine.is_agreed
    )
    relied = exists().where(Share.consent_id == Consent.id, Share.sender_id == actor.agency_id)
    return found.where(or_(Consent.owner_id == actor.agency_id, named, relied))
