"""The life of a share: taken back, renewed, over."""

from datetime import timedelta
from typing import Any

import pytest

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.sharing import expire_share, renew_share, withdraw_share
from icat.cases.models import Case, Ending, Share, ShareEnd
from icat.cases.scope import scopes_for
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category, ConsentState
from icat.meetings.models import Fact
from icat.plans.commands.actions import add_action
from icat.plans.models import Domain
from icat.policy.actor import SYSTEM, system
from icat.reports.queries.shares import verify_shares
from tests.cases.consenting import agree, to
from tests.make import Person, World
from tests.meetings.sitting import Sitting, one, rows, say, statement, under_way


def told(world: World) -> tuple[Sitting, Share]:
    """The police told social services something."""
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    return sitting, one(Share, Share.agenda_item_id == sitting.item.id)


def sees(person: Person, sitting: Sitting) -> bool:
    """Whether somebody's scope opens the one fact there is."""
    fact = one(Fact)
    with db.database().open_reading() as session:
        scope = scopes_for(session, person.actor, [sitting.case.id])[sitting.case.id]
        return scope.sees(fact.owner_id, fact.id, Category.INCIDENT, by_name=True)


def test_what_was_shared_is_invisible_again_and_the_past_stays(world: World) -> None:
    sitting, share = told(world)
    before = one(Case).access_version
    assert sees(world.social_worker, sitting)

    withdraw_share(world.supervisor.actor, share.id, share.digest, code="consent_withdrawn", reason="Вона відкликала")

    assert not sees(world.social_worker, sitting)
    assert sees(world.policewoman, sitting)
    assert one(Case).access_version == before + 1
    assert rows(Share, Share.id == share.id)
    assert rows(LedgerEntry, LedgerEntry.event == Event.SHARE_WITHDRAWN, LedgerEntry.share_id == share.id)


def test_a_share_ends_once(world: World) -> None:
    _, share = told(world)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    with pytest.raises(Stale):
        withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    assert len(rows(ShareEnd)) == 1


def test_nobody_ends_more_than_the_page_showed(world: World) -> None:
    sitting, share = told(world)
    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    with pytest.raises(Stale):
        withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")


def test_only_the_sender_takes_it_back_and_says_why(world: World) -> None:
    _, share = told(world)

    for person, error in ((world.social_worker, NotAllowed), (world.chair, NotAllowed), (world.stranger, NotFound)):
        with pytest.raises(error):
            withdraw_share(person.actor, share.id, share.digest, code="withdrawn", reason="Помилка")
    for code, reason, field in (("lost", "Так", "code"), ("withdrawn", " ", "reason")):
        with pytest.raises(RuleBroken) as refused:
            withdraw_share(world.policewoman.actor, share.id, share.digest, code=code, reason=reason)
        assert refused.value.field == field
    assert not rows(ShareEnd)


def test_after_the_end_a_new_statement_opens_a_new_share(world: World) -> None:
    sitting, share = told(world)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    assert len(rows(Share, Share.agenda_item_id == sitting.item.id)) == 2
    assert not sees_first(world, sitting)


def sees_first(world: World, sitting: Sitting) -> bool:
    """Whether what was taken back came in again by the new share."""
    first = min(rows(Fact), key=lambda fact: fact.entered_at)
    with db.database().open_reading() as session:
        scope = scopes_for(session, world.social_worker.actor, [sitting.case.id])[sitting.case.id]
        return scope.sees(first.owner_id, first.id, first.category, by_name=True)


def renew(person: Person, share: Share, **changed: Any) -> int:
    """Let somebody renew a share on the basis that it has."""
    given = {"basis_code": share.basis_code, "consent": share.consent, **changed}
    return renew_share(person.actor, share.id, share.digest, **given)


def test_a_renewed_share_goes_on_and_the_old_one_ends_in_the_same_breath(world: World) -> None:
    sitting, share = told(world)
    with clock.pretending(clock.now() + timedelta(days=29)):
        assert renew(world.supervisor, share) == 1
        assert sees(world.social_worker, sitting)
    with clock.pretending(clock.now() + timedelta(days=58)):
        assert sees(world.social_worker, sitting)

    assert one(ShareEnd).code is Ending.SUPERSEDED


