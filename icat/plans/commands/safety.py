"""The safety plan: written with her, confirmed with her, entrusted to another agency where she agrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import Line, Recipient, held, open_share
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import LANGUAGES, Message
from icat.legal import Category, Necessity, Purpose, RecipientKind
from icat.members.models import Agency
from icat.plans import fields
from icat.plans.models import SafetyPlan, SafetySection
from icat.plans.steps.ground import lawful_ground, with_her_consent
from icat.plans.steps.safety import confirm, insist_on_sight
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Part:
    """One section as she wants it: her words, and whether they may stand on paper."""

    text: str
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands around the sections."""

    language: str = "uk"
    is_on_paper: bool = False
    made_with: str = ""
    kept_at: str = ""
    held_by: str = ""
    code_word: str = ""
    if_found: str = ""
    next_contact_on: date | None = None


def write_safety_plan(
    actor: Actor, case_id: UUID, version: int | None, *, sections: Mapping[str, Part], cover: Cover, is_with_her: bool
) -> UUID:
    """Write her plan, or change it; ``version`` is that of the plan as it was read, none where there was none.

    ``is_with_her``: it was gone through with her today, so it counts as confirmed. A section that is not given stays as
    it is. Refuses an unknown section, and with ``Stale`` whoever comes second. Where another agency looks after her
    plan, refuses and says so: whoever makes one with her needs to know.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.SAFETY_PLAN_WRITE, standing_of(work.session, case))
        plan = _plan_to_write(work, case, version)
        _insist_on_words(sections, cover)
        for name in ("language", "is_on_paper", "made_with", "kept_at", "held_by", "code_word", "if_found"):
            setattr(plan, name, getattr(cover, name))
        plan.next_contact_on = cover.next_contact_on
        plan.written_at, plan.written_by_id = work.at, actor.member_id
        work.session.flush()
        for code, part in sections.items():
            row = work.find(SafetySection, SafetySection.plan_id == plan.id, SafetySection.code == code)
            if row is None and not part.text:
                continue
            if row is None:
                row = work.add(SafetySection(team_id=case.team_id, case_id=case.id, plan_id=plan.id, code=code))
            row.text, row.is_printed = part.text, part.is_printed
        work.record(Event.SAFETY_PLAN_WRITTEN, case=case.id, plan=plan.id)
        if is_with_her:
            confirm(work, plan)
        return plan.id


def confirm_safety_plan(actor: Actor, plan_id: UUID, version: int) -> None:
    """Note that the plan was gone through with her, present, today: by whoever may read it.

    Refuses whoever comes second with ``Stale``.
    """
    with change(actor) as work:
        case = held(work, work.get(SafetyPlan, plan_id).case_id)
        require(actor, Permission.SAFETY_PLAN_CONFIRM, standing_of(work.session, case))
        plan = work.lock(SafetyPlan, plan_id, version)
        insist_on_sight(work, plan)
        confirm(work, plan)


def entrust_safety_plan(actor: Actor, plan_id: UUID, *, agency_id: UUID, she_agrees: bool, reason: str = "") -> None:
    """Let another agency at the table read her plan and look after it with her, on her consent.

    Refuses without her consent (law 2297-VI Art. 11(1)(1)), an agency without a seat, and a plan of another agency.
    """
    with change(actor) as work:
        case = held(work, work.get(SafetyPlan, plan_id).case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.SAFETY_PLAN_ENTRUST, standing)
        plan = work.get(SafetyPlan, plan_id)
        if plan.owner_id != actor.agency_id:
            raise NotFound
        if agency_id not in standing.seated_ids or agency_id == actor.agency_id:
            raise RuleBroken(Message("Choose another agency with a seat at this case's table."), field="agency_id")
        if not she_agrees:
            raise RuleBroken(
                Message("Her plan is entrusted to somebody only with her consent. Ask her first."), field="she_agrees"
            )
        owner, to = work.get(Agency, plan.owner_id), Recipient(RecipientKind.AGENCY, agency_id)
        ground = lawful_ground(
            work,
            case,
            sender=owner,
            to=to,
            categories={Category.SAFETY_PLAN},
            purpose=Purpose.SAFETY_PLANNING,
            necessity_code=Necessity.PROVIDE_SERVICE,
            has_consent=she_agrees,
            reason=reason,
        )
        ground = with_her_consent(work, case, ground, sender=owner, to=to, categories={Category.SAFETY_PLAN})
        open_share(work, case, sender=owner, to=to, lines=[Line(Category.SAFETY_PLAN, plan.id)], ground=ground)
        work.record(Event.SAFETY_PLAN_ENTRUSTED, case=case.id, plan=plan.id, agency=agency_id)


def _plan_to_write(work: Work, case: Case, version: int | None) -> SafetyPlan:
    found = work.find(SafetyPlan, SafetyPlan.case_id == case.id)
    if found is None:
        if version is not None:
            raise Stale
        return work.add(
            SafetyPlan(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=work.actor.agency_id,
                written_at=work.at,
                written_by_id=work.actor.member_id,
            )
        )
    if found.owner_id != work.actor.agency_id:
        raise RuleBroken(
            Message("Another agency at this table has made a safety plan with her. Ask her whom to speak to.")
        )
    if version is None:
        raise Stale
    return work.lock(SafetyPlan, found.id, version)


def _insist_on_words(sections: Mapping[str, Part], cover: Cover) -> None:
    known = codes.code_list("safety_section").options
    for code, part in sections.items():
        if code not in known:
            raise RuleBroken(Message("There is no such section."))
        if len(part.text) > fields.SECTION_TEXT.longest:
            most = fields.SECTION_TEXT.longest
            raise RuleBroken(Message("Use at most %(max)s characters.", max=most), field=f"text_{code}")
    if not any(part.text.strip() for part in sections.values()):
        raise RuleBroken(Message("Write at least one section, in her words."))
    if cover.language not in LANGUAGES:
        raise RuleBroken(Message("Choose one of the offered answers."), field="language")
    if cover.next_contact_on is not None and cover.next_contact_on < clock.today():
        raise RuleBroken(Message("The next contact cannot lie in the past."), field="next_contact_on")
