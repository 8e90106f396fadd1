"""What is known of the risk in a case: the assessments a reader may see, and the one picture they make together."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import codes
from icat.cases.models import Answered, Assessment
from icat.cases.queries.door import CaseView
from icat.cases.scope import Scope
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category
from icat.members.queries.people import agencies, member_names
from icat.risk import instrument
from icat.risk.answer import Reply
from icat.risk.instrument import Instrument
from icat.risk.picture import RiskPicture, picture
from icat.risk.scoring import Result, score

FACTORS = "bc-19"


@dataclass(frozen=True, slots=True)
class Known:
    """The answer that stands for one factor now: what, who says so, when it was recorded, by which agency."""

    answer: Reply
    note: str
    source: Words | None
    agency_id: UUID | None
    at: datetime
    known_on: date | None = None
    changed: bool = False  # in the last three months, as whoever answered said


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One completed instrument, as it was."""

    id: UUID
    instrument: Instrument
    agency: str
    by: str
    made_at: datetime
    result: Result
    answers: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The picture, and for each answered factor where the answer comes from."""

    picture: RiskPicture
    known: Mapping[str, Known]
    is_empty: bool


def assessments(case: CaseView) -> tuple[AssessmentView, ...]:
    """Every assessment of the case that the reader may see, newest first."""
    rows = _rows({case.id: case.scope})[case.id]
    agency = agencies(case.actor.team_id)
    names = member_names(row.author_id for row in rows)
    found = []
    for row in rows:
        edition = instrument.library().get((row.instrument, row.instrument_version))
        if edition is None:
            continue
        answers = _answers(row, edition)
        given = {factor: str(known.answer) for factor, known in answers.items()}
        result = score(edition, given)
        found.append(
            AssessmentView(
                id=row.id,
                instrument=edition,
                agency=agency[row.owner_id].short_name if row.owner_id else str(Message("the team's office")),
                by=names.get(row.author_id, ""),
                made_at=row.made_at,
                result=result,
                answers=answers,
            )
        )
    return tuple(reversed(found))


def knowledge(case: CaseView) -> Knowledge:
    """What all assessments that the reader may see say together."""
    return knowledge_of({case.id: case.scope})[case.id]


def pictures(case: CaseView) -> tuple[Knowledge, ...]:
    """One picture for each instrument that was answered as far as the reader may see, the team's own list first.

    A set of answers to one instrument is never read as answers to another: their questions are not the same.
    """
    rows = _rows({case.id: case.scope})[case.id]
    used = {row.instrument for row in rows} - {FACTORS}
    found = [_together(rows, instrument.current(FACTORS))]
    for code in sorted(used):
        with suppress(LookupError):
            found.append(_together(rows, instrument.current(code)))
    return tuple(found)


def knowledge_of(scopes: Mapping[UUID, Scope]) -> dict[UUID, Knowledge]:
    """The same for many cases, with two statements.

    For each factor the newest answer stands, but "not known" never displaces a yes or a no that somebody gave.
    """
    current = instrument.current(FACTORS)
    return {case_id: _together(rows, current) for case_id, rows in _rows(scopes).items()}


def _together(rows: list[Assessment], edition: Instrument) -> Knowledge:
    known: dict[str, Known] = {}
    for row in rows:
        if row.instrument != edition.code:
            continue
        for factor, given in _answers(row, edition).items():
            if factor not in known or known[factor].answer.open or not given.answer.open:
                known[factor] = given
    drawn = picture(edition, {factor: str(given.answer) for factor, given in known.items()})
    return Knowledge(drawn, known, is_empty=not known)


def _rows(scopes: Mapping[UUID, Scope]) -> dict[UUID, list[Assessment]]:
    """The assessments the readers of these scopes may see, oldest first; what is given out is on the receipt."""
    found: dict[UUID, list[Assessment]] = defaultdict(list, {case_id: [] for case_id in scopes})
    wanted = (
        select(Assessment)
        .where(Assessment.case_id.in_(list(scopes)))
        .order_by(Assessment.made_at, Assessment.id)
        .options(selectinload(Assessment.answers))
    )
    for row in db.remembered(("assessments", frozenset(scopes)), lambda: db.session().scalars(wanted).all()):
        if scopes[row.case_id].show(row.owner_id, row.id, Category.RISK):
            found[row.case_id].append(row)
    return found


def _answers(row: Assessment, edition: Instrument) -> dict[str, Known]:
    """What was answered, as far as ``edition`` knows the factor and the answer: another edition may not."""
    factors = {factor.id: factor for factor in edition.factors}
    found = {}
    for given in sorted(row.answers, key=lambda given: given.factor):
        if given.factor not in factors:
            continue
        with suppress(ValueError):
            found[given.factor] = _known(row, given, edition.reply(factors[given.factor], given.answer))
    return found


def _known(row: Assessment, given: Answered, reply: Reply) -> Known:
    source = codes.words("information_source", given.source) if given.source else None
    return Known(reply, given.note, source, row.owner_id, row.made_at, given.known_on, bool(given.changed))
