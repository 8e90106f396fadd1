"""Telling one story through the product's own commands, step by step, each at its moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.cases.commands.comparing import compare_case
from icat.cases.commands.holds import place_hold
from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.commands.screening import ask_agency, decline_case, propose_case, request_information, screen_case
from icat.cases.models import Case, LevelCode, Proposal, Verdict
from icat.cases.queries.screening import URGENT
from icat.cases.steps.assessing import Given
from icat.cases.steps.submitting import People, Told
from icat.db import engine as db
from icat.demo.alerting import send_alert
from icat.demo.later import later
from icat.demo.people import Cast
from icat.demo.receiving import answered, half_read, read_out
from icat.demo.script import ActionLine, Reaches, ReturnLine, Script, dated
from icat.legal import ConsentState
from icat.meetings.commands.agenda import begin_item, call_meeting, list_case
from icat.meetings.commands.consensus import Informing, NotAgreed, record_consensus
from icat.meetings.commands.meeting import arrange_meeting, close_meeting, open_meeting, record_attendance
from icat.meetings.commands.position import give_position
from icat.meetings.commands.research import file_return
from icat.meetings.commands.statement import record_share
from icat.meetings.models import AgendaItem, AttendanceKind, ConsensusState, Fact, Meeting
from icat.meetings.queries.telling import OFFICE
from icat.meetings.steps.agreeing import JustNow
from icat.meetings.steps.facts import Statement
from icat.plans.commands.actions import add_action, report_action
from icat.plans.commands.plan import agree_plan
from icat.plans.commands.safety import Cover, Part, write_safety_plan
from icat.plans.models import Action, ActionStatus
from icat.policy.actor import Actor
from icat.risk.answer import Answer

OFFICE_OF = {"KHM": ("yushchenko", "haiduk"), "SHP": ("orlyk", "orlyk")}
_TYPED = ("surname", "given_name", "reason_now")


class Telling:
    """One story being told: who plays in it, and the case that came of it."""

    def __init__(self, script: Script, cast: Cast) -> None:
        self.script = script
        self.cast = cast
        coordinator, chair = OFFICE_OF[script.team]
        self.officer = cast.actors[script.officer]
        self.coordinator = cast.actors[coordinator]
        self.chair = cast.actors[chair]
        self.case_id = UUID(int=0)
        self.alert_id: UUID | None = None

    def agency(self, key: str) -> UUID:
        """An agency of the story's team."""
        return self.cast.agencies[self.script.team, key]

    def version(self) -> int:
        """The version of the case, as a page would have it."""
        db.end()
        return db.session().get_one(Case, self.case_id).version

    def item(self) -> AgendaItem:
        """The case's newest item on an agenda."""
        db.end()
        newest = select(AgendaItem).where(AgendaItem.case_id == self.case_id).order_by(AgendaItem.listed_at.desc())
        return db.session().scalars(newest).first() or AgendaItem()

    def meeting(self) -> Meeting:
        """The meeting of that item."""
        meeting_id = self.item().meeting_id
        return db.session().get_one(Meeting, meeting_id)

    def to_be_asked(self) -> list[UUID]:
        """The agencies that answer, without the one that referred: it has its seat already."""
        return [actor.agency_id for actor in self.at_table() if actor.agency_id != self.officer.agency_id]

    def at_table(self) -> list[Actor]:
        """Whoever answered, one a agency."""
        found = {self.cast.actors[line.by].agency_id: self.cast.actors[line.by] for line in self.script.research}
        return list(found.values())


def tell(script: Script, cast: Cast, now: datetime) -> Iterator[datetime]:
    """The story of ``script``: does one step after another, and gives the moment of each before it is done."""
    start = _start(script, now)
    t = Telling(dated(script, clock.local(start).date()), cast)
    steps = later(t.script, cast, lambda: t.case_id, t.chair, now)
    for moment in _as_far_as_it_goes(t, start, now):
        while t.case_id.int and steps and steps[0][0] <= moment:
            at, step = steps.pop(0)
            yield at
            step()
        yield moment
    for at, step in steps:
        yield at
        step()


