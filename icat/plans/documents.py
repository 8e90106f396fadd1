"""The papers of the two plans: read through the scope, drawn, recorded as leaving, and only then given.

Drawing takes a second or two, so it comes before the change; where somebody was faster meanwhile, it is done again.
What could not be recorded is not given.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from icat import clock, codes
from icat.audit.checkpoint import latest_checkpoint
from icat.audit.ledger import NOBODY
from icat.audit.models import LedgerHead
from icat.audit.reading import Receipt, receipt, tear_off
from icat.cases.models import Level, LevelCode, Referral, ReferralState
from icat.cases.queries.attestation import attested_in_words
from icat.cases.queries.door import CaseView, birth_year, first_survivor, open_case
from icat.cases.queries.factors import FACTORS
from icat.cases.queries.releases import own
from icat.cases.scope import Scope, scopes_for
from icat.cases.steps.releasing import WAITS
from icat.db import engine as db
from icat.errors import RuleBroken, Stale
from icat.i18n import Message, Sayable
from icat.legal import Category, Purpose
from icat.members.queries.people import agencies, member_names, team
from icat.names import initials
from icat.pdf import papers
from icat.pdf.papers import Dissent, PlanPaper, SafetyFormat, SafetyPaper, Telling, plan_pdf, safety_pdf
from icat.plans.commands.exports import AGENCY_COPY, Handing, export_plan, export_safety_plan
from icat.plans.queries.copies import Document, next_number
from icat.plans.queries.dangers import danger
from icat.plans.queries.plan import ActionView, plan_of
from icat.plans.queries.safety import SafetyView, visible_safety_plan
from icat.plans.steps.copies import Copy
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.risk.instrument import current

TRIES = 3
FORMATS = {"full": SafetyFormat.FULL, "pocket_card": SafetyFormat.CARD, AGENCY_COPY: SafetyFormat.AGENCY}
# Our sections, and what the paper calls them.
SECTIONS = {
    "cover": "cover",
    "during_incident": "incident",
    "preparing_to_leave": "leaving",
    "own_home": "after",
    "orders_police": "orders",
    "children": "children",
    "work_public": "public",
    "technology": "technology",
    "documents_bag": "bag",
    "contacts": "contacts",
    "wellbeing": "wellbeing",
    "if_she_stays": "staying",
    "war_conditions": "war",
}
_NUMBER = re.compile(r"([+0-9][0-9 ()-]{1,18}[0-9])[\s:,–-]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting decided beside the level: how far it agreed, what it relied on, who tells her."""

    state: Sayable
    instrument: Sayable
    is_draft: bool
    attested: Sayable
    factors: tuple[tuple[Sayable, bool], ...]  # the text, and whether it is a critical marker
    dissents: tuple[Dissent, ...]
    telling: Telling | None
    decided_at: datetime


@dataclass
class Hooks:
    """What the application gives the papers, so that the plans need not know how a meeting decides.

    ``outcome`` takes the case and the scope of whoever will hold the paper, none where that is the reader's own agency.
    """

    outcome: Callable[[CaseView, Scope | None], Outcome | None] = lambda _case, _holder: None


hooks = Hooks()


@dataclass(frozen=True, slots=True)
class File:
    """What is sent: bytes under a name that says nothing."""

    name: str
    content: bytes


def plan_copy(
    case: CaseView,
    *,
    agency_id: UUID,
    holder: str,
    purpose: Purpose,
    language: str,
    is_whole: bool = False,
    keeps_earlier: bool = False,
) -> File:
    """A numbered copy of the risk-management plan for an agency, recorded as having left.

    Refuses what the export refuses, and a plan without actions or without a level.
    """
    for attempt in range(TRIES):
        case = case if attempt == 0 else open_case(case.actor, Permission.PLAN_EXPORT, case.reference)
        actions = _actions_for(case, agency_id, is_whole=is_whole)
        number, share_id = next_number(db.session(), case.id, Document.PLAN), uuid4()
        is_part = not (is_whole or (agency_id == case.actor.agency_id and case.actor.is_office))
        paper = replace(plan_paper(case, actions, agency_id, language, number, share_id), is_part=is_part)
        shows = receipt().categories(case.id)
        db.end()
        pdf = plan_pdf(paper)
        copy = Copy(share_id, number, AGENCY_COPY, holder, _digest(pdf), case.access_version, shows)
        try:
            export_plan(
                case.actor,
                case.id,
                copy=copy,
                actions={action.id: action.version for action in actions},
                agency_id=agency_id,
                purpose=purpose,
                is_whole=is_whole,
                keeps_earlier=keeps_earlier,
            )
        except Stale:
            continue
        return _given(number, pdf)
    raise Stale


