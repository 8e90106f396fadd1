"""Copies of the two plans leave: to whom, why, on which basis, under which number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case
from icat.cases.scope import Standing, standing_of
from icat.cases.steps.releasing import use_release
from icat.cases.steps.sharing import Line, Recipient, held
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.i18n import Message
from icat.legal import Category, Necessity, Parent, Purpose, RecipientKind, Sector
from icat.members.models import Agency
from icat.plans.models import Action, SafetyPlan
from icat.plans.queries.copies import Document
from icat.plans.steps.copies import Copy, hand_out, insist_on_fresh, insist_on_holder
from icat.plans.steps.ground import ground_of_plan, lawful_ground, with_her_consent
from icat.plans.steps.safety import confirm, insist_on_sight
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

NO_PAPER = "none"
AGENCY_COPY = "agency_copy"
HERS = ("full", "pocket_card")
AGENCIES = ("advocate", "police", "agency")
# What makes paper safe for her; every other answer is a risk that she hears of before she takes it.
SAFE = {
    "asked_for": "yes",
    "lives_with_him": "no",
    "searches": "no",
    "children_may_tell": "no",
    "safe_place": "yes",
    "what_to_say": "yes",
}
ANSWERS = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Handing:
    """To whom a safety plan goes, why, and what was asked about the safety of paper."""

    holder: str  # a code of the list plan_holder
    format: str  # a code of the list export_format
    holder_name: str = ""
    agency_id: UUID | None = None
    purpose: Purpose = Purpose.SAFETY_PLANNING
    reason: str = ""
    she_agrees: bool = False
    is_present: bool = False
    old_reason: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    knows_risk: bool = False
    keeps_earlier: bool = False
    parent: Parent | None = None  # whether a person outside is a parent of a child in the case

    @property
    def is_paper(self) -> bool:
        """Whether anything leaves at all."""
        return self.format != NO_PAPER


def export_plan(
    actor: Actor,
    case_id: UUID,
    *,
    copy: Copy,
    actions: Mapping[UUID, int],
    agency_id: UUID,
    purpose: Purpose,
    is_whole: bool = False,
    keeps_earlier: bool = False,
) -> None:
    """Record that a numbered copy of the risk-management plan leaves to an agency, with these actions as read.

    Others than the office take a copy for their own agency only. Refuses a holder who must not learn of the case, what
    the law does not allow, and with ``Stale`` a copy that is no longer what it says.
    """
    with change(actor) as work:
        case = held(work, case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.PLAN_EXPORT, standing)
        if agency_id != actor.agency_id and (not actor.is_office or agency_id not in standing.seated_ids):
            raise NotAllowed(Message("A copy of the plan is taken for your own agency."))
        insist_on_fresh(work, case, Document.PLAN, copy)
        rows = work.session.execute(select(Action.id, Action.version).where(Action.id.in_(actions))).all()
        if {row.id: row.version for row in rows} != dict(actions):
            raise Stale
        insist_on_holder(work, case, copy.holder)
        agency, to = work.get(Agency, agency_id), Recipient(RecipientKind.AGENCY, agency_id)
        ground = ground_of_plan(work, case, to, purpose)
        lines = [Line(Category.PLAN)] if is_whole else [Line(Category.PLAN, action_id) for action_id in actions]
        share = hand_out(
            work,
            case,
            Document.PLAN,
            copy,
            sender=None,
            to=to,
            lines=lines,
            ground=ground,
            keeps_earlier=keeps_earlier,
        )
        work.record(
            Event.PLAN_EXPORTED,
            case=case.id,
            basis=share.basis_code,
            recipient=agency.id,
            share=share.id,
            categories=copy.shows,
            copy=copy.number,
            format=copy.format,
            holder="police" if agency.sector is Sector.POLICE else "agency",
            digest=copy.digest,
        )


def export_safety_plan(actor: Actor, plan_id: UUID, version: int, *, copy: Copy | None, handing: Handing) -> None:
    """Record that a copy of her plan leaves, or, without paper, who holds it and reads it to her by phone.

    She is never refused her own plan: what makes paper unsafe is said to her, and an old plan shows its age. Others get
    an old one only with a reason. Refuses a holder who must not learn of the case, paper that nobody was asked about,
    anybody else without her consent, and with ``Stale`` a plan that changed since it was read.
    """
    with change(actor) as work:
        case = held(work, work.get(SafetyPlan, plan_id).case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.SAFETY_PLAN_EXPORT, standing)
        plan = work.session.get_one(SafetyPlan, plan_id, with_for_update=True, populate_existing=True)
        insist_on_sight(work, plan)
        if plan.version != version:
            raise Stale
        _insist_on_form(handing)
        insist_on_holder(work, case, handing.holder_name)
        if copy is None:
            plan.held_by, plan.version = handing.holder_name, plan.version + 1
            _tell(work, case, handing)
            return
        insist_on_fresh(work, case, Document.SAFETY_PLAN, copy)
        use_release(work, case)
        _insist_on_paper(plan, handing)
        sender, to = _from_and_to(work, plan, handing, standing)
        if to.kind is RecipientKind.OUTSIDE and case.has_children:
            _insist_on_no_barred_parent(handing)
        ground = lawful_ground(
            work,
            case,
            sender=sender,
            to=to,
            categories={Category.SAFETY_PLAN},
            purpose=handing.purpose,
            necessity_code=Necessity.PROVIDE_SERVICE,
            has_consent=handing.she_agrees or to.kind is RecipientKind.SURVIVOR,
            reason=handing.reason,
        )
        ground = with_her_consent(
            work,
            case,
            ground,
            sender=sender,
            to=to,
            categories={Category.SAFETY_PLAN},
            outside=handing.holder_name or str(codes.words("plan_holder", handing.holder)),
        )
        share = hand_out(
            work,
            case,
            Document.SAFETY_PLAN,
            copy,
            sender=sender,
            to=to,
            lines=[Line(Category.SAFETY_PLAN, plan.id)],
            ground=ground,
            keeps_earlier=handing.keeps_earlier,
        )
        if handing.is_present:
            plan.version += 1
            confirm(work, plan)
        _tell(work, case, handing, copy, share.id, share.basis_code)


def _tell(
    work: Work,
    case: Case,
    handing: Handing,
    copy: Copy | None = None,
    share_id: UUID | None = None,
    basis: str | None = None,
) -> None:
    said = {"answers": dict(handing.answers), "reason": handing.reason, "old": handing.old_reason}
    work.record(
        Event.SAFETY_PLAN_EXPORTED,
        case=case.id,
        basis=basis,
        share=share_id,
        categories=copy.shows if copy else 0,
        words=said,
        copy=copy.number if copy else 0,
        format=handing.format,
        holder=handing.holder,
        digest=copy.digest if copy else "",
    )


def _insist_on_form(handing: Handing) -> None:
    codes.require("plan_holder", handing.holder)
    codes.require("export_format", handing.format)
    if handing.is_paper and handing.holder == "nobody":
        raise RuleBroken(Message("Paper is always held by somebody: say by whom, or choose no paper."), field="holder")
    if handing.format == AGENCY_COPY and handing.holder not in AGENCIES:
        raise RuleBroken(Message("The agency copy is for an agency. Choose the full plan or the card."), field="format")
    if handing.format in HERS and handing.holder in AGENCIES:
        raise RuleBroken(Message("An agency takes the numbered agency copy."), field="format")
    if handing.is_paper and handing.holder in ("trusted_person", "workplace"):
        if not handing.holder_name.strip():
            raise RuleBroken(Message("Write the name of the person who will hold it."), field="holder_name")
        if not handing.reason.strip():
            raise RuleBroken(Message("Write why it goes to somebody outside the team."), field="reason")


def _insist_on_paper(plan: SafetyPlan, handing: Handing) -> None:
    if handing.format in HERS:
        for question, safe in SAFE.items():
            answer = handing.answers.get(question)
            if answer not in ANSWERS:
                raise RuleBroken(Message("Ask her this before paper leaves the room."), field=f"answer_{question}")
            if answer != safe and not handing.knows_risk:
                raise RuleBroken(
                    Message("Paper may not be safe for her. Tell her why; if she wants it all the same, say so here."),
                    field="knows_risk",
                )
    is_confirmed = not plan.is_old(clock.today()) or handing.is_present
    if not is_confirmed and handing.holder != "survivor" and not handing.old_reason.strip():
        raise RuleBroken(
            Message(
                "She did not confirm this plan within 30 days. Go through it with her, or write why it leaves now."
            ),
            field="old_reason",
        )
    if handing.holder != "survivor" and not handing.she_agrees:
        raise RuleBroken(
            Message("Her plan goes to somebody else only with her consent. Ask her first."), field="she_agrees"
        )


def _insist_on_no_barred_parent(handing: Handing) -> None:
    """What the law asks again when the share is opened; here it is said beside the question."""
    if handing.parent is None:
        raise RuleBroken(Message("Say whether this person is a parent of a child in this case."), field="parent")
    if handing.parent is Parent.BARRED:
        raise RuleBroken(
            Message("A parent who is the perpetrator, or who must not learn of the case, is told nothing."),
            field="parent",
        )


def _from_and_to(work: Work, plan: SafetyPlan, handing: Handing, standing: Standing) -> tuple[Agency, Recipient]:
    """Who gives and who receives. The agency that made the plan with her gives it, also where another one prints it."""
    owner, own_id = work.get(Agency, plan.owner_id), work.actor.agency_id
    if handing.holder == "survivor":
        return work.get(Agency, own_id), Recipient(RecipientKind.SURVIVOR)
    if handing.holder not in AGENCIES:
        return work.get(Agency, own_id), Recipient(RecipientKind.OUTSIDE, parent=handing.parent)
    agency_id = handing.agency_id
    if agency_id is None or agency_id not in standing.seated_ids:
        raise RuleBroken(Message("Choose an agency with a seat at this case's table."), field="agency_id")
    if handing.holder == "police" and work.get(Agency, agency_id).sector is not Sector.POLICE:
        raise RuleBroken(Message("This agency is not the police."), field="agency_id")
    if own_id != owner.id and agency_id not in (own_id, owner.id):
        raise NotAllowed(Message("Only the agency that made the plan with her gives copies to other agencies."))
    if agency_id != owner.id:
        return owner, Recipient(RecipientKind.AGENCY, agency_id)
    if own_id != owner.id:
        return work.get(Agency, own_id), Recipient(RecipientKind.AGENCY, owner.id)
    return owner, Recipient(RecipientKind.PERSON, work.actor.member_id)  # its own drawer: nobody else receives it
