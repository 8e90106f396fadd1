"""Putting an action into the plan, and telling the agency that promised it."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.recording import Work
from icat.cases.models import Case, Ending, Share, ShareLine
from icat.cases.scope import Standing
from icat.cases.steps.ending import end_share
from icat.cases.steps.letters import tell_agencies
from icat.cases.steps.sharing import Line, Recipient, open_share
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category, RecipientKind
from icat.members.models import Agency, Member
from icat.members.steps.letters import tell_member
from icat.plans import fields
from icat.plans.models import Action, Plan
from icat.plans.queries.told import lawful_basis, needing_plan
from icat.plans.steps.ground import ground_of_plan

USUAL = timedelta(days=7)


def plan_for(work: Work, case: Case) -> Plan:
    """The plan of the case, begun now if there is none. The caller holds the case, so there is never a second one."""
    found = work.find(Plan, Plan.case_id == case.id)
    if found is None:
        found = work.add(Plan(team_id=case.team_id, case_id=case.id, begun_at=work.at))
        work.session.flush()
    return found


def insist_on_promise(
    work: Work,
    standing: Standing,
    *,
    text: str,
    agency_id: UUID,
    member_id: UUID | None,
    due_on: date,
    known: date | None,
) -> Agency:
    """What every promise needs: words, an agency at the table, a person of that agency, a day that has not passed.

    ``known`` is the day that stands already: it may lie in the past. Gives the agency.
    """
    if not text.strip():
        raise RuleBroken(Message("Write what will be done, beginning with a verb."), field="text")
    if len(text) > fields.ACTION_TEXT.longest:
        raise RuleBroken(Message("Use at most %(max)s characters.", max=fields.ACTION_TEXT.longest), field="text")
    if agency_id not in standing.seated_ids:
        raise RuleBroken(
            Message("Only an agency with a seat at this case's table can be given an action."), field="agency_id"
        )
    if member_id is not None:
        member = work.find(Member, Member.id == member_id)
        fits = member is not None and member.agency_id == agency_id and member.is_active(clock.today())
        if not fits or member_id in standing.barred_ids:
            raise RuleBroken(Message("Choose somebody of that agency."), field="member_id")
    if due_on < clock.today() and due_on != known:
        raise RuleBroken(Message("The day by which it is done cannot lie in the past."), field="due_on")
    return work.get(Agency, agency_id)


def tell_owner(work: Work, case: Case, action: Action, agency: Agency) -> None:
    """Let the agency that is to act see its action, and tell whoever is named, or those who answer for the agency,
    that something waits. Refuses where the law knows no basis, with what would help.
    """
    to = Recipient(RecipientKind.AGENCY, agency.id)
    open_share(
        work,
        case,
        sender=None,
        to=to,
        lines=[Line(Category.PLAN, action.id)],
        ground=ground_of_plan(work, case, to),
        agenda_item_id=action.agenda_item_id,
    )
    if action.member_id is not None:
        tell_member(work, action.member_id)
    else:
        tell_agencies(work, case, [agency.id])


def tell_no_longer(work: Work, case: Case, action: Action, agency_id: UUID) -> None:
    """Close an action to the agency that had it before. A share that opens more than this action is left alone."""
    found = work.session.scalars(
        select(Share)
        .join(ShareLine, ShareLine.share_id == Share.id)
        .where(
            ShareLine.item_id == action.id,
            Share.sender_id.is_(None),
            Share.recipient_id == agency_id,
            Share.document.is_(None),
        )
    ).all()
    for share in found:
        lines = work.session.scalars(select(ShareLine.item_id).where(ShareLine.share_id == share.id)).all()
        if list(lines) == [action.id]:
            end_share(work, case, share, Ending.SUPERSEDED)


def tell_plan(work: Work, case: Case, standing: Standing) -> None:
    """Open the agreed plan to those who need it and were not there: her advocate, and where there are children their
    services.

    Whom the law does not let the team tell is passed over; the page has said so.
    """
    for agency in needing_plan(work.session, case.id, standing.seated_ids, has_children=case.has_children):
        if lawful_basis(agency.sector, is_state=agency.is_state, has_children=case.has_children) is None:
            continue
        to = Recipient(RecipientKind.AGENCY, agency.id)
        ground = ground_of_plan(work, case, to)
        open_share(work, case, sender=None, to=to, lines=[Line(Category.PLAN)], ground=ground)
