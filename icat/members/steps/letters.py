"""Letting members know that there is something to do. The letter says only that; whom it reaches is decided here."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.recording import Work
from icat.members.models import Member
from icat.outbox.steps import tell_of_task
from icat.policy.roles import Role


def tell_roles(
    work: Work,
    *roles: Role,
    agency_ids: Collection[UUID] | None = None,
    hromada: str | None = None,
    except_ids: Collection[UUID] = (),
) -> None:
    """Write to whoever holds one of these roles today, in these agencies or in the whole team.

    Never to whoever acts, nor to ``except_ids``: somebody who must not learn of a case could tell from a letter and an
    empty list that there is something they do not see. ``hromada`` leaves out whoever serves other places only.
    """
    wanted = select(Member).where(Member.team_id == work.actor.team_id)
    if agency_ids is not None:
        wanted = wanted.where(Member.agency_id.in_(agency_ids))
    for member in work.session.scalars(wanted):
        is_wanted = not member.role_set.isdisjoint(roles) and member.is_active(clock.today())
        serves = hromada is None or not member.hromadas or hromada in member.hromadas
        if is_wanted and serves and member.id not in {work.actor.member_id, *except_ids}:
            tell_of_task(work, member.account_id)


def tell_member(work: Work, member_id: UUID, *, except_ids: Collection[UUID] = ()) -> None:
    """Write to one member, if in office today and not excepted."""
    member = work.get(Member, member_id)
    if member.is_active(clock.today()) and member.id not in {work.actor.member_id, *except_ids}:
        tell_of_task(work, member.account_id)
