"""What an agency knows about a case: its return, and the declaration that one cannot look at the case."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Bar, Case, Seat, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.letters import tell_office
from icat.cases.steps.sharing import held
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message
from icat.meetings.models import Known, Return, due_on
from icat.meetings.steps.facts import Statement, write_fact
from icat.members.models import Account, Member, Team
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role


def file_return(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    survivor: Known,
    perpetrator: Known,
    children: Known | None = None,
    last_contact_on: date | None = None,
    facts: Sequence[Statement] = (),
    offer: str = "",
) -> None:
    """Answer for the actor's agency what it knows; what it wrote belongs to it and is seen by nobody else until shared.

    ``version`` is that of the agency's own return, 0 before the first. What was filed before is completed: facts are
    added and never changed. Refuses a date in the future and a second first return.
    """
    with change(actor) as work:
        case = work.get(Case, case_id)
        require(actor, Permission.RETURN_FILE, standing_of(work.session, case))
        if case.stage is Stage.CLOSED:
            raise RuleBroken(Message("This case is closed: nothing more can be filed."))
        filed = _own_return(work, case, version)
        if last_contact_on is not None and last_contact_on > clock.today():
            raise RuleBroken(Message("The last contact cannot be in the future."), field="last_contact_on")
        filed.filed_at, filed.filed_by_id = work.at, actor.member_id
        filed.survivor, filed.perpetrator = survivor, perpetrator
        filed.children = children if case.has_children else None
        filed.last_contact_on = last_contact_on
        filed.offer = offer
        for fact in facts:
            write_fact(work, case, fact)
        work.record(Event.RETURN_FILED, case=case.id, known=survivor)


def _own_return(work: Work, case: Case, version: int) -> Return:
    """The row of the actor's agency. Its seat is locked, so that two of its people cannot both file the first."""
    seat = work.find(Seat, Seat.case_id == case.id, Seat.agency_id == work.actor.agency_id, Seat.ended_at.is_(None))
    if seat is None:
        raise NotFound
    work.lock(Seat, seat.id)
    found = work.find(Return, Return.case_id == case.id, Return.owner_id == work.actor.agency_id)
    if found is not None:
        return work.lock(Return, found.id, version)
    if version:
        raise Stale
    team = work.get(Team, case.team_id)
    return work.add(
        Return(
            team_id=case.team_id,
            case_id=case.id,
            owner_id=work.actor.agency_id,
            asked_at=seat.given_at,
            due_on=due_on(seat.given_at, team.research_days),
            version=1,
        )
    )


def declare_conflict(actor: Actor, case_id: UUID, *, kind: str, detail: str = "") -> None:
    """Say that one knows somebody in this case privately: from now on the actor cannot open it, nor see it anywhere.

    ``kind`` is a code of the list ``conflict``. The office sees who declared what, and hears that there is something.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.CONFLICT_DECLARE, standing_of(work.session, case))
        if kind == "none":
            raise RuleBroken(Message("Say what the conflict is."), field="kind")
        codes.require("conflict", kind)
        member = work.get(Member, actor.member_id)
        work.add(
            Bar(
                team_id=case.team_id,
                case_id=case.id,
                member_id=actor.member_id,
                is_conflict=True,
                set_at=work.at,
                set_by_id=actor.member_id,
                name=work.session.get_one(Account, member.account_id).name,
                link=str(codes.words("conflict", kind)),
                reason=detail,
            )
        )
        case.access_version += 1
        work.record(Event.CONFLICT_DECLARED, case=case.id, member=actor.member_id)
        tell_office(work, case, Role.COORDINATOR, Role.CHAIR)
