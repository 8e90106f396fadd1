"""An inquiry comes, is checked, given to somebody, tied to a case, postponed, and answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.inquiries.models import Inquiry, InquiryCase
from icat.inquiries.queries.register import ANSWERING
from icat.inquiries.steps.answering import GIVING, Giving, case_of, hand_out, insist_on_answer
from icat.inquiries.terms import inquirer
from icat.legal import Category
from icat.members.models import Member, Team
from icat.members.steps.letters import tell_member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Asked:
    """What an inquiry says of itself (law 2297-VI Art. 16(4)): who, by which powers, about whom, what, what for."""

    asked_by: str
    about: str
    capacity: str = ""
    reply_to: str = ""
    paper_number: str = ""
    paper_on: date | None = None
    wanted: str = ""
    purpose: str = ""
    ground: str = ""
    note: str = ""
    categories: Collection[str] = ()
    answer_by: date | None = None
    is_hold: bool = False


def receive_inquiry(
    actor: Actor,
    *,
    kind: str,
    channel: str,
    asked: Asked,
    received_at: datetime | None = None,
    holder_id: UUID | None = None,
    language: str = "uk",
) -> int:
    """Write an inquiry into the register, as it was received, and tell whoever is to answer it. Gives its number.

    A phone call is written down with a name and a question and no more. Refuses a time that has not come, a holder who
    could not answer, and a kind whose term the law leaves to the paper without the day that the paper names.
    """
    with change(actor) as work:
        require(actor, Permission.INQUIRY_RECEIVE)
        who, at = inquirer(kind), received_at or work.at
        codes.require("inquiry_channel", channel)
        if at > work.at:
            raise RuleBroken(Message("The time cannot be in the future."), field="received_at")
        if not asked.asked_by.strip() or not asked.about.strip():
            raise RuleBroken(Message("Write who asks and about whom."), field="asked_by")
        due = who.answer.due(at) if who.answer else asked.answer_by
        if due is None:
            raise RuleBroken(
                Message("The law sets no term here: write the day by which the paper wants an answer."),
                field="answer_by",
            )
        if asked.answer_by is not None and asked.answer_by < clock.local(at).date():
            raise RuleBroken(Message("An answer cannot be due before the question came."), field="answer_by")
        categories = [category.value for category in Category if category.value in asked.categories]
        # The team's row is locked, so that two inquiries received at once do not get one number.
        work.session.get_one(Team, actor.team_id, with_for_update=True)
        last = work.session.scalar(select(func.max(Inquiry.number)).where(Inquiry.team_id == actor.team_id))
        row = work.add(
            Inquiry(
                id=uuid4(),
                team_id=actor.team_id,
                number=(last or 0) + 1,
                kind=kind,
                channel=channel,
                language=language if language in ("uk", "en") else "uk",
                received_at=at,
                recorded_at=work.at,
                recorded_by_id=actor.member_id,
                holder_id=_holder(work, holder_id or actor.member_id).id,
                paper_on=asked.paper_on,
                categories=categories,
                study_on=who.study.due(at) if who.study else None,
                due_on=min(due, asked.answer_by) if asked.answer_by else due,
                is_hold=asked.is_hold or who.holds,
                asked_by=asked.asked_by,
                capacity=asked.capacity,
                reply_to=asked.reply_to,
                paper_number=asked.paper_number,
                about=asked.about,
                wanted=asked.wanted,
                purpose=asked.purpose,
                ground=asked.ground,
                note=asked.note,
            )
        )
        work.session.flush()
        work.record(Event.INQUIRY_RECEIVED, inquiry=row.id, number=row.number, inquirer=kind)
        tell_member(work, row.holder_id)
        return row.number


def confirm_identity(actor: Actor, inquiry_id: UUID, version: int, *, shown: str, note: str) -> None:
    """Who asks was checked: what was shown, its number and date. Refuses an inquiry that was answered already."""
    with change(actor) as work:
        require(actor, Permission.IDENTITY_CONFIRM)
        row = _open(work, inquiry_id, version)
        codes.require("identity_shown", shown)
        if not note.strip():
            raise RuleBroken(
                Message("Write the number and date of what was shown, or how the person is known."), field="note"
            )
        row.identity_code, row.identity_note = shown, note
        row.identity_at, row.identity_by_id = work.at, actor.member_id
        work.record(Event.IDENTITY_CONFIRMED, inquiry=row.id, number=row.number, shown=shown)


def assign_inquiry(actor: Actor, inquiry_id: UUID, version: int, *, holder_id: UUID) -> None:
    """Give an inquiry to somebody else to answer. Refuses whoever is not of the office or its data protection."""
    with change(actor) as work:
        require(actor, Permission.INQUIRY_ASSIGN)
        row = _open(work, inquiry_id, version)
        row.holder_id = _holder(work, holder_id).id
        work.record(Event.INQUIRY_ASSIGNED, inquiry=row.id, number=row.number, member=row.holder_id)
        tell_member(work, row.holder_id)


def link_inquiry(actor: Actor, inquiry_id: UUID, version: int, *, case_id: UUID) -> None:
    """Say which case an inquiry is about; whoever says so answers it from here on.

    Only who may read the case can, and the entry shows it to nobody else: a barred member finds in the register what
    everybody finds. Refuses what was linked or answered already.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.INQUIRY_LINK, standing_of(work.session, case))
        row = _open(work, inquiry_id, version)
        if work.find(InquiryCase, InquiryCase.inquiry_id == row.id, InquiryCase.case_id == case.id):
            raise RuleBroken(Message("This inquiry is tied to that case already."), field="reference")
        work.add(
            InquiryCase(
                team_id=row.team_id,
                inquiry_id=row.id,
                case_id=case.id,
                linked_at=work.at,
                linked_by_id=actor.member_id,
            )
        )
        row.holder_id = actor.member_id
        work.record(Event.INQUIRY_LINKED, case=case.id, inquiry=row.id, number=row.number)


