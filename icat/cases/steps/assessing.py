"""Keeping what was answered to an instrument. A new assessment never changes an old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Answered, Assessment, Case
from icat.cases.models.assessment import CHANGED
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.risk.answer import Answer
from icat.risk.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Given:
    """The code of the answer to one factor, with what was noted and who says so (a code of information_source).

    ``known_on``: since when it is known; ``changed``: whether it changed in the last three months.
    """

    answer: str = Answer.NOT_ASKED
    note: str = ""
    source: str = ""
    known_on: date | None = None
    changed: bool = False

    def __bool__(self) -> bool:
        return self.answer != Answer.NOT_ASKED or bool(self.note)


def keep_answers(
    work: Work, case: Case, instrument: Instrument, answers: Mapping[str, Given], *, owner_id: UUID | None
) -> Assessment | None:
    """A new assessment, frozen with the instrument's edition and content; none where nothing was answered.

    It belongs to ``owner_id``, an agency, or none for the team's office.

    Refuses a factor that the instrument does not have, an answer it does not offer, an unknown source, a day to come.
    """
    said = {factor: given for factor, given in answers.items() if given}
    if not said:
        return None
    for factor, given in said.items():
        try:
            instrument.reply(instrument.factor(factor), given.answer)
        except ValueError:
            raise RuleBroken(Message("Choose one of the offered answers."), field=factor) from None
        if given.source:
            codes.require("information_source", given.source)
        if given.known_on and given.known_on > clock.today():
            raise RuleBroken(Message("The date cannot be in the future."), field=factor)
    made = work.add(
        Assessment(
            team_id=case.team_id,
            case_id=case.id,
            owner_id=owner_id,
            author_id=work.actor.member_id,
            instrument=instrument.code,
            instrument_version=instrument.version,
            instrument_hash=instrument.digest,
            made_at=work.at,
        )
    )
    work.session.flush()
    for factor, given in said.items():
        work.add(
            Answered(
                team_id=case.team_id,
                case_id=case.id,
                assessment_id=made.id,
                factor=factor,
                answer=given.answer,
                note=given.note,
                source=given.source,
                known_on=given.known_on,
                changed=CHANGED if given.changed else "",
            )
        )
    work.record(
        Event.ASSESSMENT_RECORDED,
        case=case.id,
        assessment=made.id,
        instrument=instrument.code,
        version=instrument.version,
    )
    return made
