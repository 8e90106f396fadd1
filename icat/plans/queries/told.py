"""Who reads what of the plan because an action is added or the plan is agreed: said before, and done with it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from icat import clock, legal
from icat.cases.models import Share, ShareEnd, ShareLine, ShareRecipient
from icat.cases.queries.door import CaseView
from icat.cases.queries.opening import Opening, opening
from icat.cases.queries.renewing import TEAM
from icat.db import engine as db
from icat.i18n import Message
from icat.legal import Category, ConsentNeed, RecipientKind, Sector
from icat.members.models import Agency, Member
from icat.names import sort_key
from icat.plans.queries.plan import owners
from icat.policy.roles import Role


def openings_of_action(case: CaseView) -> tuple[Opening, ...]:
    """Whoever is given an action reads that action, on which basis; or why it cannot be told."""
    return tuple(_opening(case, one.short_name, one.sector, is_state=one.is_state) for one in owners(case).agencies)


def openings_of_plan(case: CaseView) -> tuple[Opening, ...]:
    """Who will read the whole plan because it is agreed, besides those who decided it and read it already."""
    found = needing_plan(db.session(), case.id, case.may.standing.seated_ids, has_children=case.has_children)
    return tuple(_opening(case, one.short_name, one.sector, is_state=one.is_state) for one in found)


def needing_plan(
    session: Session, case_id: UUID, seated_ids: Collection[UUID], *, has_children: bool
) -> tuple[Agency, ...]:
    """The agencies that need the plan and were not there when it was decided: her advocate's, and child services where
    there are children. An agency that reads it already is not among them."""
    found = session.scalars(select(Agency).where(Agency.id.in_(seated_ids)))
    agencies = sorted(found, key=lambda agency: sort_key(agency.name))
    members = session.scalars(select(Member).where(Member.agency_id.in_(seated_ids)))
    today = clock.today()
    hers = {one.agency_id for one in members if Role.ADVOCATE in one.role_set and one.is_active(today)}
    needing = [one for one in agencies if one.id in hers or (has_children and one.sector is Sector.CHILD_SERVICES)]
    return tuple(one for one in needing if not session.scalar(_reads_plan(case_id, one.id)))


def _reads_plan(case_id: UUID, agency_id: UUID) -> Select[bool]:
    heard = exists().where(ShareRecipient.share_id == Share.id, ShareRecipient.agency_id == agency_id)
    told = (Share.recipient_kind == RecipientKind.AGENCY) & (Share.recipient_id == agency_id)
    return select(
        exists().where(
            Share.case_id == case_id,
            Share.sender_id.is_(None),
            Share.document.is_(None),
            Share.valid_until > clock.now(),
            or_(told, (Share.recipient_kind == RecipientKind.PRESENT) & heard),
            ShareLine.share_id == Share.id,
            ShareLine.category == Category.PLAN,
            ShareLine.item_id.is_(None),
            ~exists().where(ShareEnd.share_id == Share.id),
        )
    )


def lawful_basis(sector: Sector, *, is_state: bool, has_children: bool) -> str | None:
    """On which basis the team tells an agency of the plan, as ``lawful_ground`` finds it; none where there is none."""
    whom = legal.Recipient(RecipientKind.AGENCY, sector, is_state)
    offered = legal.offers(
        TEAM, whom, {Category.PLAN}, critical_yes=False, child_concerned=has_children, on=clock.today()
    )
    return next((one.code for one in offered if one.consent is ConsentNeed.NOT_NEEDED), None)


def _opening(case: CaseView, name: str, sector: Sector, *, is_state: bool) -> Opening:
    code = lawful_basis(sector, is_state=is_state, has_children=case.has_children)
    if code is None:
        return Opening(name, (), None, Message("The law knows no basis on which the team may tell it."))
    return opening(name, (Category.PLAN,), code)
