"""Keeping a member from a case."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Bar
from icat.cases.scope import standing_of
from icat.cases.steps.barring import bar
from icat.cases.steps.sharing import held
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.members.models import Member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def bar_member(
    actor: Actor,
    case_id: UUID,
    *,
    member_id: UUID | None = None,
    bar_id: UUID | None = None,
    name: str = "",
    link: str = "",
    reason: str = "",
) -> None:
    """Keep a member, or a name that is nobody's yet, from the case; with ``bar_id`` say which member a kept name is.

    It holds at once. Nobody bars themselves, so somebody of the office always stays: who has a conflict declares it.
    """
    with change(actor) as work:
        case = held(work, case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.MEMBER_BAR, standing)
        if member_id is None and (bar_id is not None or not name.strip()):
            raise RuleBroken(Message("Choose a member or write a name."), field="member")
        if member_id is not None:
            work.get(Member, member_id)
        if member_id == actor.member_id:
            raise RuleBroken(Message("You cannot bar yourself. Declare a conflict of interest."), field="member")
        if member_id in standing.barred_ids:
            raise RuleBroken(Message("This member is kept from the case already."), field="member")
        if bar_id is None:
            bar(work, case, name=name, link=link, reason=reason, member_id=member_id, why="added")
        else:
            row = work.lock(Bar, bar_id)
            if row.case_id != case.id:
                raise NotFound
            if row.member_id is not None:
                raise RuleBroken(Message("This name belongs to a member already."), field="member")
            row.member_id = member_id
            case.access_version += 1
            work.record(Event.MEMBER_BARRED, case=case.id, reason="linked", member=member_id or row.id)
