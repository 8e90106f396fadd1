"""Keeping somebody from a case: the name, and the member it is, where the name is a member's."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Bar, Case
from icat.db.keys import vault
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.members.models import Account, Member
from icat.names import skeleton
from icat.policy.roles import Role


def bar(
    work: Work, case: Case, *, name: str, link: str = "", reason: str = "", member_id: UUID | None = None, why: str
) -> Bar:
    """Keep ``name`` from the case. ``why`` is a code: named, same-name, linked, added."""
    row = work.add(
        Bar(
            team_id=case.team_id,
            case_id=case.id,
            member_id=member_id,
            set_at=work.at,
            set_by_id=work.actor.member_id,
            name=name,
            link=link,
            reason=reason,
        )
    )
    case.access_version += 1
    facts: dict[str, Any] = {"member": member_id} if member_id else {}
    work.record(Event.MEMBER_BARRED, case=case.id, reason=why, **facts)
    return row


def bar_named(work: Work, case: Case, rows: Iterable[Mapping[str, str]], perpetrator: str) -> None:
    """Keep from the case everybody whom the referral names, and whoever has the perpetrator's own name.

    A name that a member has bars that member at once; which of two namesakes it is, the coordinator sorts out later.
    The actor is never barred by a name: who refers a case knows of it already.
    """
    members = _members(work)
    named = [(row.get("name", ""), row.get("link", ""), row.get("reason", ""), "named") for row in rows]
    if perpetrator:
        named.append((perpetrator, "", "", "same-name"))
    barred: set[UUID] = set()
    for name, link, reason, why in named:
        fits = [member for member, words in members if _may_be(words, name) and member not in barred]
        for member in fits:
            barred.add(member)
            bar(work, case, name=name, link=link, reason=reason, member_id=member, why=why)
        if not fits and why == "named" and name:
            bar(work, case, name=name, link=link, reason=reason, why=why)
    if barred:
        _insist_on_somebody(work, case)


def _may_be(words: frozenset[str], name: str) -> bool:
    """Whether two spellings may be one person: two words at least, and all words of the shorter in the longer."""
    typed = frozenset(skeleton(name).split())
    fewer, more = sorted((words, typed), key=len)
    return len(fewer) > 1 and fewer <= more


def _members(work: Work) -> list[tuple[UUID, frozenset[str]]]:
    """All members and their names, also those whose term has not begun or is over: they may come (back) meanwhile."""
    rows = work.session.execute(
        select(Member, Account)
        .join(Account, Account.id == Member.account_id)
        .where(Member.team_id == work.actor.team_id, Member.id != work.actor.member_id)
    ).all()
    vault(work.session).load(account.id for _, account in rows)
    return [(member.id, frozenset(skeleton(account.name).split())) for member, account in rows]


def _insist_on_somebody(work: Work, case: Case) -> None:
    """Refuse to keep a case from everybody in the team's office: it would lie unread, and the referrer would wait."""
    work.session.flush()
    kept_away = set(work.session.scalars(select(Bar.member_id).where(Bar.case_id == case.id)))
    rows = work.session.scalars(select(Member).where(Member.team_id == case.team_id))
    if not any(
        row.role_set & {Role.COORDINATOR, Role.CHAIR} and row.is_active(clock.today()) and row.id not in kept_away
        for row in rows
    ):
        raise RuleBroken(
            Message("Nobody in the team's office could then open this case. Call another team instead."), field="barred"
        )
