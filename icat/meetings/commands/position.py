"""Where the agencies stand: asked for, given without knowing the others, opened, and changed after talking."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, LevelCode
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import NotAllowed, RuleBroken
from icat.i18n import Message
from icat.meetings.models import AgendaItem, ItemState, Position, Revealed
from icat.meetings.queries.present import Present, present
from icat.meetings.steps.opening import begin_round, is_first_designation, reveal, round_of
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role


def ask_positions(actor: Actor, item_id: UUID) -> None:
    """Begin the round of first positions: until it ends, nobody reads another agency's (design, point 19).

    At a first designation the first position begins it by itself; at a review somebody asks for it. Refuses once
    positions have been given.
    """
    with change(actor) as work:
        case, item = _held(work, item_id)
        require(actor, Permission.POSITIONS_ASK, standing_of(work.session, case))
        _insist_on_discussion(work, item)
        if round_of(work, item) is not None:
            raise RuleBroken(Message("Positions have been asked for already."))
        begin_round(work, case, item)


def give_position(
    actor: Actor, item_id: UUID, *, level: LevelCode | None, reason: str, agency_id: UUID | None = None
) -> None:
    """Say where an agency stands, or with no level that it has no information and so no position.

    The actor speaks for its own agency; the office may enter what another said aloud. Until the table has decided a
    position can be changed. Refuses an agency that is not at the table, and a position without a reason.
    """
    speaker = agency_id or actor.agency_id
    with change(actor) as work:
        case, item = _held(work, item_id)
        require(actor, Permission.POSITION_GIVE, standing_of(work.session, case))
        _insist_on_discussion(work, item)
        if speaker != actor.agency_id and not actor.is_office:
            raise NotAllowed(Message("Only the chair or the coordinator can enter what another agency said."))
        at_table = present(work.session, item)
        if speaker not in at_table.agency_ids:
            raise RuleBroken(
                Message("Only an agency that is at the table can take a position: present, and bound to silence."),
                field="agency",
            )
        if level is not None and not reason.strip():
            raise RuleBroken(Message("Give the reason in one line."), field="reason")
        first = round_of(work, item)
        if first is None:
            first = begin_round(work, case, item)
            if not is_first_designation(work, case):
                reveal(work, case, item, first, at_table, Revealed.OPEN)
        elif first.is_sealed and work.at >= first.ends_at:  # whoever comes later has had the time to hear the others
            reveal(work, case, item, first, at_table, Revealed.TIME)
        _write(work, case, item, speaker, level, reason)
        # Not which: while first positions are sealed the log must not tell it either, and only final ones are kept.
        work.record(Event.POSITION_GIVEN, case=case.id, agency=speaker)
        if first.is_sealed and not _missing(work, item, at_table):
            reveal(work, case, item, first, at_table, Revealed.ALL_IN)


def reveal_positions(actor: Actor, item_id: UUID) -> None:
    """Open the first positions to the table. A chair may at any time, others at the table after a minute.

    Refuses where there is nothing sealed: somebody was faster, or nobody has given any.
    """
    with change(actor) as work:
        case, item = _held(work, item_id)
        require(actor, Permission.POSITIONS_REVEAL, standing_of(work.session, case))
        _insist_on_discussion(work, item)
        first = round_of(work, item)
        if first is None or not first.is_sealed:
            raise RuleBroken(Message("The positions are open already."))
        is_over = work.at >= first.ends_at
        if not is_over and not actor.has(Role.CHAIR):
            raise RuleBroken(
                Message("The positions open by themselves after a minute; before that only a chair opens them.")
            )
        why = Revealed.TIME if is_over else Revealed.CHAIR
        reveal(work, case, item, first, present(work.session, item), why)


def _held(work: Work, item_id: UUID) -> tuple[Case, AgendaItem]:
    """The case and its item, held until the change ends: two who press at once are one after the other."""
    item = work.get(AgendaItem, item_id)
    return held(work, item.case_id), item


def _insist_on_discussion(work: Work, item: AgendaItem) -> None:
    work.session.refresh(item)
    if item.state is not ItemState.UNDER_WAY:
        raise RuleBroken(Message("Positions are given while the case is being discussed."))


def _missing(work: Work, item: AgendaItem, at_table: Present) -> bool:
    work.session.flush()
    return any(
        work.find(Position, Position.item_id == item.id, Position.agency_id == agency_id) is None
        for agency_id in at_table.agency_ids
    )


def _write(work: Work, case: Case, item: AgendaItem, speaker: UUID, level: LevelCode | None, reason: str) -> None:
    row = work.find(Position, Position.item_id == item.id, Position.agency_id == speaker)
    if row is None:
        row = work.add(
            Position(
                team_id=case.team_id,
                case_id=case.id,
                item_id=item.id,
                agency_id=speaker,
                given_at=work.at,
                given_by_id=work.actor.member_id,
            )
        )
    row.level, row.reason = level, reason
    row.given_at, row.given_by_id = work.at, work.actor.member_id
    row.version += 1
