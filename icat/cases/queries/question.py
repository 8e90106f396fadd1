"""Questions about one factor: which are worth asking and whom, and those that were put to an agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock, legal
from icat.cases.models import FactorQuestion
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import Knowledge, Known, assessments
from icat.cases.queries.office import OFFICE
from icat.db import engine as db
from icat.i18n import Message
from icat.legal import Category
from icat.members.models import Agency
from icat.members.queries.people import agencies, member_names
from icat.risk.instrument import Factor, Instrument, Sector, library
from icat.risk.markers import marker_of
from icat.risk.picture import Line

NAMED = 6  # of what could still decide: a longer list names nothing

# Which agencies of a team are meant by a sector that an instrument names.
SECTORS: Mapping[Sector, frozenset[legal.Sector]] = {
    Sector.POLICE: frozenset({legal.Sector.POLICE}),
    Sector.SOCIAL: frozenset({legal.Sector.SOCIAL_SERVICES, legal.Sector.SHELTER}),
    Sector.HEALTH: frozenset({legal.Sector.HEALTH}),
    Sector.CHILD: frozenset({legal.Sector.CHILD_SERVICES}),
    Sector.NGO: frozenset({legal.Sector.NGO, legal.Sector.SHELTER}),
    Sector.PROBATION: frozenset({legal.Sector.PROBATION}),
    Sector.EDUCATION: frozenset({legal.Sector.EDUCATION}),
}
_ASK = {
    Sector.POLICE: Message("ask the police"),
    Sector.SOCIAL: Message("ask the social services"),
    Sector.HEALTH: Message("ask the doctors"),
    Sector.CHILD: Message("ask the child services"),
    Sector.NGO: Message("ask the civil society organisation"),
    Sector.PROBATION: Message("ask probation"),
    Sector.EDUCATION: Message("ask the school"),
}


@dataclass(frozen=True, slots=True)
class Decisive:
    """One answer that is missing and could change what the instrument says, with whom to ask."""

    factor: Factor
    ask: Message  # "ask the doctors": the sector that is most likely to know and has an agency in this team
    at: str  # the page on which this becomes a question, below the case's address
    is_asked: bool  # somebody was asked and has not answered yet


@dataclass(frozen=True, slots=True)
class Deciding:
    """What could still change with one instrument."""

    instrument: Instrument
    says: Message
    decisive: tuple[Decisive, ...]
    more: int  # beyond those that are named


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question; numbered in the order of asking, so that an address needs no identifier."""

    id: UUID
    number: int
    version: int
    instrument: Instrument
    factor: Factor
    agency: str
    asked_at: datetime
    asked_by: str
    due_on: date
    answered_at: datetime | None
    answered_by: str
    answer: Known | None  # none: not given yet, or not the reader's to see
    is_mine: bool
    is_late: bool


def deciding(case: CaseView, known: tuple[Knowledge, ...]) -> tuple[Deciding, ...]:
    """For each picture the open answers that could change it, critical ones first, each with whom to ask first."""
    here = {agency.sector for agency in agencies(case.actor.team_id).values()}
    waiting = {(one.instrument.code, one.factor.id) for one in factor_questions(case) if one.answered_at is None}
    answered = {
        marker_of(one.picture.instrument.code, id)
        for one in known
        for id, given in one.known.items()
        if not given.answer.open
    }
    found = []
    for one in known:
        edition = one.picture.instrument
        lines = one.picture.questions
        if not (edition.rules or edition.bands):  # a rule counts its own answers; a marker is known once anybody knows
            lines = tuple(line for line in lines if marker_of(edition.code, line.factor.id) not in answered)
        if one.is_empty or not lines:
            continue
        found.append(
            Deciding(
                instrument=edition,
                says=_says(edition, len(lines)),
                decisive=tuple(
                    Decisive(
                        factor=line.factor,
                        ask=_ASK[_first(line, here)],
                        at=f"/factors/{edition.code}/{line.factor.id}/ask",
                        is_asked=(edition.code, line.factor.id) in waiting,
                    )
                    for line in lines[:NAMED]
                ),
                more=max(0, len(lines) - NAMED),
            )
        )
    return tuple(found)


def _says(edition: Instrument, number: int) -> Message:
    if edition.rules or edition.bands:
        return Message.plural("%(n)s answer could make this urgent", "%(n)s answers could make this urgent", number)
    return Message.plural("%(n)s critical marker is not known", "%(n)s critical markers are not known", number)


def _first(line: Line, here: set[legal.Sector]) -> Sector:
    """The sector to ask: the first that the instrument names of which the team has an agency."""
    return next((sector for sector in line.factor.ask if SECTORS[sector] & here), line.factor.ask[0])


def likely(case: CaseView, factor: Factor) -> tuple[UUID, ...]:
    """The agencies of the team that may know the answer, those of the sector named first before the others."""
    known = agencies(case.actor.team_id)
    ranked = [id for sector in factor.ask for id, agency in known.items() if agency.sector in SECTORS[sector]]
    return tuple(dict.fromkeys(ranked))


def factor_questions(case: CaseView) -> tuple[QuestionView, ...]:
    """The questions about factors, for the office and for the agency that was asked."""
    wanted = (
        select(FactorQuestion)
        .where(FactorQuestion.case_id == case.id)
        .order_by(FactorQuestion.asked_at, FactorQuestion.id)
    )
    rows = db.remembered(("factor questions", case.id), lambda: db.session().scalars(wanted).all())
    if not rows:
        return ()
    given = {one.id: one for one in assessments(case)}
    names = member_names({one for row in rows for one in (row.asked_by_id, row.answered_by_id) if one})
    known, actor = agencies(case.actor.team_id), case.actor
    found = []
    for number, row in enumerate(rows, 1):
        edition = library().get((row.instrument, row.instrument_version))
        is_mine = row.owner_id == actor.agency_id
        if edition is None or not (is_mine or actor.is_office):
            continue
        answered = given.get(row.assessment_id) if row.assessment_id else None
        found.append(
            QuestionView(
                id=row.id,
                number=number,
                version=row.version,
                instrument=edition,
                factor=edition.factor(row.factor),
                agency=known[row.owner_id].short_name,
                asked_at=row.asked_at,
                asked_by=names.get(row.asked_by_id, ""),
                due_on=row.due_on,
                answered_at=row.answered_at,
                answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
                answer=answered.answers.get(row.factor) if answered else None,
                is_mine=is_mine,
                is_late=row.answered_at is None and row.due_on < clock.today(),
            )
        )
    return tuple(found)


def answer_bases(case: CaseView, *, critical_yes: bool) -> tuple[legal.Basis, ...]:
    """The bases on which the reader's agency may tell the office its answer, what the case calls for first."""
    own = db.session().get_one(Agency, case.actor.agency_id)
    return tuple(
        legal.offers(
            legal.Sender(own.sector, own.is_state),
            OFFICE,
            [Category.RISK],
            critical_yes=critical_yes,
            child_concerned=case.has_children,
            on=clock.today(),
        )
    )
