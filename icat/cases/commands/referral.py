"""The referral: drafted as it is typed, submitted once, or thrown away while it is still a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change, upkeep
from icat.cases.fields import DRAFT
from icat.cases.models import Referral, ReferralState
from icat.cases.queries.screening import URGENT
from icat.cases.steps.alarming import raise_alarm
from icat.cases.steps.assessing import Given, keep_answers
from icat.cases.steps.barring import bar_named
from icat.cases.steps.drafting import begin_draft
from icat.cases.steps.letters import tell_office as tell_office_of_task
from icat.cases.steps.submitting import People, Told, add_people, insist_on_complete, new_case, seat, tell_office
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message
from icat.members.models import Agency, Team
from icat.names import full_name
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.risk import instrument

ANSWERED_AT_THE_DOOR = "bc-19"
ASKED_BY_SOME = "lap-11"
DRAFTS_KEPT = timedelta(days=14)
NOT_A_DRAFT = Message("This referral is no draft any more. What was typed after that was not saved.")

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the referrer holds in hand."""

    referral_id: UUID
    reference: str


class _SubmittedAlready(Exception):
    """The same referral came twice; the second coming changes nothing."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


def draft_referral(
    actor: Actor, referral_id: UUID | None = None, version: int | None = None, *, typed: Typed | None = None
) -> Receipt:
    """Begin a draft, or keep in it what was typed, exactly so, whatever it is worth.

    Only its author can. Refuses what is no draft any more, what is longer than a form can be, and with a ``version``
    a draft that was saved elsewhere meanwhile. Keeping typing is no act of the work: the log tells of the beginning.
    """
    require(actor, Permission.REFERRAL_DRAFT)
    kept = {name: list(values) for name, values in (typed or {}).items()}
    if sum(len(value) for values in kept.values() for value in values) > DRAFT.longest:
        raise RuleBroken(Message("This is too long to keep."))
    if referral_id is None:
        with change(actor) as work:
            made = begin_draft(work, kept, author_id=actor.member_id, owner_id=actor.agency_id)
            return Receipt(made.id, made.reference)
    with upkeep() as session:
        row = session.get(Referral, referral_id, with_for_update=True, populate_existing=True)
        if row is None or row.author_id != actor.member_id:
            raise NotFound
        if row.state is not ReferralState.DRAFT:
            raise RuleBroken(NOT_A_DRAFT)
        if version is not None:
            if row.version != version:
                raise Stale
            row.version += 1
        row.draft, row.saved_at = kept, clock.now()
        return Receipt(row.id, row.reference)


def submit_referral(
    actor: Actor,
    referral_id: UUID,
    version: int | None = None,
    *,
    people: People,
    told: Told,
    hromada: str,
    urgency: str,
    barred: Sequence[Mapping[str, str]] = (),
    with_address: bool = False,
    answers: Mapping[str, Given] | None = None,
    lap_answers: Mapping[str, Given] | None = None,
) -> Receipt:
    """Make a case of the draft: its people, the first assessment, who must not learn of it, a seat for the referrer's
    agency, and the share to the team's office on the basis that was chosen.

    A second coming gives the same receipt and changes nothing. Refuses what is incomplete or cannot be, a basis that
    does not allow it (law 2297-VI Art. 6, 11; law 2229-VIII Art. 14-15), and a draft that was saved elsewhere since.
    ``with_address``: the office may also see where she is now, which takes her consent.
    """
    try:
        with change(actor) as work:
            require(actor, Permission.REFERRAL_SUBMIT)
            referral = _own(work, referral_id)
            if referral.state is ReferralState.SUBMITTED:
                raise _SubmittedAlready(Receipt(referral.id, referral.reference))
            if referral.state is not ReferralState.DRAFT:
                raise RuleBroken(NOT_A_DRAFT)
            if version is not None and referral.version - 1 != version:
                raise Stale
            team, agency = work.session.get_one(Team, actor.team_id), work.get(Agency, actor.agency_id)
            insist_on_complete(people, told, hromada=hromada, urgency=urgency, team=team)
            children = any(any(child.values()) for child in people.children)
            case = new_case(work, referral, hromada=hromada, urgency=urgency, has_children=children)
            work.session.flush()
            _fill_in(work, referral, told)
            add_people(work, case, agency, people)
            seat(work, case, agency)
            work.record(
                Event.REFERRAL_SUBMITTED, case=case.id, basis=told.basis_code, referral=referral.id, urgency=urgency
            )
            tell_office(work, case, agency, told, with_address=with_address)
            keep_answers(work, case, instrument.current(ANSWERED_AT_THE_DOOR), answers or {}, owner_id=agency.id)
            if team.asks_lap:
                keep_answers(work, case, instrument.current(ASKED_BY_SOME), lap_answers or {}, owner_id=agency.id)
            bar_named(work, case, barred, _name(people.perpetrator))
            tell_office_of_task(work, case, Role.COORDINATOR)
            if case.urgency == URGENT:
                raise_alarm(work, case)
            return Receipt(referral.id, referral.reference)
    except _SubmittedAlready as again:
        return again.receipt


def withdraw_referral(actor: Actor, referral_id: UUID, version: int | None = None) -> None:
    """Throw a draft away: what was typed is gone, its number is not given again.

    Refuses a submitted one: the case is then the team's, and the coordinator proposes to decline it.
    """
    with change(actor) as work:
        require(actor, Permission.REFERRAL_WITHDRAW)
        referral = _own(work, referral_id)
        if referral.state is not ReferralState.DRAFT:
            raise RuleBroken(Message("Only a draft can be withdrawn. Tell the coordinator instead."))
        if version is not None and referral.version - 1 != version:
            raise Stale
        referral.state, referral.draft = ReferralState.WITHDRAWN, {}
        work.record(Event.REFERRAL_WITHDRAWN, referral=referral.id)


def forget_referral(actor: Actor, *, at_once: int = 100) -> int:
    """Throw away the drafts of the actor's team that nobody has touched for a fortnight, each with its leaf.

    For the machine itself: what is half written about somebody is not kept for ever. Gives how many there were.
    """
    with db.database().open_reading() as session:
        old = session.scalars(
            select(Referral.id)
            .where(
                Referral.team_id == actor.team_id,
                Referral.state == ReferralState.DRAFT,
                Referral.saved_at < clock.now() - DRAFTS_KEPT,
            )
            .order_by(Referral.saved_at)
            .limit(at_once)
        ).all()
    if not old:
        return 0
    with change(actor) as work:
        require(actor, Permission.REFERRAL_FORGET)
        for referral_id in old:
            referral = work.lock(Referral, referral_id)
            if referral.state is ReferralState.DRAFT and referral.saved_at < work.at - DRAFTS_KEPT:
                referral.state, referral.draft = ReferralState.WITHDRAWN, {}
                work.record(Event.REFERRAL_FORGOTTEN, referral=referral.id)
        if not work.recorded:  # each was taken up again in this very moment
            raise Stale
    return len(old)


def _own(work: Work, referral_id: UUID) -> Referral:
    """The referral, locked, if the actor wrote it."""
    found = work.lock(Referral, referral_id)
    if found.author_id != work.actor.member_id:
        raise NotFound
    return found


def _fill_in(work: Work, referral: Referral, told: Told) -> None:
    referral.state, referral.submitted_at = ReferralState.SUBMITTED, work.at
    referral.basis_code = told.basis_code
    referral.reason_now, referral.told, referral.agrees = told.reason_now, told.told, told.agrees
    for name, value in told.more.items():
        if name not in MORE:
            raise TypeError(f"a referral has no {name}")
        setattr(referral, name, value)
    referral.draft = {}


MORE = frozenset(
    {
        "tried_so_far",
        "own_view",
        "own_rating",
        "own_rating_on",
        "own_rating_asked_by",
        "wants",
        "why_without",
        "sex_preference",
        "police_level",
        "police_level_on",
        "police_level_by",
        "judgement",
    }
)


def _name(who: Mapping[str, Any]) -> str:
    return full_name(*(str(who.get(part) or "") for part in ("surname", "given_name", "patronymic")))
