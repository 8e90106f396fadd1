"""What an answer may say, and the share under which data leave with it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select

from icat import codes
from icat.audit.recording import Work
from icat.cases.models import Case, Share
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import Ground, Line, Paper, Recipient, held, open_share
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.inquiries.models import Inquiry, InquiryCase
from icat.inquiries.terms import Gives, inquirer
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind, Sector
from icat.members.models import Agency
from icat.plans.steps.copies import insist_on_holder
from icat.policy.decide import require
from icat.policy.permissions import Permission

DOCUMENT = "inquiry"
GIVING = frozenset({"full", "part"})


@dataclass(frozen=True, slots=True)
class Giving:
    """What leaves with an answer: which categories of which case, on which basis, and that it will be protected."""

    case_id: UUID
    categories: Collection[str]
    basis_code: str
    is_committed: bool = False
    permission_reference: str = ""
    sector: str = ""
    is_public: bool = False


def insist_on_answer(row: Inquiry, outcome: str, refusal: str, words: str) -> None:
    """Refuse an unknown outcome, a refusal without its reason, and words where the letter may say nothing."""
    codes.require("inquiry_outcome", outcome)
    if outcome == "refused":
        codes.require("inquiry_refusal", refusal)
    if outcome in ("part", "forwarded") and not words.strip():
        raise RuleBroken(
            Message("Write what the letter says: what is left out and why, or to whom it went."), field="words"
        )
    is_silent = inquirer(row.kind).is_neutral and outcome not in GIVING
    if words.strip() and (is_silent or outcome in ("nothing_held", "cannot_confirm")):
        raise RuleBroken(
            Message("This letter is the same for everybody and says nothing else: leave the words empty."),
            field="words",
        )


def case_of(work: Work, inquiry_id: UUID, giving: Giving) -> Case | None:
    """The case from which data leave, locked: before the inquiry itself, as when the two are tied.

    None, and nothing is locked, where they are not tied: ``hand_out`` refuses that, in its turn.
    """
    if work.find(InquiryCase, InquiryCase.inquiry_id == inquiry_id, InquiryCase.case_id == giving.case_id) is None:
        return None
    return held(work, giving.case_id)


def hand_out(work: Work, row: Inquiry, case: Case | None, giving: Giving | None) -> Share:
    """Record what leaves to whoever asks, as a share on paper of the answerer's own agency.

    Refuses where the law knows no such path, before identity is confirmed, without the recipient's commitment to
    protect the data (law 2297-VI Art. 16), to the perpetrator or a barred person by name, beyond what was asked,
    and from a case that the inquiry is not tied to: it could be none.
    """
    who = inquirer(row.kind)
    if who.gives is Gives.NOBODY:
        raise RuleBroken(Message("No data leave to this kind of asker. Choose another answer."), field="outcome")
    if who.gives is Gives.REPORT:
        raise RuleBroken(
            Message("Data leave here only in a report about that person which two people released."), field="outcome"
        )
    if row.identity_at is None:
        raise RuleBroken(Message("First check who asks, and by which powers."), field="outcome")
    if giving is None:
        raise RuleBroken(Message("Tie the inquiry to a case first: data leave from a case."), field="outcome")
    if case is None:
        raise NotFound
    require(work.actor, Permission.CASE_READ, standing_of(work.session, case))
    categories = [category for category in Category if category.value in giving.categories]
    if not categories:
        raise RuleBroken(Message("Say what is given."), field="categories")
    if {category.value for category in categories} - set(row.categories):
        raise RuleBroken(Message("Only what the inquiry lists may be given."), field="categories")
    is_hers = who.gives is Gives.SURVIVOR
    if not is_hers:
        _insist_on_third_party(row, giving)
    insist_on_holder(work, case, row.asked_by)
    to = Recipient(RecipientKind.SURVIVOR) if is_hers else _outside(row, giving)
    return open_share(
        work,
        case,
        sender=work.get(Agency, work.actor.agency_id),
        to=to,
        lines=[Line(category) for category in categories],
        ground=Ground(
            giving.basis_code,
            ConsentState.GIVEN if is_hers else ConsentState.NOT_NEEDED,
            Purpose.LEGAL_DUTY,
            Necessity.ANSWER_REQUEST,
            row.purpose or row.ground,
            giving.permission_reference,
        ),
        mode=Mode.PAPER,
        paper=Paper(DOCUMENT, "full", _next_number(work, case), row.asked_by, uuid4()),
    )


def _insist_on_third_party(row: Inquiry, giving: Giving) -> None:
    if not (row.purpose.strip() or row.ground.strip()):
        raise RuleBroken(
            Message("The inquiry names neither purpose nor legal ground: refuse it as incomplete."), field="outcome"
        )
    if not giving.is_committed:
        raise RuleBroken(
            Message("Without the recipient’s commitment to protect the data nothing is given."), field="is_committed"
        )


def _outside(row: Inquiry, giving: Giving) -> Recipient:
    known = inquirer(row.kind).sector
    sector = known or (Sector(giving.sector) if giving.sector in set(Sector) else None)
    is_public = giving.is_public if known is None else known is not Sector.LEGAL_AID
    return Recipient(RecipientKind.OUTSIDE, sector=sector, is_state=is_public)


def _next_number(work: Work, case: Case) -> int:
    last = select(func.max(Share.copy_number)).where(Share.case_id == case.id, Share.document == DOCUMENT)
    return (work.session.scalar(last) or 0) + 1
