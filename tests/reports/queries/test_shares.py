"""A share is what the ledger says, or the difference is found."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change, upkeep
from icat.cases.models import Case, Share, ShareEnd
from icat.db import engine as db
from icat.legal import ConsentState, Mode, Necessity, Purpose, RecipientKind
from icat.reports.queries.shares import Agreement, Mismatch, verify_shares
from tests.audit.acting import spoil
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case with three shares."""
    return make_case(world, seats=[world.social, world.health])


def agreement(world: World) -> Agreement:
    db.end()
    return verify_shares(db.session(), world.team_id)


def test_honest_shares_agree(world: World, case: MadeCase) -> None:
    make_case(world)

    assert agreement(world) == Agreement(4)
    assert agreement(world).is_whole


def test_a_team_without_shares_agrees(world: World) -> None:
    assert agreement(world) == Agreement(0)


@pytest.mark.parametrize(
    "change_to",
    [
        "basis_code = 'UA-CONSENT'",
        "consent = 'given'",
        "purpose = 'transfer'",
        "recipient_id = sender_id, sender_id = recipient_id",
        "digest = 'x'",
        "salt = 'x'",
        "recipient_kind = 'survivor'",
    ],
)
def test_an_edited_share_is_found(world: World, case: MadeCase, change_to: str) -> None:
    spoil(
        f"update share set {change_to} where case_id = :case and recipient_id = :to",  # noqa: S608
        case=case.id,
        to=world.health,
    )

    assert agreement(world).mismatch is Mismatch.CHANGED
    assert agreement(world).seq


def test_a_line_added_to_a_share_is_found(world: World, case: MadeCase) -> None:
    spoil(
        "insert into share_line (id, team_id, case_id, share_id, category, added_at)"
        " select :id, team_id, case_id, id, 'health', recorded_at from share"
        " where case_id = :case and recipient_id = :to",
        id=uuid4(),
        case=case.id,
        to=world.health,
    )

    assert agreement(world).mismatch is Mismatch.CHANGED


def test_a_share_that_was_slipped_in_is_found(world: World, case: MadeCase) -> None:
    with change(world.officer.actor) as work:
        kept = work.get(Case, case.id)
        work.add(
            Share(
                team_id=kept.team_id,
                case_id=kept.id,
                sender_id=world.police,
                recipient_kind=RecipientKind.AGENCY,
                recipient_id=world.ngo,
                basis_code="UA-POWER",
                catalogue_version="1",
                consent=ConsentState.NOT_NEEDED,
                purpose=Purpose.TRANSFER,
                necessity_code=Necessity.DECIDE_LEVEL,
                mode=Mode.VIEW,
                given_at=work.at,
                recorded_at=work.at,
                recorded_by_id=world.officer.member_id,
                salt="",
                digest="",
            )
        )
        work.record(Event.CASE_SCREENED, case=case.id)

    assert agreement(world).mismatch is Mismatch.NO_LEAF


def test_a_share_that_was_deleted_is_found(world: World, case: MadeCase) -> None:
    for table, name in (("share_line", "share_id"), ("share", "id")):
        spoil(
            f"delete from {table} where {name} in"  # noqa: S608
            " (select id from share where case_id = :case and recipient_id = :to)",
            case=case.id,
            to=world.health,
        )

    assert agreement(world).mismatch is Mismatch.NO_SHARE


def test_an_end_that_was_not_recorded_and_one_that_is_gone_are_found(world: World, case: MadeCase) -> None:

    with upkeep() as session:
        share = session.scalars(select(Share.id).where(Share.recipient_id == world.health)).one()
        session.add(
            ShareEnd(
                team_id=world.team_id,
                case_id=case.id,
                share_id=share,
                code="withdrawn",
                ended_at=clock.now(),
                ended_by_id=world.officer.member_id,
            )
        )
    assert agreement(world).mismatch is Mismatch.END_NOT_RECORDED

    with change(world.officer.actor) as work:
        work.record(Event.SHARE_WITHDRAWN, case=case.id, share=share, reason="withdrawn")
    assert agreement(world).is_whole

    spoil("delete from share_end where share_id = :share", share=share)
    assert agreement(world).mismatch is Mismatch.END_MISSING