def _as_far_as_it_goes(t: Telling, start: datetime, now: datetime) -> Iterator[datetime]:
    """From the referral to where the team stands with it."""
    script = t.script
    yield start
    if script.reaches is Reaches.DRAFT:
        typed = {name: [value] for name, value in {**script.survivor, "reason_now": script.reason_now}.items()}
        draft_referral(t.officer, typed=typed)
        return
    if script.alert:
        t.alert_id = send_alert(script, t.officer, t.cast.hromadas[script.team][script.hromada])
        yield start + timedelta(minutes=9)
    _refer(t)
    opened_after = 14 if script.emergent else 85
    if script.urgency == URGENT:
        yield from answered(script, t.cast, start, opened_after)
    if script.reaches is Reaches.SUBMITTED:
        return
    yield start + timedelta(minutes=opened_after)
    screen_case(t.coordinator, t.case_id, t.version())
    if script.same_as in t.cast.told:
        yield start + timedelta(minutes=95)
        compare_case(t.coordinator, t.case_id, other_id=t.cast.told[script.same_as], verdict=Verdict.SAME_PAIR)
    if script.reaches is Reaches.QUESTIONED:
        yield start + timedelta(hours=2)
        if script.read:
            half_read(script, t.cast, t.coordinator, t.case_id)
        request_information(t.coordinator, t.case_id, text=script.question)
        return
    if script.proposal is not None and script.reaches in (Reaches.PROPOSED, Reaches.DECLINED):
        yield from _propose(t, start)
        return
    yield start + timedelta(minutes=20 if script.emergent else 200)
    read_out(script, t.coordinator, t.case_id, t.to_be_asked())
    ask_agency(t.coordinator, t.case_id, agency_ids=t.to_be_asked())
    for place, line in enumerate(script.research):
        yield start + (timedelta(hours=5, minutes=20 * place) if script.emergent else timedelta(hours=20 + 3 * place))
        _file(t, line)
    if script.reaches is Reaches.RESEARCH:
        return
    yield start + (timedelta(hours=7) if script.emergent else timedelta(hours=36))
    held_at = _held_at(script, start, now)
    _list(t, held_at)
    if script.reaches is Reaches.LISTED:
        return
    yield held_at
    _sit_down(t)
    yield held_at + timedelta(minutes=6)
    _speak(t)
    if script.reaches is Reaches.MEETING:
        return
    yield held_at + timedelta(minutes=25)
    _decide(t)
    yield held_at + timedelta(minutes=35)
    for action in script.actions:
        _promise(t, action)
    close_meeting(t.chair, t.meeting().id, t.meeting().version)
    if script.hold:
        yield held_at + timedelta(days=1)
        place_hold(t.coordinator, t.case_id, code="proceeding", authority=script.hold)
    if script.reaches is Reaches.DECIDED:
        return
    yield held_at + timedelta(minutes=40)
    agree_plan(t.chair, t.case_id, t.version())
    if script.safety is not None:
        yield held_at + timedelta(hours=2)
        _write_safety(t)
    for action in sorted((a for a in script.actions if a.status is not ActionStatus.OPEN), key=lambda a: a.due):
        moment = held_at + timedelta(days=max(action.due - 1, 0), hours=5)
        if moment > now:
            return
        yield moment
        _report(t, action)


def _start(script: Script, now: datetime) -> datetime:
    if script.hours_ago:
        return now - timedelta(hours=script.hours_ago)
    day = clock.local(now) - timedelta(days=script.days_ago)
    start = day.replace(hour=script.hour, minute=10, second=0, microsecond=0)
    return min(start.astimezone(now.tzinfo), now - timedelta(hours=3))