def postpone_inquiry(actor: Actor, inquiry_id: UUID, version: int, *, until: date, reason: str) -> None:
    """Tell a third party in writing that it takes longer, why, and until when (law 2297-VI Art. 17(2)).

    Refuses where the law knows no postponement, above all to the person whose data they are (Art. 17(1)), a day beyond
    the law's, and a second time.
    """
    with change(actor) as work:
        require(actor, Permission.INQUIRY_POSTPONE)
        row = _open(work, inquiry_id, version)
        _insist_on_holder(row, actor)
        latest = inquirer(row.kind).postponed
        if latest is None:
            raise RuleBroken(Message("The law does not let this inquiry be postponed."))
        if row.postponed_at is not None:
            raise RuleBroken(Message("It was postponed already."))
        if not reason.strip():
            raise RuleBroken(Message("Write why it takes longer: the letter says so."), field="reason")
        if not row.due_on < until <= latest.due(row.received_at):
            raise RuleBroken(
                Message("Choose a day after %(due)s and not after %(latest)s.", due=f"{row.due_on:%d.%m.%Y}",
                        latest=f"{latest.due(row.received_at):%d.%m.%Y}"),
                field="until",
            )  # fmt: skip
        row.due_on, row.wait_reason = until, reason
        row.postponed_at, row.postponed_by_id = work.at, actor.member_id
        work.record(Event.INQUIRY_POSTPONED, inquiry=row.id, number=row.number)


def answer_inquiry(
    actor: Actor,
    inquiry_id: UUID,
    version: int,
    *,
    outcome: str,
    refusal: str = "",
    words: str = "",
    giving: Giving | None = None,
) -> None:
    """Answer: with data, without, or saying nothing at all. What leaves is a share, and the matrix of law was asked.

    Refuses an answer by anybody but the holder, data for somebody who was not identified or whom the data file gives
    none, more than was asked for, and a refusal without its reason (law 2297-VI Art. 17(3)).
    """
    with change(actor) as work:
        require(actor, Permission.INQUIRY_ANSWER)
        case = case_of(work, inquiry_id, giving) if giving and outcome in GIVING else None
        row = _open(work, inquiry_id, version)
        _insist_on_holder(row, actor)
        insist_on_answer(row, outcome, refusal, words)
        if outcome in GIVING:
            row.share_id = hand_out(work, row, case, giving).id
        row.outcome, row.refusal, row.reply_words = outcome, refusal or None, words
        row.answered_at, row.answered_by_id = work.at, actor.member_id
        work.record(Event.INQUIRY_ANSWERED, inquiry=row.id, number=row.number)


def _open(work: Work, inquiry_id: UUID, version: int) -> Inquiry:
    row = work.lock(Inquiry, inquiry_id, version)
    if row.answered_at is not None:
        raise RuleBroken(Message("This inquiry was answered already."))
    return row


def _insist_on_holder(row: Inquiry, actor: Actor) -> None:
    if row.holder_id != actor.member_id:
        raise RuleBroken(Message("Somebody else answers this inquiry. Give it to yourself first."))


def _holder(work: Work, member_id: UUID) -> Member:
    member = work.get(Member, member_id)
    if not member.is_active(clock.today()) or ANSWERING.isdisjoint(member.role_set):
        raise RuleBroken(Message("Choose a chair, a coordinator, or the data protection officer."), field="holder_id")
    return member
