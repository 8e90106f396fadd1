"""Asking one agency about one factor, and its answer, which counts like any other."""

from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, FactorQuestion, Seat, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.answering import insist_on_waiting
from icat.cases.steps.asking import ask
from icat.cases.steps.assessing import Given, keep_answers
from icat.cases.steps.letters import tell_agencies, tell_office
from icat.cases.steps.sharing import Ground, Line, Recipient, held, held_part, open_share
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.models import Agency
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.risk import instrument
from icat.workdays import working_days


def ask_factor(actor: Actor, case_id: UUID, *, agency_id: UUID, factor: str, code: str = "bc-19") -> None:
    """Put one factor to one agency, which learns the identifiers and this question, and nothing else.

    An agency without a seat gets one, and is told the names by the referring agency on the basis that the law's matrix
    allows (as ``ask_agency`` does). Refuses a factor that the instrument does not have, a case that is over, and a
    question to which this agency still owes the answer.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.FACTOR_ASK, standing_of(work.session, case))
        case.insist_on_open()
        agency, edition = work.get(Agency, agency_id), instrument.current(code)
        if factor not in {one.id for one in edition.factors}:
            raise RuleBroken(Message("Choose one of the offered answers."), field="factor")
        mine = (FactorQuestion.case_id == case.id, FactorQuestion.owner_id == agency.id)
        if work.find(FactorQuestion, *mine, FactorQuestion.factor == factor, FactorQuestion.answered_at.is_(None)):
            raise RuleBroken(Message("%(agency)s has been asked already.", agency=agency.short_name), field="agency")
        _seat(work, case, agency)
        question = work.add(
            FactorQuestion(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=agency.id,
                instrument=edition.code,
                instrument_version=edition.version,
                factor=factor,
                asked_at=work.at,
                asked_by_id=actor.member_id,
                due_on=working_days().after(clock.today(), 1),
            )
        )
        work.record(
            Event.FACTOR_ASKED,
            case=case.id,
            question=question.id,
            agency=agency.id,
            instrument=edition.code,
            version=edition.version,
        )


def answer_factor(
    actor: Actor,
    question_id: UUID,
    version: int,
    *,
    given: Given,
    basis_code: str,
    consent: ConsentState,
    reason: str = "",
) -> None:
    """Answer, and tell the office on the basis that is named: one line, this one answer.

    The answer is the agency's own assessment, frozen with the edition that was asked. Refuses anybody but the agency
    that was asked, an answer given already, none at all, and what the law's matrix does not allow.
    """
    with change(actor) as work:
        case, asked = held_part(work, FactorQuestion, question_id)
        require(actor, Permission.FACTOR_ANSWER, standing_of(work.session, case))
        insist_on_waiting(work, asked, version)
        edition = instrument.library().get((asked.instrument, asked.instrument_version))
        if edition is None:
            raise NotFound
        sender = work.get(Agency, asked.owner_id)
        made = keep_answers(work, case, edition, {asked.factor: given}, owner_id=sender.id)
        if made is None:
            raise RuleBroken(Message("Choose an answer; “not known” is one."), field="answer")
        open_share(
            work,
            case,
            sender=sender,
            to=Recipient(RecipientKind.OFFICE),
            lines=[Line(Category.RISK, made.id)],
            ground=Ground(basis_code, consent, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL, reason),
        )
        asked.answered_at, asked.answered_by_id, asked.assessment_id = work.at, actor.member_id, made.id
        work.record(Event.FACTOR_ANSWERED, case=case.id, question=asked.id, assessment=made.id)
        tell_office(work, case, Role.COORDINATOR)


def _seat(work: Work, case: Case, agency: Agency) -> None:
    """A seat and the identifiers, where the agency has none yet; where it has, only word that something waits."""
    seat = work.find(Seat, Seat.case_id == case.id, Seat.agency_id == agency.id)
    if seat is not None and seat.ended_at is None:
        tell_agencies(work, case, [agency.id])
        return
    ask(work, case, [agency.id])
    if case.stage is Stage.SCREENING:
        case.advance(Stage.RESEARCH)