def safety_copy(case: CaseView, *, language: str, handing: Handing, card: str = "") -> File | None:
    """A copy of the safety plan, recorded as having left; none where no paper is made and only its keeper is noted.

    ``card`` is what stands on the pocket card, a line each; a line that begins with a number is something to call.
    """
    for attempt in range(TRIES):
        case = case if attempt == 0 else open_case(case.actor, Permission.SAFETY_PLAN_EXPORT, case.reference)
        plan = visible_safety_plan(case, Permission.SAFETY_PLAN_EXPORT)
        number, share_id = next_number(db.session(), case.id, Document.SAFETY_PLAN), uuid4()
        copy, pdf = None, b""
        if handing.is_paper:
            if not own(case).may_take:  # before it is drawn; the command asks again
                raise RuleBroken(WAITS)
            form = FORMATS.get(handing.format)
            if form is None:
                raise RuleBroken(Message("Choose one of the offered answers."), field="format")
            paper = safety_paper(case, plan, form, language, number, share_id, card)
            paper = replace(paper, confirmed_on=clock.today()) if handing.is_present else paper
            shows = receipt().categories(case.id)
            db.end()
            pdf = safety_pdf(paper, form)
            copy = Copy(share_id, number, handing.format, handing.holder_name, _digest(pdf), case.access_version, shows)
        try:
            export_safety_plan(case.actor, plan.id, plan.version, copy=copy, handing=handing)
        except Stale:
            continue
        if copy is None:
            return None
        return _given(number, pdf)
    raise Stale


def plan_paper(
    case: CaseView, actions: Iterable[ActionView], agency_id: UUID, language: str, number: int, share_id: UUID
) -> PlanPaper:
    """The plan as it goes on paper for an agency: what the reader sees and that agency may see.

    Refuses before a level was agreed. The factors are those that its actions name; answers of agencies stay with them.
    """
    actions = tuple(actions)
    if not actions:
        raise RuleBroken(Message("There is no action to print yet."))
    holder = _holder_scope(case, agency_id)
    decided = hooks.outcome(case, holder)
    return PlanPaper(
        language=language,
        team=team(case.actor.team_id).name,
        reference=case.reference,
        survivor=_initials(case, holder),
        decision=_decision(case, holder, actions, decided),
        factors=_relied_on(decided) if decided else _factors(case.actor.team_id, actions),
        actions=tuple(_printed(action) for action in actions),
        next_review=case.next_review_on,
        telling=decided.telling if decided else None,
        trace=_trace(case, number, share_id, clock.now()),
    )


def safety_paper(
    case: CaseView, plan: SafetyView, form: SafetyFormat, language: str, number: int, share_id: UUID, card: str = ""
) -> SafetyPaper:
    """Her plan as it goes on paper: only what she lets be written down.

    Her own paper says nothing of agencies, of where it is kept, or of what to say if it is found.
    """
    at, is_agencys = clock.now(), form is SafetyFormat.AGENCY
    lines = [line.strip() for line in card.splitlines() if line.strip()]
    numbers = [_NUMBER.fullmatch(line) for line in lines]
    return SafetyPaper(
        language=language,
        made_on=at,
        confirmed_on=plan.confirmed_on,
        sections=tuple(
            papers.SafetySection(SECTIONS[one.code], tuple(line for line in one.text.splitlines() if line.strip()))
            for one in plan.written
            if one.is_printed and one.code in SECTIONS
        ),
        hotlines=tuple(papers.Number(one.words, one.number, one.note or "") for one in codes.hotlines() if one.printed),
        contacts=tuple(papers.Number(one[2], one[1], "", one[2]) for one in numbers if one),
        card=tuple(line for line, one in zip(lines, numbers, strict=True) if not one),
        made_with=plan.made_with if is_agencys else "",
        kept=plan.kept_at if is_agencys else "",
        if_found=plan.if_found if is_agencys else "",
        reference=case.reference if is_agencys else "",
        trace=_trace(case, number, share_id, at) if is_agencys else None,
    )


def _given(number: int, pdf: bytes) -> File:
    """The file of a paper that is recorded.

    What it shows stands in the leaf of its share, so the receipt of the page is torn off: that the case has moved is
    this copy's own doing, and no reason to make it again.
    """
    tear_off()
    return File(f"document-{number}.pdf", pdf)


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def _actions_for(case: CaseView, agency_id: UUID, *, is_whole: bool) -> tuple[ActionView, ...]:
    actions = plan_of(case).actions
    holder = _holder_scope(case, agency_id)
    if is_whole or holder is None:
        return actions
    return tuple(one for one in actions if one.agency_id == agency_id or holder.sees(None, one.id, Category.PLAN))


