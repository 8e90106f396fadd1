"""What an agency says at the table: one act, taken apart into the shares that the law allows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from icat import clock, legal
from icat.audit.recording import Work, change
from icat.cases.models import Case, Share, ShareEnd, ShareLine, ShareRecipient
from icat.cases.queries.covering import consent_ends_at, rests_on_consent
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import Ground, Line, Recipient, extend_share, held, open_share
from icat.errors import RuleBroken
from icat.i18n import Message, Sayable
from icat.legal import Category, ConsentState, LeftOut, Mode, Necessity, Purpose, RecipientKind
from icat.meetings.models import AgendaItem, Fact, ItemState, Meeting, MeetingState, Return
from icat.meetings.queries.present import present
from icat.meetings.queries.telling import OFFICE, legal_recipients
from icat.meetings.steps.agreeing import JustNow, by_consent
from icat.meetings.steps.facts import Statement, write_fact
from icat.members.models import Agency
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences as one value of a message, said only where it is shown."""

    parts: tuple[Sayable, ...]

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one act at the table: who heard it, and who was left out, each with the reason and the way out."""

    to: frozenset[UUID]  # agencies, and ``OFFICE``
    left_out: tuple[LeftOut[UUID], ...]


def record_share(
    actor: Actor,
    item_id: UUID,
    *,
    to: Collection[UUID],
    fact_ids: Sequence[UUID] = (),
    with_offer: bool = False,
    statement: Statement | None = None,
    basis_code: str,
    consent: ConsentState,
    agreed: JustNow | None = None,
    purpose: Purpose = Purpose.RISK_ASSESSMENT,
    necessity_code: Necessity = Necessity.DECIDE_LEVEL,
    reason: str = "",
    permission_reference: str = "",
    mode: Mode = Mode.ORAL,
    given_at: datetime | None = None,
    until: date | None = None,
) -> Told:
    """Say something at the table, to those of ``to`` (agencies, ``OFFICE``) who may lawfully hear it, and record it.

    What is said: facts of the actor's own agency, its offer, a new statement. There is one share per agency, item,
    class of recipients and ground; what is said later is added to it. The rows that the law refuses are left out and
    handed back; where it refuses all of them, nothing is recorded and the refusal says what would make it lawful.
    ``given_at`` is for what is entered late, within 24 hours; ``until`` the last day on which it can be read. Where she
    is said to agree, a consent on record says so, or ``agreed`` records it in the same breath for what none covers yet;
    what she did not agree to is left out. Refuses facts of others, and whoever is not at the table.
    """
    with change(actor) as work:
        item = work.get(AgendaItem, item_id)
        case = held(work, item.case_id)
        require(actor, Permission.SHARE_RECORD, standing_of(work.session, case))
        _insist_on_the_moment(work, item, given_at)
        _insist_on_presence(work, item, to)
        lines = _lines(work, case, fact_ids, with_offer, statement)
        ground = Ground(basis_code, consent, purpose, necessity_code, reason, permission_reference)
        sender = work.get(Agency, actor.agency_id)
        at = given_at or work.at
        told, rest = by_consent(work, case, _split(work, case, sender, to, lines, ground, at), ground, agreed, at)
        if not told.rows:
            raise _refusal(told.left_out)
        together: dict[tuple[RecipientKind, frozenset[Category], UUID | None], list[UUID]] = defaultdict(list)
        for row, consent_id in zip(told.rows, rest, strict=True):
            together[row.recipient.kind, row.categories, consent_id].append(row.key)
        for (kind, categories, consent_id), keys in together.items():
            lawful = [line for line in lines if line.category in categories]
            heard = Recipient(kind) if kind is RecipientKind.OFFICE else Recipient(kind, item.id, tuple(keys))
            resting = replace(ground, consent_id=consent_id)
            _say(work, case, item, sender, heard, lawful, resting, mode, given_at, until)
        if not work.recorded:
            raise RuleBroken(Message("They have all heard this already."))
        return Told(frozenset(row.key for row in told.rows), told.left_out)


def _insist_on_the_moment(work: Work, item: AgendaItem, given_at: datetime | None) -> None:
    meeting = work.get(Meeting, item.meeting_id)
    if item.state is ItemState.LISTED or meeting.opened_at is None:
        raise RuleBroken(Message("The chair has not begun with this case yet."))
    if given_at is None:
        if meeting.state is MeetingState.CLOSED:
            raise RuleBroken(Message("The meeting is over: give the time when it was said."), field="given_at")
        return
    if given_at < meeting.opened_at or (meeting.closed_at is not None and given_at > meeting.closed_at):
        raise RuleBroken(Message("Give a time during the meeting."), field="given_at")


def _insist_on_presence(work: Work, item: AgendaItem, to: Collection[UUID]) -> None:
    here = present(work.session, item)
    if work.actor.agency_id not in here.agency_ids:
        raise RuleBroken(
            Message(
                "Your agency is not at the table yet: somebody of it must be recorded as present and acknowledge "
                "confidentiality."
            )
        )
    others = set(to) - {work.actor.agency_id}
    if not others:
        raise RuleBroken(Message("Choose who hears it."), field="to")
    if (others - here.agency_ids) - {OFFICE} or (OFFICE in others and not here.has_office):
        raise RuleBroken(
            Message(
                "Only those can hear it who are present, have acknowledged confidentiality and may know of the case."
            ),
            field="to",
        )


def _lines(
    work: Work, case: Case, fact_ids: Sequence[UUID], with_offer: bool, statement: Statement | None
) -> list[Line]:
    own = (Fact.case_id == case.id, Fact.owner_id == work.actor.agency_id)
    facts = list(work.session.scalars(select(Fact).where(Fact.id.in_(fact_ids), *own)))
    if len(facts) != len(set(fact_ids)):
        raise RuleBroken(Message("Only what your own agency wrote can be shared by it."), field="facts")
    if statement is not None:
        facts.append(write_fact(work, case, statement))
    lines = [Line(fact.category, fact.id) for fact in facts]
    if with_offer:
        filed = work.find(Return, Return.case_id == case.id, Return.owner_id == work.actor.agency_id)
        if filed is None or not filed.offer:
            raise RuleBroken(Message("Your agency has offered nothing yet."), field="with_offer")
        lines.append(Line(Category.SERVICES, filed.id))
    if not lines:
        raise RuleBroken(Message("Write or choose what is said."), field="text")
    return list(dict.fromkeys(lines))


def _split(
    work: Work, case: Case, sender: Agency, to: Collection[UUID], lines: Sequence[Line], ground: Ground, at: datetime
) -> legal.Split[UUID]:
    agencies = work.session.scalars(select(Agency).where(Agency.id.in_(set(to) - {OFFICE, sender.id})))
    return legal.split(
        ground.basis_code,
        sender=legal.Sender(sender.sector, sender.is_state),
        recipients=legal_recipients(agencies, set(to) - {sender.id}),
        categories={line.category for line in lines},
        consent=ground.consent,
        on=clock.local(at).date(),
        permission_reference=ground.permission_reference,
        reason=ground.necessity,
        child_concerned=True if case.has_children else None,
    )


def _refusal(left_out: Sequence[LeftOut[UUID]]) -> RuleBroken:
    """The first reason in words, with what would make it lawful: never a bare no."""
    allowed = left_out[0].allowed
    field = "reason" if any(r.kind is legal.RemedyKind.GIVE_REASON for r in allowed.remedies) else "basis_code"
    return RuleBroken(
        Message(
            "%(reason)s What would make it lawful: %(remedies)s",
            reason=allowed.reason,
            remedies=Sentences(tuple(remedy.message for remedy in allowed.remedies)),
        ),
        field=field,
    )


def _say(
    work: Work,
    case: Case,
    item: AgendaItem,
    sender: Agency,
    to: Recipient,
    lines: Sequence[Line],
    ground: Ground,
    mode: Mode,
    given_at: datetime | None,
    until: date | None,
) -> None:
    """Add to the share that says this to these on this ground, or open it."""
    running = None if given_at else _running_share(work, item, sender, to, ground, mode, until)
    if running is None:
        open_share(
            work,
            case,
            sender=sender,
            to=to,
            lines=lines,
            ground=ground,
            mode=mode,
            given_at=given_at,
            agenda_item_id=item.id,
            until=until,
        )
        work.session.flush()
        return
    heard = _lines_of(work, running)
    if more := [line for line in lines if line not in heard]:
        extend_share(work, case, running, sender=sender, lines=more)
        work.session.flush()


def _running_share(
    work: Work, item: AgendaItem, sender: Agency, to: Recipient, ground: Ground, mode: Mode, until: date | None
) -> Share | None:
    """The share that this item already has for the same: it was told as it was recorded, and has not ended."""
    rows = work.session.scalars(
        select(Share).where(
            Share.agenda_item_id == item.id,
            Share.sender_id == sender.id,
            Share.recipient_kind == to.kind,
            Share.basis_code == ground.basis_code,
            Share.catalogue_version == legal.catalogue_version(),
            Share.consent == ground.consent,
            Share.consent_id == ground.consent_id if ground.consent_id else Share.consent_id.is_(None),
            Share.purpose == ground.purpose,
            Share.necessity_code == ground.necessity_code,
            Share.mode == mode,
            Share.document.is_(None),
            Share.given_at == Share.recorded_at,
            Share.valid_until > work.at,
            ~exists().where(ShareEnd.share_id == Share.id),
        )
    ).all()
    for share in rows:
        heard = work.session.scalars(select(ShareRecipient.agency_id).where(ShareRecipient.share_id == share.id))
        same_words = (share.necessity, share.permission_reference) == (ground.necessity, ground.permission_reference)
        if _lasts(work, share, until) and same_words and set(heard) == set(to.present_ids):
            return share
    return None


def _lasts(work: Work, share: Share, until: date | None) -> bool:
    """Whether it ends on that day, or before it only because the consent ends on which it rests."""
    if until is None or share.last_day is None or until == share.last_day:
        return True
    is_bounded = share.consent_id is not None and rests_on_consent(share.basis_code) and share.last_day < until
    return (
        is_bounded
        and share.consent_id is not None
        and share.valid_until == consent_ends_at(work.session, share.consent_id)
    )


def _lines_of(work: Work, share: Share) -> set[Line]:
    rows = work.session.scalars(select(ShareLine).where(ShareLine.share_id == share.id))
    return {Line(row.category, row.item_id) for row in rows}
