"""Photos of official forms: kept with a draft, and gone with it."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Referral, ReferralPaper, ReferralState
from icat.cases.steps.drafting import NOT_A_DRAFT, own_draft, papers_of
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.files import store
from icat.files.checking import Brought, insist_on_sound
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

MOST_PAPERS = 10


def attach_form(actor: Actor, referral_id: UUID, *, paper: Brought) -> None:
    """Keep a photo or scan of an official form with one's own draft; it goes to the office with the referral.

    The content is redrawn, so that nothing of the phone comes along. Refuses what ``insist_on_sound`` refuses, more
    than ten, and what is no draft any more.
    """
    with db.database().open_reading() as session:
        row = session.get(Referral, referral_id)
        if row is None or row.author_id != actor.member_id:
            raise NotFound
        case_id = row.case_id
    try:
        laid = store.lay_down(insist_on_sound(paper), actor.team_id, case_id)
    except RuleBroken as refused:
        raise RuleBroken(refused.message, field="paper") from refused
    with change(actor) as work:
        require(actor, Permission.FORM_ATTACH)
        referral = own_draft(work, referral_id)
        if referral.state is not ReferralState.DRAFT:
            raise RuleBroken(NOT_A_DRAFT)
        if len(papers_of(work, referral)) >= MOST_PAPERS:
            raise RuleBroken(Message("Ten photos are enough for one referral."), field="paper")
        kept = store.keep(work.session, laid, at=work.at, by_id=actor.member_id)
        work.session.flush()
        work.add(
            ReferralPaper(
                team_id=actor.team_id,
                case_id=case_id,
                referral_id=referral.id,
                file_id=kept.id,
                added_at=work.at,
                added_by_id=actor.member_id,
            )
        )
        work.record(Event.FORM_ATTACHED, referral=referral.id, digest=laid.digest)