def _held_at(script: Script, start: datetime, now: datetime) -> datetime:
    """When the case is heard: in two days, within hours, right now, or still to come."""
    if script.reaches is Reaches.LISTED:
        coming = clock.local(now) + timedelta(days=2)
        return coming.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    if script.reaches is Reaches.MEETING:
        return now - timedelta(minutes=20)
    usual = start + (timedelta(hours=8, minutes=20) if script.emergent else timedelta(days=2, hours=1))
    return min(usual, now - timedelta(hours=3))


def _refer(t: Telling) -> None:
    script = t.script
    receipt = draft_referral(t.officer, typed={"reason_now": [script.reason_now]}, completes_id=t.alert_id)
    sources = dict.fromkeys(script.yes, Answer.YES) | dict.fromkeys(script.no, Answer.NO)
    answers = sources | dict.fromkeys(script.unknown, Answer.UNKNOWN)
    more = {
        "tried_so_far": script.tried_so_far,
        "own_view": script.own_view,
        "own_rating": script.own_rating,
        "own_rating_on": clock.today() if script.own_rating else None,
        "wants": script.wants,
        "why_without": script.why_without,
        "sex_preference": script.sex_preference,
        "police_level": script.police_level,
        "police_level_on": clock.today() if script.police_level else None,
        "judgement": script.judgement,
    }
    receipt = submit_referral(
        t.officer,
        receipt.referral_id,
        people=People(script.survivor, script.perpetrator, script.children, script.others),
        told=Told(script.reason_now, script.told, script.agrees, script.basis_code, more),
        hromada=t.cast.hromadas[script.team][script.hromada],
        urgency=script.urgency,
        barred=script.barred,
        answers={factor: Given(answer, "", "survivor") for factor, answer in answers.items()},
    )
    db.end()
    t.case_id = db.session().scalars(select(Case.id).where(Case.reference == receipt.reference)).one()
    t.cast.told[script.key] = t.case_id


def _propose(t: Telling, start: datetime) -> Iterator[datetime]:
    script = t.script
    yield start + timedelta(hours=3)
    reason = str(codes.words("not_accepted_reason", script.decline)) if script.decline else script.judgement
    propose_case(
        t.coordinator,
        t.case_id,
        t.version(),
        proposal=script.proposal or Proposal.LIST,
        code=script.decline,
        reason=reason,
    )
    if script.reaches is Reaches.DECLINED:
        yield start + timedelta(hours=26)
        decline_case(t.chair, t.case_id, t.version(), advice="Передати до команди громади проживання; контакти надано.")


def _file(t: Telling, line: ReturnLine) -> None:
    facts = [
        Statement(fact.text, fact.kind, fact.category, fact.source, clock.today() - timedelta(days=3 + place))
        for place, fact in enumerate(line.facts)
    ]
    actor = t.cast.actors[line.by]
    file_return(
        actor,
        t.case_id,
        0,
        survivor=line.survivor,
        perpetrator=line.perpetrator,
        children=line.children,
        facts=facts,
        offer=line.offer,
    )


def _list(t: Telling, held_at: datetime) -> None:
    if t.script.emergent:
        call_meeting(
            t.chair,
            t.case_id,
            t.version(),
            held_at=held_at,
            reason="Удушення, пістолет, від’їзд у неділю: чекати не можна.",
            place="телефоном",
        )
        return
    number = arrange_meeting(t.coordinator, held_at=held_at, place="Велика зала, 2 поверх")
    list_case(t.chair, t.case_id, t.version(), meeting=number)


def _sit_down(t: Telling) -> None:
    meeting = t.meeting()
    open_meeting(t.chair, meeting.id, meeting.version)
    here = {actor.member_id: AttendanceKind.PRESENT for actor in (*t.at_table(), t.coordinator, t.chair)}
    if t.script.emergent:
        here = dict.fromkeys(here, AttendanceKind.REMOTE)
    record_attendance(t.coordinator, meeting.id, t.meeting().version, kinds=here, aloud=list(here))
    item = t.item()
    begin_item(t.chair, item.id, item.version)


