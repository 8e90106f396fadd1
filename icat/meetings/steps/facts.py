"""Writing down what an agency knows: a fact or a labelled opinion that is its own until it shares it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from icat import clock, codes
from icat.audit.recording import Work
from icat.cases.models import Case
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category
from icat.meetings import fields
from icat.meetings.models import STATEMENTS, Fact, FactKind


@dataclass(frozen=True, slots=True)
class Statement:
    """One dated fact or labelled opinion, as somebody wrote or said it."""

    text: str
    kind: FactKind
    category: Category
    source_code: str
    happened_on: date | None = None


def write_fact(work: Work, case: Case, statement: Statement) -> Fact:
    """The statement as a fact of the actor's agency; one that the agency has already is not written twice.

    Refuses an empty or too long text, a day in the future, and a category that is not said at the table.
    """
    if not statement.text.strip():
        raise RuleBroken(Message("Write what is known."), field="text")
    if len(statement.text) > fields.FACT_TEXT.longest:
        raise RuleBroken(Message("Use at most %(max)s characters.", max=fields.FACT_TEXT.longest), field="text")
    if statement.category not in STATEMENTS:
        raise RuleBroken(Message("This category is not for statements."), field="category")
    if statement.happened_on is not None and statement.happened_on > clock.today():
        raise RuleBroken(Message("This cannot have happened in the future."), field="happened_on")
    own = select(Fact).where(
        Fact.case_id == case.id,
        Fact.owner_id == work.actor.agency_id,
        Fact.category == statement.category,
        Fact.kind == statement.kind,
    )
    for fact in work.session.scalars(own):
        if fact.text == statement.text and fact.happened_on == statement.happened_on:
            return fact
    fact = work.add(
        Fact(
            team_id=case.team_id,
            case_id=case.id,
            owner_id=work.actor.agency_id,
            kind=statement.kind,
            category=statement.category,
            happened_on=statement.happened_on,
            source_code=codes.require("information_source", statement.source_code),
            entered_at=work.at,
            entered_by_id=work.actor.member_id,
            text=statement.text,
        )
    )
    work.session.flush()
    return fact
