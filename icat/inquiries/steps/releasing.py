"""The share under which a released report leaves, and the guards before it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat.audit.recording import Work
from icat.cases.models import Case, Share
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import Ground, Line, Paper, Recipient, open_share
from icat.errors import NotAllowed, RuleBroken
from icat.i18n import Message
from icat.inquiries.models import Inquiry, SubjectReport
from icat.inquiries.queries.subject_report import waits_for_chair
from icat.inquiries.terms import Gives, inquirer
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind
from icat.plans.steps.copies import insist_on_holder
from icat.policy.decide import can
from icat.policy.permissions import Permission

DOCUMENT = "subject_report"
# What stands in a report under these is not a category that the matrix knows for a person: it is about the sharing.
_ABOUT_SHARING = frozenset({Category.MINUTES})


def next_copy(session: Session, case_id: UUID) -> int:
    """The number of the next copy of a report from this case."""
    last = select(func.max(Share.copy_number)).where(Share.case_id == case_id, Share.document == DOCUMENT)
    return (session.scalar(last) or 0) + 1


def insist_on_guard(work: Work, case: Case, inquiry: Inquiry, *, is_not_him: bool, review_note: str) -> None:
    """Refuse where the asker could be the perpetrator, behind a child or in her name, and without the legal review of a
    report that is not hers."""
    if inquirer(inquiry.kind).gives is Gives.REPORT and not review_note.strip():
        raise RuleBroken(Message("Write who reviewed it legally, and when."), field="review_note")
    if inquiry.kind == "parent" and not is_not_him:
        raise RuleBroken(Message("Compare who asks with the perpetrator of the case, and say so."), field="is_not_him")
    if inquiry.kind != "perpetrator":
        insist_on_holder(work, case, inquiry.asked_by)


def insist_on_chair(work: Work, case: Case, inquiry: Inquiry, *, review_note: str) -> None:
    """Where copies of this case wait for a chair, refuse anybody else, and a chair without a reason."""
    if not waits_for_chair(work.session, case, inquiry.id):
        return
    if not can(work.actor, Permission.RELEASE_GRANT, standing_of(work.session, case)):
        raise NotAllowed(Message("Copies of this case wait for a chair: a chair releases this report."))
    if not review_note.strip():
        raise RuleBroken(
            Message("Copies of this case wait for a chair: write why this one may leave."), field="review_note"
        )


def hand_over(work: Work, case: Case, inquiry: Inquiry, row: SubjectReport) -> Share:
    """Record that the report leaves, to the survivor on her request, to another person on the right of access.

    The matrix of legal bases is asked for every category that was kept.
    """
    kept = {Category(block["category"]) for block in row.content["blocks"] if block["is_kept"]} - _ABOUT_SHARING
    is_hers = inquirer(inquiry.kind).gives is Gives.SURVIVOR
    return open_share(
        work,
        case,
        sender=None,
        to=Recipient(RecipientKind.SURVIVOR if is_hers else RecipientKind.SUBJECT),
        lines=[Line(category) for category in Category if category in kept],
        ground=Ground(
            "UA-CONSENT" if is_hers else "UA-SUBJECT",
            ConsentState.GIVEN if is_hers else ConsentState.NOT_NEEDED,
            Purpose.LEGAL_DUTY,
            Necessity.ANSWER_REQUEST,
            row.review_note or inquiry.wanted or inquiry.about,
        ),
        mode=Mode.PAPER,
        paper=Paper(DOCUMENT, "full", row.copy_number, inquiry.asked_by, row.share_id),
    )


def waiting_of(work: Work, inquiry_id: UUID) -> SubjectReport | None:
    """The report of this inquiry that waits for its second person."""
    return work.find(
        SubjectReport,
        SubjectReport.inquiry_id == inquiry_id,
        SubjectReport.released_at.is_(None),
        SubjectReport.rejected_at.is_(None),
    )