def _speak(t: Telling) -> None:
    """Each agency says what it filed, to the others at the table and to the office."""
    for line in t.script.research:
        actor = t.cast.actors[line.by]
        item = t.item()
        own = select(Fact.id).where(Fact.case_id == t.case_id, Fact.owner_id == actor.agency_id)
        fact_ids = list(db.session().scalars(own))
        if not fact_ids and not line.offer:
            continue
        others = {other.agency_id for other in t.at_table()} - {actor.agency_id}
        record_share(
            actor,
            item.id,
            to={*others, OFFICE},
            fact_ids=fact_ids,
            with_offer=bool(line.offer),
            basis_code="UA-CONSENT" if _asks_consent(actor, line) else "UA-POWER",
            consent=ConsentState.GIVEN if _asks_consent(actor, line) else ConsentState.NOT_NEEDED,
            agreed=JustNow("phone") if _asks_consent(actor, line) else None,
        )


def _asks_consent(actor: Actor, line: ReturnLine) -> bool:
    return line.consent or not actor.is_state


def _decide(t: Telling) -> None:
    script = t.script
    against = {t.agency(key) for key in script.dissenting}
    held = script.level or LevelCode.HIGHEST_RISK
    for actor in t.at_table():
        other = LevelCode.NOT_HIGHEST_RISK if held is LevelCode.HIGHEST_RISK else LevelCode.HIGHEST_RISK
        give_position(
            actor,
            t.item().id,
            level=other if actor.agency_id in against else held,
            reason=script.dissent if actor.agency_id in against else script.reason[:200],
        )
    split = script.not_agreed
    informer = t.cast.actors[script.inform["by"]].member_id
    item = t.item()
    record_consensus(
        t.chair,
        item.id,
        item.version,
        state=script.consensus or ConsensusState.AGREED,
        level=script.level,
        factors=script.factors,
        reason=script.reason,
        survivor_voice=script.voice,
        next_review_on=clock.today() + timedelta(days=7 if split else 30),
        informing=Informing(script.inform["how"], informer, clock.today() + timedelta(days=2)),
        dissent=script.dissent,
        dissenting_ids=against,
        not_agreed=NotAgreed(
            split.missing, split.protection, clock.today() + timedelta(days=split.days), t.chair.member_id
        )
        if split
        else None,
    )


def _promise(t: Telling, action: ActionLine) -> None:
    add_action(
        t.coordinator,
        t.case_id,
        domain=action.domain,
        text=action.text,
        agency_id=t.agency(action.agency),
        danger_factor=action.danger,
        danger=action.danger_text,
        member_id=t.cast.actors[action.person].member_id if action.person else None,
        due_on=clock.today() + timedelta(days=action.due),
        agenda_item_id=t.item().id,
    )


def _write_safety(t: Telling) -> None:
    safety = t.script.safety
    if safety is None:
        return
    cover = Cover(
        language="uk",
        is_on_paper=safety.paper,
        made_with=safety.made_with,
        kept_at=safety.kept_at,
        held_by=safety.held_by,
        code_word=t.script.survivor.get("code_word", ""),
        if_found=safety.if_found,
        next_contact_on=clock.today() + timedelta(days=7),
    )
    sections = {code: Part(text, is_printed=True) for code, text in safety.sections.items()}
    advocate = t.cast.actors["melnychuk"]
    write_safety_plan(advocate, t.case_id, None, sections=sections, cover=cover, is_with_her=True)


def _report(t: Telling, line: ActionLine) -> None:
    db.end()
    own = select(Action).where(Action.case_id == t.case_id, Action.status == ActionStatus.OPEN)
    for action in db.session().scalars(own):
        if action.text == line.text:
            reporter = t.cast.actors[line.person] if line.person else t.coordinator
            db.end()
            report_action(reporter, action.id, action.version, status=line.status, result=line.result)
            return
