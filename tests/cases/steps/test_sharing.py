"""Opening a share, and opening more under it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.commands.consent import withdraw_consent
from icat.cases.models import Case, Share, ShareLine, ShareRecipient
from icat.cases.scope import scopes_for
from icat.cases.steps.sharing import Ground, Line, Recipient, digest, extend_share, held, held_part, open_share
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.meetings.models import Fact
from icat.members.models import Agency
from tests.cases.consenting import agree, seated, to
from tests.make import World, ground, make_case
from tests.meetings.sitting import one, rows, say, statement, under_way


def share_with(world: World, case_id: Any, to: Recipient, *categories: Category, **more: Any) -> None:
    """Let the police share categories as a whole."""
    with change(world.policewoman.actor) as work:
        open_share(
            work,
            held(work, case_id),
            sender=work.get(Agency, world.police),
            to=to,
            lines=[Line(category) for category in categories],
            ground=more.pop("why", ground("UA-POWER")),
            **more,
        )


def test_the_row_and_its_leaf_carry_the_same_digest(world: World) -> None:
    case = make_case(world)
    share_with(world, case.id, Recipient(RecipientKind.AGENCY, world.children), Category.CHILDREN)

    share = one(Share, Share.recipient_id == world.children)
    assert share.digest == digest(share, rows(ShareLine, ShareLine.share_id == share.id))


def test_a_share_to_those_present_needs_somebody_else_in_the_room(world: World) -> None:
    case = make_case(world)

    for present_ids in ((), (world.police,)):
        with pytest.raises(RuleBroken) as refused:
            share_with(world, case.id, Recipient(RecipientKind.PRESENT, case.id, present_ids), Category.RISK)
        assert refused.value.field == "to"


def test_the_sender_is_not_among_those_who_heard_it(world: World) -> None:
    case = make_case(world)

    share_with(world, case.id, Recipient(RecipientKind.PRESENT, case.id, (world.police, world.children)), Category.RISK)

    assert [row.agency_id for row in rows(ShareRecipient)] == [world.children]


@pytest.mark.parametrize(("hours", "late"), [(-1, True), (25, True), (23, False)])
def test_only_the_last_day_can_be_entered_late(world: World, hours: int, *, late: bool) -> None:
    case = make_case(world)
    to, said_at = Recipient(RecipientKind.AGENCY, world.children), clock.now() - timedelta(hours=hours)

    if late:
        with pytest.raises(RuleBroken) as refused:
            share_with(world, case.id, to, Category.CHILDREN, given_at=said_at)
        assert refused.value.field == "given_at"
    else:
        share_with(world, case.id, to, Category.CHILDREN, given_at=said_at)
        assert one(Share, Share.recipient_id == world.children).given_at == said_at


def test_the_law_is_asked_again_when_a_share_is_extended(world: World) -> None:
    case = make_case(world)
    share_with(world, case.id, Recipient(RecipientKind.AGENCY, world.ngo), Category.RISK)
    share = one(Share, Share.recipient_id == world.ngo)

    with pytest.raises(RuleBroken), change(world.policewoman.actor) as work:
        extend_share(
            work,
            held(work, case.id),
            work.get(Share, share.id),
            sender=work.get(Agency, world.police),
            lines=[Line(Category.CONTACT)],
        )

    assert len(rows(ShareLine, ShareLine.share_id == share.id)) == 1
    assert one(Share, Share.id == share.id).digest == share.digest


def test_what_is_shared_already_does_not_extend_a_share(world: World) -> None:
    case = make_case(world)
    share_with(world, case.id, Recipient(RecipientKind.AGENCY, world.ngo), Category.RISK)
    share = one(Share, Share.recipient_id == world.ngo)

    with pytest.raises(RuleBroken, match="already"), change(world.policewoman.actor) as work:
        extend_share(
            work,
            held(work, case.id),
            work.get(Share, share.id),
            sender=work.get(Agency, world.police),
            lines=[Line(Category.RISK)],
        )


def test_a_category_that_was_shared_as_a_whole_opens_no_fact(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    say(sitting, world.policewoman, [world.health], what=statement("Лише лікарні"))
    fact = one(Fact)

    with db.database().open_reading() as session:
        scope = scopes_for(session, world.chair.actor, [sitting.case.id])[sitting.case.id]
        row = session.get_one(Fact, fact.id)
        assert scope.sees(world.police, fact.id, Category.INCIDENT)
        assert not scope.sees(world.police, fact.id, Category.INCIDENT, by_name=True)
        assert not scope.of(world.police, fact.id).get(row, "text", row.category)


def test_another_teams_case_is_not_held(world: World) -> None:
    case = make_case(world)

    with pytest.raises(NotFound), change(world.strange_chair.actor) as work:
        held(work, case.id)


def test_holding_a_case_does_not_make_pages_stale(world: World) -> None:
    case = make_case(world)
    before = case.version()

    with change(world.chair.actor) as work:
        held(work, case.id)
        work.record(Event.CASE_SCREENED, case=case.id)

    assert case.version() == before
    assert one(Case).access_version >= 0


def test_consent_that_is_needed_is_asked_for(world: World) -> None:
    case = make_case(world)
    why = Ground("UA-CONSENT", ConsentState.NOT_NEEDED, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL)

    with pytest.raises(RuleBroken) as refused:
        share_with(world, case.id, Recipient(RecipientKind.AGENCY, world.ngo), Category.RISK, why=why)

    assert refused.value.field == "basis_code"


def test_what_is_entered_after_she_took_her_consent_back_opens_nothing(world: World) -> None:
    case = make_case(world, seats=seated(world))
    before = clock.now() - timedelta(hours=5)
    consent_id = agree(world.policewoman, case, to(world.health), asked_at=before - timedelta(hours=1))
    withdraw_consent(world.policewoman.actor, consent_id, frozenset(), method="phone", reason="Передумала")
    given_at = before + timedelta(minutes=5)

    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        share_with(
            world,
            case.id,
            Recipient(RecipientKind.AGENCY, world.health),
            Category.RISK,
            why=Ground("UA-CONSENT", ConsentState.GIVEN, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL),
            given_at=given_at,
        )
        share = one(Share, Share.consent_id == consent_id)
        assert share.given_at == given_at  # the telling stays on record
        assert share.valid_until <= clock.now()
        assert not scopes_for(db.session(), world.doctor.actor, [case.id])[case.id].sees(
            world.police, None, Category.RISK
        )
        db.end()


def test_a_share_on_her_consent_does_not_outlive_it_and_one_on_the_law_does(world: World) -> None:
    case = make_case(world, seats=seated(world))
    last = clock.today() + timedelta(days=3)
    agree(world.policewoman, case, to(world.health), until_on=last)

    for basis, ends_on in (("UA-CONSENT", last), ("UA-POWER", clock.today() + timedelta(days=30))):
        share_with(
            world,
            case.id,
            Recipient(RecipientKind.AGENCY, world.health),
            Category.RISK,
            why=Ground(basis, ConsentState.GIVEN, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL),
            until=clock.today() + timedelta(days=30),
        )
        assert (
            one(Share, Share.case_id == case.id, Share.basis_code == basis, Share.consent_id.is_not(None)).last_day
            == ends_on
        )


def test_the_case_is_locked_before_what_is_part_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(world)
    share_with(world, case.id, Recipient(RecipientKind.AGENCY, world.children), Category.CHILDREN)
    share = one(Share, Share.recipient_id == world.children)
    locked, kept = list[str](), Session.get

    def noting(session: Session, model: Any, *more: Any, **named: Any) -> Any:
        if named.get("with_for_update"):
            locked.append(model.__name__)
        return kept(session, model, *more, **named)

    monkeypatch.setattr(Session, "get", noting)
    with suppress(LookupError), change(world.policewoman.actor) as work:
        held_part(work, Share, share.id)
        raise LookupError  # nothing is to be changed

    assert locked == ["Case", "Share"]
