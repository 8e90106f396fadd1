"""What is old is forgotten; what somebody may still need is not."""

from datetime import timedelta

from icat import clock
from icat.cases.commands.referral import draft_referral
from icat.cases.models import Referral, ReferralState
from icat.db import engine as db
from icat.jobs.forgetting import forget_drafts, forget_old
from icat.outbox.models import Letter, LetterState
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind
from tests.audit.acting import newest


def test_a_draft_is_forgotten_after_a_fortnight_with_its_leaf(world, database):
    with clock.pretending(clock.now() - timedelta(days=14, minutes=1)):
        old = draft_referral(world.officer.actor, typed={"surname": ["Їжак"]})
    with clock.pretending(clock.now() - timedelta(days=13)):
        fresh = draft_referral(world.officer.actor, typed={"surname": ["Ґудзь"]})

    forget_drafts(clock.now())
    forget_drafts(clock.now())

    with db.database().open_reading() as session:
        gone, stays = (session.get_one(Referral, made.referral_id) for made in (old, fresh))
        assert (gone.state, gone.draft) == (ReferralState.WITHDRAWN, {})
        assert (stays.state, stays.draft) == (ReferralState.DRAFT, {"surname": ["Ґудзь"]})
    leaf = newest(world.team_id)
    assert leaf["k"] == "referral:forgotten"
    assert leaf["f"] == {"referral": str(old.referral_id)}


def test_old_letters_go(world, database):
    with db.writing() as session:
        letter = add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now())
        letter.written_at = clock.now() - timedelta(days=15)
        letter.state, letter.sent_at = LetterState.SENT, letter.written_at
        session.commit()

    forget_old(clock.now())

    with db.database().open_reading() as session:
        assert session.get(Letter, letter.id) is None
