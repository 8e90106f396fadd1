"""A consent through its life: recorded, its paper kept, taken back with what rests on it, all in one breath."""

from typing import Any
from uuid import UUID

import pytest

from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.consent import attach_paper, record_consent, withdraw_consent
from icat.cases.models import Consent, ConsentEnd, ConsentPaper, Ending, Share, ShareEnd
from icat.cases.steps.consenting import Asked
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.files import store
from icat.files.checking import Brought
from icat.files.models import StoredFile
from icat.legal import ConsentState
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.files.brought import PDF, pdf
from tests.make import MadeCase, Person, World, make_case
from tests.meetings.sitting import one, rows
from tests.outbox.told import told as written_to

PAPER = Brought("a.pdf", PDF, pdf())


@pytest.fixture
def case(world: World) -> MadeCase:
    return make_case(world, seats=seated(world))


def withdraw(who: Person, consent_id: UUID, *shares: UUID, **more: Any) -> None:
    db.end()
    given = {"method": "phone", "reason": "Сказала, що боїться", **more}
    withdraw_consent(who.actor, consent_id, frozenset(shares), **given)
    db.end()


def told(event: Event) -> list[LedgerEntry]:
    return rows(LedgerEntry, LedgerEntry.event == event)


def test_the_signed_paper_is_kept_with_its_consent(world, case):
    record_consent(world.advocate.actor, case.id, asked=Asked(agreed=to(world.health), method="writing"), paper=PAPER)

    assert one(ConsentPaper).consent_id == one(Consent).id
    db.end()
    assert store.opened(db.session().get_one(StoredFile, one(ConsentPaper).file_id)) == pdf()


def test_a_paper_may_come_later_and_only_from_the_agency_that_asked(world, case):
    made = agree(world.advocate, case, to(world.health))

    attach_paper(world.advocate.actor, made, paper=PAPER)
    with pytest.raises(NotFound):
        attach_paper(world.doctor.actor, made, paper=PAPER)
    with pytest.raises(NotFound):
        attach_paper(world.stranger.actor, made, paper=PAPER)

    assert len(rows(ConsentPaper)) == len(told(Event.PAPER_ATTACHED)) == 1


def test_a_file_that_cannot_be_kept_stops_the_whole_record(world, case):
    with pytest.raises(RuleBroken, match="empty"):
        record_consent(
            world.advocate.actor, case.id, asked=Asked(agreed=to(world.health)), paper=Brought("a.pdf", PDF, b"")
        )

    assert rows(Consent) == []


@pytest.mark.parametrize("who", ["child_worker", "auditor", "stranger", "chair"])
def test_who_has_no_part_in_the_case_records_nothing(world, case, who):
    with pytest.raises((NotAllowed, NotFound)):
        agree(getattr(world, who), case, to(world.health))


def test_taking_it_back_ends_what_rests_on_it_and_nothing_else(world, case):
    made, other = agree(world.advocate, case, to(world.health)), agree(world.advocate, case, to(world.police))
    mine = share_on_consent(world.advocate, case, world.health, consent_id=made)
    theirs = share_on_consent(world.policewoman, case, world.health, consent_id=made)
    kept = share_on_consent(world.advocate, case, world.police, consent_id=other)

    withdraw(world.advocate, made, mine.id, theirs.id)

    ended = {end.share_id: end.code for end in rows(ShareEnd)}
    assert ended == {mine.id: Ending.CONSENT_WITHDRAWN, theirs.id: Ending.CONSENT_WITHDRAWN}
    assert kept.id not in ended
    assert one(ConsentEnd).consent_id == made
    assert (len(told(Event.CONSENT_WITHDRAWN)), len(told(Event.SHARE_WITHDRAWN))) == (1, 2)


def test_what_rests_on_the_law_itself_goes_on(world, case):
    made = agree(world.advocate, case, to(world.health))
    share_on_consent(world.policewoman, case, world.health, basis="UA-POWER")

    withdraw(world.advocate, made)

    assert rows(ShareEnd) == []


def test_the_senders_own_share_may_go_on_on_another_basis_with_the_reason(world, case):
    made = agree(world.advocate, case, to(world.police))
    share = share_on_consent(world.advocate, case, world.police)

    withdraw(world.advocate, made, share.id, moved={share.id: "UA-CRIMINAL"}, reason="Душив її")

    renewed = one(Share, Share.basis_code == "UA-CRIMINAL")
    assert (renewed.consent, renewed.consent_id) == (ConsentState.REFUSED_OVERRIDDEN, None)
    assert one(ShareEnd).code is Ending.SUPERSEDED


def test_nobody_says_on_what_the_share_of_another_rests_and_then_nothing_ends(world, case):
    made = agree(world.advocate, case, to(world.police))
    share = share_on_consent(world.doctor, case, world.police)

    with pytest.raises(RuleBroken, match="Only the agency that shared"):
        withdraw(world.advocate, made, share.id, moved={share.id: "UA-CHILD-1D"})

    assert rows(ConsentEnd) == []


def test_an_agency_whose_share_ended_without_being_asked_is_told_and_so_is_the_coordinator(world, case):
    made = agree(world.advocate, case, to(world.police))
    share = share_on_consent(world.doctor, case, world.police)
    written_to()

    withdraw(world.advocate, made, share.id)

    assert written_to() == {world.doctor.account_id, world.coordinator.account_id}


@pytest.mark.parametrize("who", ["advocate", "doctor", "coordinator", "chair"])
def test_whoever_hears_it_from_her_may_record_it(world, case, who):
    made = agree(world.advocate, case, to(world.health))

    withdraw(getattr(world, who), made)

    assert one(ConsentEnd).ended_by_id == getattr(world, who).member_id


@pytest.mark.parametrize("who", ["social_worker", "stranger", "strange_chair"])
def test_who_may_not_know_of_it_cannot_end_it(world, case, who):
    made = agree(world.advocate, case, to(world.health))

    with pytest.raises(NotFound):
        withdraw(getattr(world, who), made)


def test_nothing_ends_that_the_page_did_not_show(world, case):
    made = agree(world.advocate, case, to(world.health))
    share = share_on_consent(world.advocate, case, world.health)

    with pytest.raises(Stale):
        withdraw(world.advocate, made)
    withdraw(world.advocate, made, share.id)
    with pytest.raises(Stale):
        withdraw(world.advocate, made)

    assert len(rows(ConsentEnd)) == 1


@pytest.mark.parametrize(
    ("more", "sentence"), [({"reason": " "}, "one sentence"), ({"method": "x"}, "offered answers")]
)
def test_how_and_why_are_said(world, case, more, sentence):
    made = agree(world.advocate, case, to(world.health))

    with pytest.raises(RuleBroken, match=sentence):
        withdraw(world.advocate, made, **more)


def test_after_that_nothing_can_be_shared_on_it(world, case):
    made = agree(world.advocate, case, to(world.health))
    withdraw(world.advocate, made)

    with pytest.raises(RuleBroken, match="No consent on record"):
        share_on_consent(world.advocate, case, world.health)
