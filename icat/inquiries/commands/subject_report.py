"""A report to the person whose data they are: one prepares it, another looks at the same bytes and lets it go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.scope import standing_of
from icat.cases.steps.letters import tell_office
from icat.cases.steps.sharing import held, held_part
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.i18n import Message
from icat.inquiries.models import Inquiry, SubjectReport
from icat.inquiries.queries.subject_report import way_in
from icat.inquiries.steps.releasing import hand_over, insist_on_chair, insist_on_guard, next_copy, waiting_of
from icat.members.steps.letters import tell_member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it was drawn before anything was recorded: its share and number stand on the paper already."""

    person_id: UUID
    access_version: int
    content: dict[str, Any]
    made_at: datetime
    digest: str
    share_id: UUID
    copy_number: int


def prepare_subject_report(actor: Actor, inquiry_id: UUID, version: int, *, made: Made) -> None:
    """Lay a report before the second person. An earlier one that waits is taken back.

    Refuses whoever the inquiry does not open the case to, and with ``Stale`` a report of what has changed since. A
    block that is kept though it is cut by default, or the other way round, carries the preparer's reason.
    """
    with change(actor) as work:
        require(actor, Permission.SUBJECT_REPORT_PREPARE)
        inquiry = work.lock(Inquiry, inquiry_id, version)
        case, _standing = way_in(work.session, actor, inquiry)
        case = held(work, case.id)
        if case.access_version != made.access_version or next_copy(work.session, case.id) != made.copy_number:
            raise Stale
        for block in made.content["blocks"]:
            if block["is_kept"] is not block["is_own"] and not str(block["reason"]).strip():
                raise RuleBroken(Message("Say why this is kept or cut against the rule."), field=f"why_{block['code']}")
        if not any(block["is_kept"] for block in made.content["blocks"]):
            raise RuleBroken(Message("Nothing would be left. Answer the inquiry instead."))
        earlier = waiting_of(work, inquiry.id)
        if earlier is not None:
            earlier.rejected_at, earlier.rejected_by_id = work.at, actor.member_id
            work.session.flush()
        work.add(
            SubjectReport(
                team_id=inquiry.team_id,
                inquiry_id=inquiry.id,
                case_id=case.id,
                person_id=made.person_id,
                prepared_at=made.made_at,
                prepared_by_id=actor.member_id,
                digest=made.digest,
                share_id=made.share_id,
                copy_number=made.copy_number,
                content=made.content,
            )
        )
        work.record(
            Event.SUBJECT_REPORT_PREPARED,
            case=case.id,
            inquiry=inquiry.id,
            number=inquiry.number,
            copy=made.copy_number,
            digest=made.digest,
        )
        tell_office(work, case, Role.COORDINATOR, Role.CHAIR)


def release_subject_report(
    actor: Actor, report_id: UUID, version: int, *, digest: str, is_not_him: bool = False, review_note: str = ""
) -> None:
    """Let exactly these bytes go: the report becomes a share, and the inquiry is answered.

    Refuses the preparer, whoever may not read the case, other bytes than those that were looked at, a parent whom
    nobody compared with the perpetrator, and what the matrix of legal bases does not allow; where copies of the case
    wait, anybody but a chair who says why.
    """
    with change(actor) as work:
        case, row = held_part(work, SubjectReport, report_id, version)
        require(actor, Permission.SUBJECT_REPORT_RELEASE, standing_of(work.session, case))
        if actor.member_id == row.prepared_by_id:
            raise NotAllowed(Message("Two people are needed: somebody else releases it."))
        if not row.is_waiting or row.digest != digest:
            raise Stale
        inquiry = work.session.get_one(Inquiry, row.inquiry_id, with_for_update=True, populate_existing=True)
        if inquiry.answered_at is not None:
            raise RuleBroken(Message("This inquiry was answered already."))
        insist_on_guard(work, case, inquiry, is_not_him=is_not_him, review_note=review_note)
        insist_on_chair(work, case, inquiry, review_note=review_note)
        row.review_note = review_note
        row.released_at, row.released_by_id = work.at, actor.member_id
        share = hand_over(work, case, inquiry, row)
        inquiry.outcome = "full" if all(block["is_kept"] for block in row.content["blocks"]) else "part"
        inquiry.answered_at, inquiry.answered_by_id = work.at, actor.member_id
        inquiry.share_id, inquiry.version = share.id, inquiry.version + 1
        work.record(
            Event.SUBJECT_REPORT_RELEASED,
            case=case.id,
            share=share.id,
            basis=share.basis_code,
            inquiry=inquiry.id,
            number=inquiry.number,
            copy=row.copy_number,
            digest=row.digest,
        )
        work.record(Event.INQUIRY_ANSWERED, inquiry=inquiry.id, number=inquiry.number)


def reject_subject_report(actor: Actor, report_id: UUID, version: int, *, reason: str) -> None:
    """Send it back: the preparer makes another. Refuses the preparer, and a report that no longer waits."""
    with change(actor) as work:
        case, row = held_part(work, SubjectReport, report_id, version)
        require(actor, Permission.SUBJECT_REPORT_REJECT, standing_of(work.session, case))
        if actor.member_id == row.prepared_by_id:
            raise NotAllowed(Message("Two people are needed: somebody else looks at it."))
        if not row.is_waiting:
            raise Stale
        if not reason.strip():
            raise RuleBroken(Message("Write what has to change."), field="reason")
        inquiry = work.get(Inquiry, row.inquiry_id)
        row.rejected_at, row.rejected_by_id, row.reject_reason = work.at, actor.member_id, reason
        work.record(
            Event.SUBJECT_REPORT_REJECTED, case=case.id, inquiry=inquiry.id, number=inquiry.number, digest=row.digest
        )
        tell_member(work, row.prepared_by_id, except_ids=standing_of(work.session, case).barred_ids)
