"""Two at once: exactly one outcome, on both engines, and nothing is shown that has just ended.

Each race is run with both in threads of their own, from a standing start. What decides is the lock of the case.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from icat.audit.reading import Receipt, record_reading
from icat.audit.recording import change
from icat.audit.verify import verify
from icat.cases.commands.consent import withdraw_consent
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Case, Consent, ConsentEnd, Share, ShareEnd
from icat.cases.queries.door import access_versions, open_case
from icat.cases.scope import scopes_for
from icat.cases.steps.sharing import Ground, Line, Recipient, held, open_share
from icat.db import engine as db
from icat.errors import Refusal, Stale
from icat.inquiries.commands.subject_report import reject_subject_report, release_subject_report
from icat.inquiries.models import InquiryState, SubjectReport
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.commands import founding
from icat.members.models import Agency
from icat.members.queries.signed_in import actor_of
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.reports.queries.shares import verify_shares
from icat.retention.commands.disposal import dispose_case, propose_disposal
from icat.retention.models import Disposal
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.inquiries.asking import dpo, row
from tests.inquiries.reporting import asked, prepared, seen
from tests.make import STARTED, MadeCase, World, make_case
from tests.meetings.sitting import one, rows
from tests.retention.ending import old_case, version

ROUNDS = 5


def at_once(*acts: Callable[[], Any]) -> list[Exception | None]:
    """What came of each: nothing, or what it was refused with. Anything but a refusal is a defect."""
    start, found = threading.Barrier(len(acts)), [RuntimeError("never ended") for _ in acts]

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            act()
            found[place] = None  # type: ignore[call-overload]
        except Refusal as refusal:
            found[place] = refusal  # type: ignore[call-overload]
        finally:
            db.end()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return list(found)


def second_chair(world: World) -> Any:
    """Another chair, so that two may decide."""
    account_id = founding.open_account("chair-2", "Павло Другий", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    member_id = founding.appoint(
        world.team_id, "KHM", account_id, world.council, [Role.CHAIR], position="", from_on=STARTED
    )
    found = actor_of(member_id)
    db.end()
    return found


def is_whole(world: World) -> bool:
    """Whether the log and the shares are what they say of each other."""
    with db.database().open_reading() as session:
        return verify(session, world.team_id).is_intact and verify_shares(session, world.team_id).is_whole


def tell(world: World, case: MadeCase) -> None:
    """Let the police tell the hospital what she agreed to, as commands do: with the case locked first."""
    with change(world.policewoman.actor) as work:
        open_share(
            work,
            held(work, case.id),
            sender=work.get(Agency, world.police),
            to=Recipient(RecipientKind.AGENCY, world.health),
            lines=[Line(Category.RISK)],
            ground=Ground("UA-CONSENT", ConsentState.GIVEN, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL),
        )


def reads(world: World, case: MadeCase) -> bool:
    """Whether the doctor sees now what the police know of the danger."""
    db.end()
    found = scopes_for(db.session(), world.doctor.actor, [case.id])[case.id].sees(world.police, None, Category.RISK)
    db.end()
    return found


def test_a_share_that_meets_the_withdrawal_of_its_consent_is_never_left_open(world: World) -> None:
    for _ in range(ROUNDS):
        case = make_case(world, seats=seated(world))
        consent_id = agree(world.policewoman, case, to(world.health))

        refused = at_once(
            lambda case=case: tell(world, case),
            lambda id=consent_id: withdraw_consent(
                world.policewoman.actor, id, frozenset(), method="phone", reason="Передумала"
            ),
        )

        is_ended = bool(rows(ConsentEnd, ConsentEnd.consent_id == consent_id))
        # Either she was first and nothing is shared, or the share was, and whoever withdraws is shown what ends.
        assert [one is None for one in refused] in ([False, True], [True, False]), refused
        assert is_ended is (refused[1] is None)
        assert reads(world, case) is not is_ended
        if not is_ended:
            assert isinstance(refused[1], Stale)
            resting = frozenset(share.id for share in rows(Share, Share.consent_id == consent_id))
            withdraw_consent(world.policewoman.actor, consent_id, resting, method="phone", reason="Передумала")
            assert not reads(world, case)
    assert is_whole(world)


def test_what_was_cut_before_a_withdrawal_is_cut_again_before_it_is_shown(world: World) -> None:
    case = make_case(world, seats=seated(world))
    consent_id = agree(world.policewoman, case, to(world.health))
    share = share_on_consent(world.policewoman, case, world.health)
    kept = Receipt()
    db.end()
    found = scopes_for(db.session(), world.doctor.actor, [case.id], kept)[case.id]
    assert found.show(world.police, None, Category.RISK)
    kept.opened_at(case.id, db.session().get_one(Case, case.id).access_version)
    db.end()

    withdraw_consent(world.policewoman.actor, consent_id, frozenset({share.id}), method="phone", reason="Передумала")

    assert record_reading(kept, "cases/case/show", access_versions) is False
    assert not reads(world, case)


def test_readings_that_meet_a_withdrawal_are_on_one_side_of_it(world: World) -> None:
    for _ in range(ROUNDS):
        case = make_case(world, seats=seated(world))
        agree(world.policewoman, case, to(world.health))
        share = share_on_consent(world.policewoman, case, world.health)
        shown: list[bool] = []

        def read(case: MadeCase = case, share: Share = share, shown: list[bool] = shown) -> None:
            for _ in range(3):  # as the finisher of pages does: cut, record, and cut again where access has moved
                kept = Receipt()
                view = open_case(world.doctor.actor, Permission.CASE_READ, case.reference)
                kept.opened_at(case.id, view.access_version)
                found = scopes_for(db.session(), world.doctor.actor, [case.id], kept)[case.id]
                sees = found.show(world.police, None, Category.RISK)
                kept.saw(world.doctor.actor, case.id)
                db.end()
                if record_reading(kept, "cases/case/show", access_versions):
                    shown.append(sees and bool(rows(ShareEnd, ShareEnd.share_id == share.id)))
                    return

        refused = at_once(
            read,
            lambda share=share: withdraw_share(
                world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилково"
            ),
        )

        assert refused == [None, None]
        assert len(shown) == 1
        assert one(ShareEnd, ShareEnd.share_id == share.id)
        assert not reads(world, case)
    assert is_whole(world)


@pytest.mark.parametrize("other", ["releases", "sends it back"])
def test_of_two_who_decide_on_one_report_one_is_too_late(world: World, other: str) -> None:
    case, officer, second = make_case(world), dpo(world), second_chair(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(world.chair, number)
    assert found is not None

    def release(actor: Any) -> None:
        release_subject_report(actor, found.id, found.version, digest=found.digest)

    def against() -> None:
        if other == "releases":
            release(second)
        else:
            reject_subject_report(second, found.id, found.version, reason="Зайве")

    refused = at_once(lambda: release(world.chair.actor), against)

    assert sorted(type(one) for one in refused if one is not None) == [Stale]
    report = one(SubjectReport)
    assert (report.released_at is None) is not (report.rejected_at is None)
    assert len(rows(Share, Share.document == "subject_report")) == (report.released_at is not None)
    assert (row(number).state is InquiryState.ANSWERED) is (report.released_at is not None)
    assert is_whole(world)


def test_of_two_who_confirm_a_disposal_one_is_too_late(world: World) -> None:
    case_id, _reference = old_case(world)
    second = second_chair(world)
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    as_read = version(case_id)

    refused = at_once(
        lambda: dispose_case(world.chair.actor, case_id, as_read), lambda: dispose_case(second, case_id, as_read)
    )

    assert len([one for one in refused if one is None]) == 1
    assert one(Disposal).disposed_by_id in (world.chair.member_id, second.member_id)


def test_a_consent_that_two_take_back_ends_once(world: World) -> None:
    case = make_case(world, seats=seated(world))
    consent_id = agree(world.policewoman, case, to(world.health))
    share = share_on_consent(world.policewoman, case, world.health)
    taken = {"method": "phone", "reason": "Передумала"}

    refused = at_once(
        *(
            lambda who=who: withdraw_consent(who.actor, consent_id, frozenset({share.id}), **taken)
            for who in (world.policewoman, world.coordinator, world.doctor)
        )
    )

    assert len([one for one in refused if one is None]) == 1
    assert all(isinstance(one, Stale) for one in refused if one is not None)
    assert len(rows(ConsentEnd)) == len(rows(ShareEnd)) == len(rows(Consent)) == 1
    assert is_whole(world)