def _holder_scope(case: CaseView, agency_id: UUID) -> Scope | None:
    """What the agency that will hold the copy may see; none where it is the reader's own."""
    if agency_id == case.actor.agency_id:
        return None
    anybody = Actor(NOBODY, NOBODY, case.actor.team_id, case.actor.team_code, agency_id, "", False, frozenset())
    return scopes_for(db.session(), anybody, [case.id], Receipt())[case.id]


def _may(case: CaseView, holder: Scope | None, owner_id: UUID, item_id: UUID, category: Category) -> bool:
    return (holder is None or holder.sees(owner_id, item_id, category)) and case.scope.show(owner_id, item_id, category)


def _initials(case: CaseView, holder: Scope | None) -> papers.Initials:
    survivor = db.session().scalars(first_survivor([case.id])).first()
    if survivor is None or not _may(case, holder, survivor.owner_id, survivor.id, Category.IDENTITY):
        return papers.Initials("–", None)
    year = birth_year(survivor)
    letters = initials(survivor.surname, survivor.given_name, survivor.patronymic)
    return papers.Initials(letters, int(year) if year else None)


def _decision(
    case: CaseView, holder: Scope | None, actions: Iterable[ActionView], decided: Outcome | None
) -> papers.Decision:
    newest = select(Level).where(Level.case_id == case.id).order_by(Level.set_at.desc()).limit(1)
    level = db.session().scalars(newest).first()
    if level is None:
        raise RuleBroken(Message("The level is agreed first, then the plan leaves."))
    words = papers.Level.HIGHEST if level.level is LevelCode.HIGHEST_RISK else papers.Level.NOT_HIGHEST
    return papers.Decision(
        level=papers.Level.NOT_AGREED if case.is_not_agreed else words,
        decided_on=clock.local(level.set_at).date(),
        decided_by=Message("the meeting of the team") if level.meeting_id else Message("a chair, between meetings"),
        consensus=decided.state if decided else "",
        official=_official(case, holder),
        dissents=decided.dissents if decided else (),
        agency_plans=tuple(papers.AgencyPlan(one.agency, one.person, one.due_on) for one in actions),
    )


def _official(case: CaseView, holder: Scope | None) -> papers.OfficialLevel | None:
    rows = db.session().scalars(
        select(Referral)
        .where(Referral.case_id == case.id, Referral.state == ReferralState.SUBMITTED)
        .order_by(Referral.submitted_at.desc())
    )
    closed = False
    for row in rows:
        if not _may(case, holder, row.owner_id, row.id, Category.RISK):
            closed = True
        elif row.police_level:
            return papers.OfficialLevel(
                codes.words("police_level", row.police_level), row.police_level_on, row.police_level_by
            )
    return papers.OfficialLevel(Message("not opened to the holder of this copy")) if closed else None


def _relied_on(decided: Outcome) -> tuple[papers.FactorTable, ...]:
    on = clock.local(decided.decided_at).date()
    rows = tuple(
        papers.Factor(text, Message("relied on"), Message("the meeting of the team"), on, critical=critical)
        for text, critical in decided.factors
    )
    return (papers.FactorTable(decided.instrument, rows, draft=decided.is_draft, attested=decided.attested),)


def _factors(team_id: UUID, actions: Iterable[ActionView]) -> tuple[papers.FactorTable, ...]:
    named = {action.danger_code: danger(action.danger_code) for action in actions if action.danger_code}
    found = [one for one in named.values() if one is not None]
    if not found:
        return ()
    rows = tuple(
        papers.Factor(
            one.words, Message("named as a danger"), Message("the team, in this plan"), critical=one.is_critical
        )
        for one in found
    )
    attested = attested_in_words(team_id, current(FACTORS)) or ""
    is_draft = any(one.is_draft for one in found)
    return (papers.FactorTable(found[0].instrument, rows, draft=is_draft, attested=attested),)


def _printed(action: ActionView) -> papers.Action:
    reduces: Sayable = action.danger or ""  # type: ignore[assignment]  # what is withheld is false
    return papers.Action(
        domain=action.domain,
        text=str(action.text),
        reduces=reduces,
        agency=action.agency,
        person=action.person,
        due=action.due_on,
        status=action.state_label,
        result=str(action.result or ""),
        overdue=action.is_overdue,
    )


def _trace(case: CaseView, number: int, share_id: UUID, at: datetime) -> papers.Trace:
    """Who took the copy; the ledger's place is where it stood when the copy was begun."""
    actor = case.actor
    head = db.session().get(LedgerHead, actor.team_id)
    newest = latest_checkpoint(actor.team_id)
    return papers.Trace(
        reader=member_names([actor.member_id]).get(actor.member_id, ""),
        agency=agencies(actor.team_id)[actor.agency_id].name,
        made_on=at,
        copy=number,
        share=share_id.hex[:8].upper(),
        ledger=str(head.seq if head else 0),
        held=papers.Held(newest.size, newest.fingerprint) if newest else None,
    )
