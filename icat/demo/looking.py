"""How the danger of a story was looked at again: answers, results of other tools, views of it, and single questions."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.judgement import record_judgement
from icat.cases.commands.question import answer_factor, ask_factor
from icat.cases.commands.result import record_result
from icat.cases.models import FactorQuestion
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.demo.people import Cast
from icat.demo.script import AskedLine, AssessedLine, ResultLine, Script, ViewLine
from icat.policy.actor import Actor

ANSWERED_AFTER = timedelta(hours=1)

Step = tuple[datetime, Callable[[], object]]
Told = Callable[[], UUID]  # the case, once it was referred


def danger(script: Script, cast: Cast, case_id: Told, now: datetime) -> Iterator[Step]:
    """Each time the danger was looked at, with its moment, counted back from now."""
    actors = cast.actors
    for line in script.assessed:
        yield _at(now, line.hours_ago), partial(_assess, actors[line.by], case_id, line)
    for result in script.results:
        yield _at(now, result.hours_ago), partial(_keep, actors[result.by], case_id, result)
    for view in script.views:
        yield _at(now, view.hours_ago), partial(_view, actors[view.by], case_id, view)
    for asked in script.asked:
        at = _at(now, asked.hours_ago)
        yield at, partial(_ask, actors, case_id, asked)
        if asked.answered_by:
            yield at + ANSWERED_AFTER, partial(_answer, actors[asked.answered_by], case_id, asked)


def _at(now: datetime, hours_ago: int) -> datetime:
    return now - timedelta(hours=hours_ago)


def _assess(actor: Actor, case_id: Told, line: AssessedLine) -> None:
    said = [(factor, answer) for answer in ("yes", "no", "unknown") for factor in getattr(line, answer)]
    answers = {factor: Given(answer, "", line.source, clock.today(), factor in line.changed) for factor, answer in said}
    record_assessment(actor, case_id(), answers=answers, code=line.instrument)


def _keep(actor: Actor, case_id: Told, line: ResultLine) -> None:
    record_result(
        actor,
        case_id(),
        tool=line.tool,
        edition=line.edition,
        stated=line.stated,
        scored_on=clock.today(),
        scored_by=line.scored_by,
        note=line.note,
    )


def _view(actor: Actor, case_id: Told, line: ViewLine) -> None:
    record_judgement(
        actor, case_id(), whose=line.whose, words=line.words, judged_on=clock.today(), asked_by=line.asked_by
    )


def _ask(actors: Mapping[str, Actor], case_id: Told, line: AskedLine) -> None:
    agency_id = actors[line.agency].agency_id
    ask_factor(actors[line.by], case_id(), agency_id=agency_id, factor=line.factor)


def _answer(actor: Actor, case_id: Told, line: AskedLine) -> None:
    db.end()
    waits = select(FactorQuestion).where(
        FactorQuestion.case_id == case_id(),
        FactorQuestion.factor == line.factor,
        FactorQuestion.owner_id == actor.agency_id,
        FactorQuestion.answered_at.is_(None),
    )
    row = db.session().scalars(waits).one()
    db.end()
    given = Given(line.answer, line.note, "own_record", clock.today())
    answer_factor(actor, row.id, row.version, given=given, basis_code=line.basis, consent=line.consent)
