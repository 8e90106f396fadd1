"""Copies that wait for a chair: asked for, let go or kept back, and whether copies of a case wait at all."""

from uuid import UUID

from sqlalchemy import exists, select

from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, Release, Restriction
from icat.cases.queries.mirrors import is_restricted
from icat.cases.scope import standing_of
from icat.cases.steps.letters import tell_office
from icat.cases.steps.sharing import held, held_part
from icat.errors import RuleBroken, Stale
from icat.i18n import Message
from icat.members.steps.letters import tell_member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role

NO_REASON = Message("Give the reason. Only the chairs read it.")


def set_restriction(actor: Actor, case_id: UUID, *, is_on: bool, reason: str) -> None:
    """Say that copies of this case wait for a chair, or that they no longer do, also where they would of themselves.

    Refuses without a reason. The log says that it was set, never why.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.RESTRICTION_SET, standing_of(work.session, case))
        if not reason.strip():
            raise RuleBroken(NO_REASON, field="reason")
        work.add(
            Restriction(
                team_id=case.team_id,
                case_id=case.id,
                is_on=is_on,
                set_at=work.at,
                set_by_id=actor.member_id,
                reason=reason,
            )
        )
        work.record(Event.RESTRICTION_SET, case=case.id, waits=is_on)


def request_release(actor: Actor, case_id: UUID, *, wanted: str) -> None:
    """Ask the chairs to let one copy go. Refuses where nothing waits, and a second request while the first is open."""
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.RELEASE_REQUEST, standing_of(work.session, case))
        if not is_restricted(work.session, case):
            raise RuleBroken(Message("Copies of this case do not wait: take the copy."))
        if not wanted.strip():
            raise RuleBroken(Message("Say for whom the copy is, and why now."), field="wanted")
        is_open = exists().where(
            Release.case_id == case.id, Release.asked_by_id == actor.member_id, Release.decided_at.is_(None)
        )
        if work.session.scalar(select(is_open)):
            raise RuleBroken(Message("You have asked already. A chair answers."))
        release = work.add(
            Release(team_id=case.team_id, case_id=case.id, asked_at=work.at, asked_by_id=actor.member_id, wanted=wanted)
        )
        work.session.flush()
        work.record(Event.RELEASE_REQUESTED, case=case.id, release=release.id)
        tell_office(work, case, Role.CHAIR)


def grant_release(actor: Actor, release_id: UUID, version: int, *, reason: str) -> None:
    """Let that one copy go: whoever asked takes it within three days. Refuses without a reason, and a second answer."""
    with change(actor) as work:
        case, release = held_part(work, Release, release_id)
        require(actor, Permission.RELEASE_GRANT, standing_of(work.session, case))
        _answer(work, case, release, version, is_granted=True, reason=reason)
        work.record(Event.RELEASE_GRANTED, case=case.id, release=release.id)


def refuse_release(actor: Actor, release_id: UUID, version: int, *, reason: str) -> None:
    """Keep the copy back. Refuses without a reason, and a second answer."""
    with change(actor) as work:
        case, release = held_part(work, Release, release_id)
        require(actor, Permission.RELEASE_REFUSE, standing_of(work.session, case))
        _answer(work, case, release, version, is_granted=False, reason=reason)
        work.record(Event.RELEASE_REFUSED, case=case.id, release=release.id)


def _answer(work: Work, case: Case, release: Release, version: int, *, is_granted: bool, reason: str) -> None:
    if release.decided_at is not None or release.version - 1 != version:
        raise Stale
    if not reason.strip():
        raise RuleBroken(NO_REASON, field="reason")
    release.is_granted, release.reason = is_granted, reason
    release.decided_at, release.decided_by_id = work.at, work.actor.member_id
    tell_member(work, release.asked_by_id, except_ids=standing_of(work.session, case).barred_ids)