def test_a_renewal_asks_the_law_again(world: World) -> None:
    sitting, share = told(world)

    with pytest.raises(RuleBroken) as refused:
        renew(world.policewoman, share, basis_code="UA-CONSENT", consent=ConsentState.NOT_NEEDED)

    assert refused.value.field == "basis_code"
    assert not rows(ShareEnd)
    with pytest.raises(RuleBroken, match="No consent on record"):
        renew(world.policewoman, share, basis_code="UA-CONSENT", consent=ConsentState.GIVEN)
    agree(world.policewoman, sitting.case, to(world.social, category=Category.INCIDENT))
    assert renew(world.policewoman, share, basis_code="UA-CONSENT", consent=ConsentState.GIVEN) == 1
    assert sees(world.social_worker, sitting)


def test_what_is_over_or_has_grown_is_not_renewed(world: World) -> None:
    sitting, share = told(world)
    say(sitting, world.policewoman, [world.social], what=statement("Ще одне"))

    with pytest.raises(Stale):
        renew(world.policewoman, share)
    share = one(Share, Share.id == share.id)
    with clock.pretending(clock.now() + timedelta(days=31)), pytest.raises(Stale):
        renew(world.policewoman, share)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")
    with pytest.raises(Stale):
        renew(world.policewoman, share)


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (179, False), (180, True)])
def test_nothing_stays_open_for_more_than_half_a_year(world: World, days: int, *, refused: bool) -> None:
    _, share = told(world)

    if refused:
        with pytest.raises(RuleBroken) as broken:
            renew(world.policewoman, share, until=clock.today() + timedelta(days=days))
        assert broken.value.field == "until"
    else:
        renew(world.policewoman, share, until=clock.today() + timedelta(days=days))


def test_only_the_sender_renews_and_the_office_what_the_team_made(world: World) -> None:
    sitting, share = told(world)

    for person, error in ((world.social_worker, NotAllowed), (world.chair, NotAllowed), (world.stranger, NotFound)):
        with pytest.raises(error):
            renew(person, share)
    add_action(
        world.chair.actor,
        sitting.case.id,
        domain=Domain.SURVIVOR,
        text="Замінити замок",
        danger="Має ключ",
        agency_id=world.social,
    )
    of_the_team = one(Share, Share.sender_id.is_(None))
    with pytest.raises(NotAllowed):
        renew(world.policewoman, of_the_team)
    assert renew(world.coordinator, of_the_team) == 1


def expired(world: World, **more: Any) -> int:
    """Let the machine close what is over."""
    return expire_share(system(world.team_id, world.code), **more)


def test_when_its_time_is_over_the_record_says_so_and_says_it_once(world: World) -> None:
    sitting, share = told(world)
    assert expired(world) == 0

    with clock.pretending(clock.now() + timedelta(days=31)):
        assert not sees(world.social_worker, sitting)
        assert expired(world) == 1
        assert expired(world) == 0

    end = one(ShareEnd)
    assert (end.code, end.ended_at, end.ended_by_id) == (Ending.EXPIRED, share.valid_until, SYSTEM)
    assert rows(LedgerEntry, LedgerEntry.event == Event.SHARE_EXPIRED, LedgerEntry.share_id == share.id)
    with db.database().open_reading() as session:
        assert verify_shares(session, world.team_id).is_whole


def test_many_are_closed_in_small_transactions_and_none_that_ended_before(world: World) -> None:
    sitting, share = told(world)
    withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")
    left = len(rows(Share)) - 1

    with clock.pretending(clock.now() + timedelta(days=181)):
        assert expired(world, at_once=2) == left

    assert len(rows(ShareEnd, ShareEnd.code == Ending.EXPIRED)) == left


def test_another_team_and_people_do_not_let_shares_expire(world: World) -> None:
    told(world)

    with clock.pretending(clock.now() + timedelta(days=181)):
        assert expire_share(system(world.stranger.actor.team_id, "LVV")) == 0
        with pytest.raises(NotAllowed):
            expire_share(world.chair.actor)
    assert not rows(ShareEnd)
