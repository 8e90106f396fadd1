"""Where an agency stands: one position of each agency at the table."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import LevelCode
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import NotAllowed, RuleBroken
from icat.i18n import Message
from icat.meetings.models import AgendaItem, ItemState, Position
from icat.meetings.queries.present import present
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def give_position(
    actor: Actor, item_id: UUID, *, level: LevelCode | None, reason: str, agency_id: UUID | None = None
) -> None:
    """Say where an agency stands, or with no level that it has no information and so no position.

    The actor speaks for its own agency; the office may enter what another said aloud. Until the table has decided a
    position can be changed. Refuses an agency that is not at the table, and a position without a reason.
    """
    speaker = agency_id or actor.agency_id
    with change(actor) as work:
        item = work.get(AgendaItem, item_id)
        case = held(work, item.case_id)
        require(actor, Permission.POSITION_GIVE, standing_of(work.session, case))
        if speaker != actor.agency_id and not actor.is_office:
            raise NotAllowed(Message("Only the chair or the coordinator can enter what another agency said."))
        work.session.refresh(item)
        if item.state is not ItemState.UNDER_WAY:
            raise RuleBroken(Message("Positions are given while the case is being discussed."))
        if speaker not in present(work.session, item).agency_ids:
            raise RuleBroken(
                Message("Only an agency that is at the table can take a position: present, and bound to silence."),
                field="agency",
            )
        if level is not None and not reason.strip():
            raise RuleBroken(Message("Give the reason in one line."), field="reason")
        row = work.find(Position, Position.item_id == item.id, Position.agency_id == speaker)
        if row is None:
            row = work.add(
                Position(
                    team_id=case.team_id,
                    case_id=case.id,
                    item_id=item.id,
                    agency_id=speaker,
                    given_at=work.at,
                    given_by_id=actor.member_id,
                )
            )
        row.level, row.reason = level, reason
        row.given_at, row.given_by_id = work.at, actor.member_id
        row.version += 1
        work.record(Event.POSITION_GIVEN, case=case.id, level=level or "none", agency=speaker)
