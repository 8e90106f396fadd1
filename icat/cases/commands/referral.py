"""The referral: drafted as it is typed, submitted once, or thrown away while it is still a draft."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change, upkeep
from icat.cases.fields import DRAFT
from icat.cases.models import Case, Referral, ReferralState
from icat.cases.queries.screening import URGENT
from icat.cases.scope import standing_of
from icat.cases.steps.alarming import raise_alarm
from icat.cases.steps.assessing import Given, keep_answers
from icat.cases.steps.barring import bar_named
from icat.cases.steps.completing import REFER_ANEW, complete_people, only_new, raise_urgency
from icat.cases.steps.drafting import (
    NOT_A_DRAFT,
    begin_draft,
    completing,
    first_of_client,
    is_of,
    own_draft,
    papers_of,
    throw_away,
)
from icat.cases.steps.letters import tell_office as tell_office_of_task
from icat.cases.steps.sharing import held
from icat.cases.steps.submitting import (
    People,
    Told,
    add_people,
    add_to_told,
    has_children,
    insist_on_complete,
    insist_on_possible,
    new_case,
    seat,
    tell_office,
)
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
    actor: Actor,
    referral_id: UUID | None = None,
    version: int | None = None,
    *,
    typed: Typed | None = None,
    boxes: Collection[str] = (),
    client_id: UUID | None = None,
    completes_id: UUID | None = None,
) -> Receipt:
    """Begin a draft, or keep in it what was typed, exactly so, whatever it is worth.

    ``client_id`` was made by the page: the same one means the same referral, also when an answer got lost on the way,
    and once that is submitted what is typed completes it. ``completes_id``: a referral of the author's that this one
    completes. ``boxes``: those of the page, where a referral has several; what was typed on the others stays. Only its
    author can. Refuses what is no draft any more, what is longer than a form can be, and with a ``version``
    a draft that was saved elsewhere meanwhile. Keeping typing is no act of the work: the log tells of the beginning.
    """
    require(actor, Permission.REFERRAL_DRAFT)
    kept = {name: list(values) for name, values in (typed or {}).items()}
    if sum(len(value) for values in kept.values() for value in values) > DRAFT.longest:
        raise RuleBroken(Message("This is too long to keep."))
    if referral_id is None:
        referral_id = _known_by(actor, client_id, completes_id)
    if referral_id is None:
        with change(actor) as work:
            made = _begun(work, kept, client_id, completes_id)
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
        if typed is not None:
            others = {name: values for name, values in row.draft.items() if boxes and not is_of(name, boxes)}
            row.draft, row.saved_at = {**others, **kept}, clock.now()
        return Receipt(row.id, row.reference)


def _known_by(actor: Actor, client_id: UUID | None, completes_id: UUID | None) -> UUID | None:
    """The draft that is meant now; none where one has to begin."""
    if client_id is None and completes_id is None:
        return None
    meant = Referral.id == completes_id if completes_id else Referral.client_id == client_id
    with db.database().open_reading() as session:
        first = session.scalars(select(Referral).where(Referral.author_id == actor.member_id, meant)).one_or_none()
        if first is None:
            return None
        if first.state is not ReferralState.SUBMITTED:
            return first.id
        return session.scalars(
            select(Referral.id)
            .where(Referral.completes_id == first.id, Referral.state == ReferralState.DRAFT)
            .where(Referral.author_id == actor.member_id)
            .order_by(Referral.started_at.desc())
            .limit(1)
        ).first()


def _begun(work: Work, typed: Typed, client_id: UUID | None, completes_id: UUID | None) -> Referral:
    """A draft of the actor's. Refuses to complete what is no referral any more, or not yet."""
    author_id, owner_id = work.actor.member_id, work.actor.agency_id
    first = first_of_client(work, author_id, client_id) if client_id else None
    if completes_id is not None:
        first = own_draft(work, completes_id)
    if first is None:
        return begin_draft(work, typed, author_id=author_id, owner_id=owner_id, client_id=client_id)
    if first.state is not ReferralState.SUBMITTED or first.completes_id is not None:
        raise RuleBroken(NOT_A_DRAFT)
    work.get(Case, first.case_id).insist_on_open(REFER_ANEW)
    if completing(work, first) is not None:  # it began in another window, in this very moment
        raise Stale
    return begin_draft(work, typed, author_id=author_id, owner_id=owner_id, completes=first)


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

    A draft that completes an earlier referral is added to that one's case: what was empty is filled in, what differs
    stands beside it, an urgency may rise. A second coming gives the same receipt and changes nothing. Refuses what is
    incomplete or cannot be, a basis that does not allow it (law 2297-VI Art. 6, 11; law 2229-VIII Art. 14-15), and a
    draft that was saved elsewhere since. ``with_address``: the office may also see where she is now, which takes her
    consent.
    """
    try:
        with change(actor) as work:
            require(actor, Permission.REFERRAL_SUBMIT)
            referral = own_draft(work, referral_id)
            if referral.state is ReferralState.SUBMITTED:
                raise _SubmittedAlready(_receipt(work, referral))
            if referral.state is not ReferralState.DRAFT:
                raise RuleBroken(NOT_A_DRAFT)
            if version is not None and referral.version - 1 != version:
                raise Stale
            team, agency = work.session.get_one(Team, actor.team_id), work.get(Agency, actor.agency_id)
            if referral.completes_id is None:
                has_paper = bool(papers_of(work, referral))
                insist_on_complete(people, told, hromada=hromada, urgency=urgency, team=team, has_paper=has_paper)
                case = _open(work, referral, agency, people, told, hromada=hromada, urgency=urgency)
                is_alarming = case.urgency == URGENT
                tell_office(work, case, agency, told, with_address=with_address)
            else:
                insist_on_possible(people, told)
                case, is_raised = _complete(
                    work, referral, agency, people, told, urgency=urgency, with_address=with_address
                )
                is_alarming = is_raised and case.urgency == URGENT
            keep_answers(work, case, instrument.current(ANSWERED_AT_THE_DOOR), answers or {}, owner_id=agency.id)
            if team.asks_lap:
                keep_answers(work, case, instrument.current(ASKED_BY_SOME), lap_answers or {}, owner_id=agency.id)
            bar_named(work, case, barred, _name(people.perpetrator))
            tell_office_of_task(work, case, Role.COORDINATOR)
            if is_alarming:
                raise_alarm(work, case)
            return _receipt(work, referral)
    except _SubmittedAlready as again:
        return again.receipt


def _receipt(work: Work, referral: Referral) -> Receipt:
    """The number to write down: that of the referral itself, also where this one completes it."""
    first = work.get(Referral, referral.completes_id) if referral.completes_id else referral
    return Receipt(first.id, first.reference)


def _open(
    work: Work, referral: Referral, agency: Agency, people: People, told: Told, *, hromada: str, urgency: str
) -> Case:
    case = new_case(work, referral, hromada=hromada, urgency=urgency, has_children=has_children(people, told.more))
    work.session.flush()
    _fill_in(work, referral, told)
    add_people(work, case, agency, people)
    seat(work, case, agency)
    work.record(Event.REFERRAL_SUBMITTED, case=case.id, basis=told.basis_code, referral=referral.id, urgency=urgency)
    return case


def _complete(
    work: Work, referral: Referral, agency: Agency, people: People, told: Told, *, urgency: str, with_address: bool
) -> tuple[Case, bool]:
    """Add to the case of the referral that this one completes; whether it became more urgent. The office reads it under
    the share that it has."""
    first = work.get(Referral, referral.completes_id or referral.id)
    case = held(work, first.case_id)
    require(work.actor, Permission.REFERRAL_SUBMIT, standing_of(work.session, case))
    case.insist_on_open(REFER_ANEW)
    added = complete_people(work, case, referral, people)
    said = only_new(
        work,
        first,
        {"reason_now": told.reason_now, "told": told.told, "agrees": told.agrees, **told.more},
    )
    basis_code = told.basis_code if told.basis_code != first.basis_code else ""
    words = Told(said.pop("reason_now"), said.pop("told"), said.pop("agrees"), basis_code, said)
    _fill_in(work, referral, words)
    is_raised = bool(urgency) and raise_urgency(case, urgency)
    case.has_children = case.has_children or has_children(people, told.more)
    case.access_version += 1
    work.record(
        Event.REFERRAL_COMPLETED,
        case=case.id,
        referral=referral.id,
        urgency=case.urgency,
        filled=added.filled,
        people=added.people,
        corrected=added.corrected,
    )
    add_to_told(work, case, agency, first, told, is_answer=bool(words.agrees), with_address=with_address)
    return case, is_raised


def withdraw_referral(actor: Actor, referral_id: UUID, version: int | None = None) -> None:
    """Throw a draft away: what was typed is gone, its number is not given again.

    Refuses a submitted one: the case is then the team's, and the coordinator proposes to decline it.
    """
    with change(actor) as work:
        require(actor, Permission.REFERRAL_WITHDRAW)
        referral = own_draft(work, referral_id)
        if referral.state is not ReferralState.DRAFT:
            raise RuleBroken(Message("Only a draft can be withdrawn. Tell the coordinator instead."))
        if version is not None and referral.version - 1 != version:
            raise Stale
        throw_away(work, referral)
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
                throw_away(work, referral)
                work.record(Event.REFERRAL_FORGOTTEN, referral=referral.id)
        if not work.recorded:  # each was taken up again in this very moment
            raise Stale
    return len(old)


def _fill_in(work: Work, referral: Referral, told: Told) -> None:
    referral.state, referral.submitted_at = ReferralState.SUBMITTED, work.at
    referral.basis_code = told.basis_code or None
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
        "child_count",
    }
)


def _name(who: Mapping[str, Any]) -> str:
    return full_name(*(str(who.get(part) or "") for part in ("surname", "given_name", "patronymic")))
