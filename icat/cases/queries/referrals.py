"""Referrals as their author sees them: drafts, what was submitted, and what the team offers to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, func, select

from icat import legal, references, territory
from icat.audit.reading import receipt, record_refusal
from icat.cases.models import Bar, Case, Part, Person, Referral, ReferralPaper, ReferralState, Stage
from icat.cases.queries.caseload import CaseRow, case_rows
from icat.cases.queries.office import WHOLE, lawful_categories, office_bases
from icat.cases.scope import bits
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Message, Words
from icat.legal import Category
from icat.members.models import Agency
from icat.members.queries.people import TeamView, team
from icat.names import full_name
from icat.policy.actor import Actor
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in the author's list."""

    reference: str
    name: str
    started_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MyReferrals:
    """What one author has drafted and submitted."""

    drafts: tuple[DraftRow, ...]
    submitted: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral for its author."""

    id: UUID
    reference: str
    case_id: UUID | None  # none before it was submitted
    version: int
    state: ReferralState
    typed: Mapping[str, Sequence[str]]
    saved_at: datetime
    submitted_at: datetime | None
    stage: Stage | None
    urgency: str
    left_out: tuple[Words, ...]
    advice: str
    basis_code: str
    completes: str  # the number of the referral that this one completes
    additions: tuple[datetime, ...]  # when it was completed
    papers: int
    missing: tuple[Message, ...]  # what the team will have to ask, as long as nobody has said it


@dataclass(frozen=True, slots=True)
class Offer:
    """What a referral may choose from: the team's hromadas, and the bases on which the agency may tell the office."""

    team: TeamView
    agency: str
    hromadas: tuple[tuple[str, Words], ...]
    usual: str  # the hromada that can be chosen beforehand; empty where nothing says which
    bases: tuple[legal.Basis, ...]


def my_referrals(actor: Actor) -> MyReferrals:
    """The actor's own referrals in this team, newest first; of a case that the actor is barred from nothing is said."""
    session = db.session()
    rows = session.scalars(
        select(Referral)
        .where(Referral.author_id == actor.member_id, Referral.state == ReferralState.DRAFT)
        .order_by(Referral.saved_at.desc())
    ).all()
    vault(session).load(row.case_id for row in rows)
    drafts = tuple(DraftRow(row.reference, _typed_name(row.draft), row.started_at, row.saved_at) for row in rows)
    barred = exists().where(Bar.case_id == Case.id, Bar.member_id == actor.member_id)
    cases = session.scalars(
        select(Case)
        .where(Case.team_id == actor.team_id, Case.referrer_id == actor.member_id, ~barred)
        .order_by(Case.opened_at.desc())
        .limit(100)
    ).all()
    return MyReferrals(drafts, case_rows(actor, list(cases)))


def _typed_name(typed: Mapping[str, Sequence[str]]) -> str:
    return full_name(*("".join(typed.get(part, [])[:1]) for part in ("surname", "given_name", "patronymic")))


def my_referral(actor: Actor, permission: Permission, reference: str) -> ReferralDraft:
    """The author's own referral. Refuses everybody else as it refuses a wrong reference, and records it."""
    session = db.session()
    row = session.scalars(
        select(Referral).where(
            Referral.reference == (references.parse(reference) or ""), Referral.author_id == actor.member_id
        )
    ).one_or_none()
    barred = row is not None and session.scalar(
        select(exists().where(Bar.case_id == row.case_id, Bar.member_id == actor.member_id))
    )
    if row is None or barred or row.state is ReferralState.WITHDRAWN:
        record_refusal(actor, permission, uuid4())
        raise NotFound
    case = session.get(Case, row.case_id)
    first = session.get_one(Referral, row.completes_id) if row.completes_id else row
    added = _additions(first)
    is_declined = case is not None and case.stage is Stage.DECLINED
    if case is not None:
        receipt().saw(actor, case.id, categories=bits([Category.RISK] if is_declined else []))
    return ReferralDraft(
        id=row.id,
        reference=row.reference,
        case_id=case.id if case else None,
        version=row.version,
        state=row.state,
        typed=row.draft,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        stage=case.stage if case else None,
        urgency=case.urgency if case else "",
        advice=case.decline_advice if case and is_declined else "",
        left_out=_left_out(session.get_one(Agency, row.owner_id), row.basis_code) if case else (),
        basis_code=row.basis_code or "",
        completes=first.reference if row.completes_id else "",
        additions=tuple(one.submitted_at for one in added if one.submitted_at),
        papers=session.scalar(select(func.count()).where(ReferralPaper.referral_id == row.id)) or 0,
        missing=_missing(case, (row, *added)) if case and row.submitted_at and not row.completes_id else (),
    )


def _additions(first: Referral) -> list[Referral]:
    """What completed a referral, in the order of its coming."""
    rows = db.session().scalars(
        select(Referral)
        .where(Referral.completes_id == first.id, Referral.state == ReferralState.SUBMITTED)
        .order_by(Referral.submitted_at)
    )
    return list(rows)


def _missing(case: Case, said: Sequence[Referral]) -> tuple[Message, ...]:
    """What the author has not said yet and the office will ask for. Read of the author's own words, and shown to none
    but the author."""
    people = {
        row.part: row for row in db.session().scalars(select(Person).where(Person.case_id == case.id, Person.is_first))
    }
    her, him = people.get(Part.SURVIVOR), people.get(Part.PERPETRATOR)
    wanted = (
        (Message("her name"), bool(her and (her.surname or her.given_name))),
        (Message("how she can be reached safely"), bool(her and her.safe_method not in ("", "unknown"))),
        (Message("who he is"), bool(him and (him.surname or him.given_name))),
        (Message("where he is now"), bool(him and him.whereabouts)),
        (Message("what happened and why now"), any(one.reason_now for one in said)),
        (Message("whether there are children"), _is_said_of_children(case, said)),
        (Message("whether she was told and agrees"), any(one.agrees for one in said)),
        (Message("the level on the police form"), any(one.police_level for one in said)),
    )
    return tuple(words for words, is_said in wanted if not is_said)


def _is_said_of_children(case: Case, said: Sequence[Referral]) -> bool:
    return case.has_children or any(one.child_count not in ("", "unknown") for one in said)


def _left_out(owner: Agency, basis_code: str | None) -> tuple[Words, ...]:
    """What the basis did not let the agency tell the office."""
    told = lawful_categories(owner, basis_code or "", WHOLE)
    return tuple(category.words for category in WHOLE if category not in told)


def offer(actor: Actor, *, critical_yes: bool, child_concerned: bool) -> Offer:
    """What this actor's agency may choose from in a referral; what the case itself calls for comes first."""
    here, agency = team(actor.team_id), db.session().get_one(Agency, actor.agency_id)
    places = [place for code in here.hromadas if (place := territory.find(code))]
    bases = office_bases(agency, critical_yes=critical_yes, child_concerned=child_concerned)
    offered = tuple((place.code, place.title) for place in places)
    return Offer(here, agency.name, offered, _usual(actor, [code for code, _title in offered]), bases)


def _usual(actor: Actor, offered: Sequence[str]) -> str:
    """The hromada in which the actor works: the only one of the team or of the membership, else that of the referral
    which the actor made last."""
    own = [code for code in offered if not actor.hromadas or code in actor.hromadas]
    if len(own) == 1:
        return own[0]
    last = select(Case.hromada).where(Case.referrer_id == actor.member_id).order_by(Case.opened_at.desc()).limit(1)
    found = db.session().scalar(last)
    return found if found in own else ""
