"""What the table made is opened to it: the first positions, when their round ends, and what was decided."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, LevelCode
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind
from icat.meetings.models import AgendaItem, Consensus, Position, Revealed, Round
from icat.meetings.queries.deciding import TEAM_BASIS
from icat.meetings.queries.present import Present


def round_of(work: Work, item: AgendaItem) -> Round | None:
    """The round of first positions on this item, if it has begun."""
    return work.find(Round, Round.item_id == item.id)


def is_first_designation(work: Work, case: Case) -> bool:
    """Whether no meeting has decided about this case yet."""
    return not work.session.scalar(select(exists().where(Consensus.case_id == case.id)))


def begin_round(work: Work, case: Case, item: AgendaItem) -> Round:
    """From now on first positions are sealed."""
    made = work.add(
        Round(
            team_id=case.team_id,
            case_id=case.id,
            item_id=item.id,
            began_at=work.at,
            began_by_id=work.actor.member_id,
        )
    )
    work.record(Event.POSITIONS_ASKED, case=case.id, item=item.id)
    return made


def reveal(work: Work, case: Case, item: AgendaItem, first: Round, at_table: Present, why: Revealed) -> None:
    """Count the first positions and open them, and what follows in their place, to the agencies at the table."""
    work.session.flush()
    levels = work.session.scalars(select(Position.level).where(Position.item_id == item.id)).all()
    first.revealed_at, first.revealed = work.at, why
    first.highest = sum(level is LevelCode.HIGHEST_RISK for level in levels)
    first.lower = sum(level is LevelCode.NOT_HIGHEST_RISK for level in levels)
    first.silent = sum(level is None for level in levels)
    work.record(Event.POSITIONS_REVEALED, case=case.id, item=item.id, reveal=why)
    tell_table(work, case, item, at_table, [Line(Category.MINUTES, first.id)])


def tell_table(work: Work, case: Case, item: AgendaItem, at_table: Present, lines: Iterable[Line]) -> None:
    """Open what the team made about this item to the agencies that made it; where none is there, to nobody."""
    if not at_table.agency_ids:
        return
    open_share(
        work,
        case,
        sender=None,
        to=Recipient(RecipientKind.PRESENT, item.id, tuple(sorted(at_table.agency_ids))),
        lines=lines,
        ground=Ground(TEAM_BASIS, ConsentState.NOT_NEEDED, Purpose.RISK_ASSESSMENT, Necessity.CARRY_OUT_ACTION),
        mode=Mode.VIEW,
        agenda_item_id=item.id,
    )
