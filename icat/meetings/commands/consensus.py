"""What the table agreed the risk is: a named chair, a reason, the factors relied on, and the dissent. Written once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Answered, Case, Level, LevelCode, LookedAgain, Stage
from icat.cases.scope import Standing, standing_of
from icat.cases.steps.developments import answer_developments
from icat.cases.steps.sharing import Line, held
from icat.errors import RuleBroken, Stale
from icat.i18n import Message
from icat.legal import Category
from icat.meetings.models import (
    AgendaItem,
    Consensus,
    ConsensusState,
    ItemState,
    Meeting,
    MeetingState,
    Position,
    Revealed,
)
from icat.meetings.queries.present import Present, present
from icat.meetings.steps.opening import reveal, round_of, tell_table
from icat.members.models import Agency, Member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

MOST_FACTORS = 8
PROVISIONAL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """What must be settled at once where the table stays split: protection does not wait for agreement."""

    missing: str
    protection_now: str
    provisional_until: date | None
    final_decider_id: UUID | None


@dataclass(frozen=True, slots=True)
class Informing:
    """Who tells her, how and by when; without anybody, ``how`` is the reason why not."""

    how: str
    member_id: UUID | None = None
    by_on: date | None = None


def record_consensus(
    actor: Actor,
    item_id: UUID,
    version: int,
    *,
    state: ConsensusState,
    level: LevelCode | None,
    factors: Collection[str],
    reason: str,
    survivor_voice: str,
    next_review_on: date | None,
    informing: Informing,
    dissent: str = "",
    dissenting_ids: Collection[UUID] = (),
    not_agreed: NotAgreed | None = None,
    missing: str = "",
) -> None:
    """Write down what the table agreed about the item, once: it cannot be corrected afterwards, only decided anew.

    Where the table did not agree, the highest risk holds provisionally, for at most seven days, and protection starts
    now. Whoever is at the table gets to read what was decided. Refuses a level without a reason, factors that nobody
    answered, a reservation without the agency that has it, and with ``Stale`` whoever comes second.
    """
    with change(actor) as work:
        case = held(work, work.get(AgendaItem, item_id).case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.CONSENSUS_RECORD, standing)
        item = work.lock(AgendaItem, item_id, version)
        meeting = work.get(Meeting, item.meeting_id)
        if item.state is ItemState.DECIDED:
            raise Stale(Message("This has been decided and cannot be changed: a later meeting can decide anew."))
        if item.state is not ItemState.UNDER_WAY or meeting.state is not MeetingState.OPEN:
            raise RuleBroken(Message("A level is recorded while the case is being discussed."))
        at_table = present(work.session, item)
        _insist_on_open_positions(work, case, item, at_table)
        level = _level(state, level)
        _insist_on_grounds(work, case, factors, reason, survivor_voice)
        _insist_on_what_follows(work, standing, next_review_on, informing)
        dissent = _dissent(work, state, dissent, dissenting_ids, at_table)
        split = state is ConsensusState.NOT_AGREED
        not_agreed = _provisional(work, standing, item, not_agreed, at_table) if split else None
        work.add(
            Consensus(
                team_id=case.team_id,
                case_id=case.id,
                item_id=item.id,
                meeting_id=meeting.id,
                level=level,
                state=state,
                factors=sorted(set(factors)),
                decided_at=work.at,
                decided_by_id=actor.member_id,
                final_decider_id=not_agreed.final_decider_id if not_agreed else None,
                provisional_until=not_agreed.provisional_until if not_agreed else None,
                next_review_on=next_review_on,
                informer_id=informing.member_id,
                inform_by_on=informing.by_on,
                reason=reason,
                dissent=dissent,
                survivor_voice=survivor_voice,
                missing=not_agreed.missing if not_agreed else missing,
                protection_now=not_agreed.protection_now if not_agreed else "",
                inform_how=informing.how,
            )
        )
        step = work.add(
            Level(
                team_id=case.team_id,
                case_id=case.id,
                level=level,
                set_at=work.at,
                set_by_id=actor.member_id,
                meeting_id=meeting.id,
                reason=reason,
            )
        )
        item.state = ItemState.DECIDED
        case.advance(Stage.DECIDED)
        case.level, case.next_review_on = level, next_review_on
        case.is_not_agreed = state is ConsensusState.NOT_AGREED
        work.record(Event.CONSENSUS_RECORDED, case=case.id, level=level, consensus=state, meeting=meeting.id)
        answer_developments(work, case.id, LookedAgain.MEETING)
        work.session.flush()
        lines = [Line(Category.MINUTES, item.id), Line(Category.MINUTES, step.id), Line(Category.PLAN)]
        tell_table(work, case, item, at_table, lines)  # the plan follows from the decision


def _insist_on_open_positions(work: Work, case: Case, item: AgendaItem, at_table: Present) -> None:
    """Nothing is decided over positions that only some have heard."""
    first = round_of(work, item)
    if first is None or not first.is_sealed:
        return
    if work.at < first.ends_at:
        raise RuleBroken(Message("The first positions are still sealed: open them to the table first."), field="state")
    reveal(work, case, item, first, at_table, Revealed.TIME)


def _level(state: ConsensusState, level: LevelCode | None) -> LevelCode:
    if state is ConsensusState.NOT_AGREED:
        return LevelCode.HIGHEST_RISK
    if level is None:
        raise RuleBroken(Message("Say what the table agreed the risk is."), field="level")
    return level


def _insist_on_grounds(work: Work, case: Case, factors: Collection[str], reason: str, survivor_voice: str) -> None:
    if not reason.strip():
        raise RuleBroken(Message("Give the reason: nobody is at highest risk, or not, without one."), field="reason")
    if not survivor_voice.strip():
        raise RuleBroken(
            Message("Write what she wants, who spoke to her and when; or that nobody has, and why."),
            field="survivor_voice",
        )
    answered = set(work.session.scalars(select(Answered.factor).where(Answered.case_id == case.id)))
    if not answered:
        raise RuleBroken(
            Message("Nobody has answered the risk factors yet. Record them first, if only as not known."),
            field="factors",
        )
    if not 1 <= len(set(factors)) <= MOST_FACTORS:
        raise RuleBroken(
            Message("Choose the factors that the table relied on: from one to %(most)s.", most=MOST_FACTORS),
            field="factors",
        )
    if not set(factors) <= answered:
        raise RuleBroken(Message("Choose among the factors that were answered."), field="factors")


def _insist_on_what_follows(work: Work, standing: Standing, next_review_on: date | None, informing: Informing) -> None:
    if next_review_on is None or next_review_on <= clock.today():
        raise RuleBroken(Message("Give the day of the next review, after today."), field="next_review_on")
    if not informing.how.strip():
        raise RuleBroken(Message("Say how she is told, or why she is not told now."), field="inform_how")
    if (informing.member_id is None) is not (informing.by_on is None):
        raise RuleBroken(Message("Say who tells her and by when, or neither."), field="informer")
    if informing.member_id is not None:
        _insist_on_trusted(work, standing, informing.member_id, "informer")
    if informing.by_on is not None and informing.by_on < clock.today():
        raise RuleBroken(Message("This day has passed."), field="inform_by_on")


def _insist_on_trusted(work: Work, standing: Standing, member_id: UUID, field: str) -> None:
    """Refuse whoever is not in office, and whoever must not learn of the case: least of all are they sent to her."""
    if member_id in standing.barred_ids or not work.get(Member, member_id).is_active(clock.today()):
        raise RuleBroken(Message("Choose a member of the team."), field=field)


def _dissent(
    work: Work, state: ConsensusState, dissent: str, dissenting_ids: Collection[UUID], at_table: Present
) -> str:
    """The reservation with the agencies that have it. Refuses one without an agency, and an agreement with one."""
    if state is ConsensusState.AGREED:
        if dissent.strip() or dissenting_ids:
            raise RuleBroken(Message("With a reservation it is «agreed with a reservation»."), field="state")
        return ""
    if not dissent.strip():
        raise RuleBroken(Message("Write the reservation down, in the words of who has it."), field="dissent")
    if not dissenting_ids:
        raise RuleBroken(Message("Say which agency has the reservation."), field="dissenting")
    if not set(dissenting_ids) <= at_table.agency_ids:
        raise RuleBroken(Message("Only an agency at the table can have a reservation."), field="dissenting")
    names = work.session.scalars(select(Agency.short_name).where(Agency.id.in_(dissenting_ids)).order_by(Agency.name))
    return f"{', '.join(names)}: {dissent}"


def _provisional(
    work: Work, standing: Standing, item: AgendaItem, not_agreed: NotAgreed | None, at_table: Present
) -> NotAgreed:
    """What holds while the table is split. Refuses to leave anything of it open."""
    if not_agreed is None or not not_agreed.missing.strip():
        raise RuleBroken(Message("Write what is missing, who finds it out and by when."), field="missing")
    if not not_agreed.protection_now.strip():
        raise RuleBroken(Message("Write what protects her from now on."), field="protection_now")
    until = not_agreed.provisional_until
    if until is None or not clock.today() <= until <= clock.today() + PROVISIONAL:
        raise RuleBroken(Message("Give a day within seven days from now."), field="provisional_until")
    if not_agreed.final_decider_id is None:
        raise RuleBroken(Message("Say who decides if the table stays split."), field="final_decider")
    _insist_on_trusted(work, standing, not_agreed.final_decider_id, "final_decider")
    given = set(work.session.scalars(select(Position.agency_id).where(Position.item_id == item.id)))
    if silent := at_table.agency_ids - given:
        names = work.session.scalars(select(Agency.short_name).where(Agency.id.in_(silent)).order_by(Agency.name))
        raise RuleBroken(
            Message(
                "Without agreement each agency at the table takes a position. Not yet: %(who)s.", who=", ".join(names)
            ),
            field="state",
        )
    return not_agreed
