"""Promising, changing and reporting on actions: what is kept, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit import recording
from icat.cases.models import Bar, Share, ShareEnd, ShareLine, Stage
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import RecipientKind
from icat.plans.commands.actions import add_action, report_action, revise_action
from icat.plans.models import Action, ActionStatus, Domain
from tests.make import World, make_case
from tests.plans.build import action, decided, rows


def share_of(action_id: object) -> list[tuple[Share, bool]]:
    """The shares that open an action, and whether they have ended."""
    with db.database().open_reading() as session:
        found = session.execute(
            select(Share, ShareEnd.id)
            .join(ShareLine, ShareLine.share_id == Share.id)
            .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
            .where(ShareLine.item_id == action_id)
            .order_by(Share.recorded_at)
        )
        return [(share, end is not None) for share, end in found]


def test_an_action_is_kept_with_its_danger_and_told_to_its_agency(world: World) -> None:
    case = decided(world)

    made = add_action(
        world.coordinator.actor,
        case.id,
        domain=Domain.PERPETRATOR,
        text="Вилучити пістолет.",
        agency_id=world.police,
        danger_factor="weapon-access",
        member_id=world.policewoman.member_id,
        due_on=clock.today() + timedelta(days=2),
    )

    row = rows.action(made)
    assert (row.text, row.danger_factor, row.agency_id) == ("Вилучити пістолет.", "weapon-access", world.police)
    ((share, ended),) = share_of(made)
    assert (share.sender_id, share.recipient_kind, share.recipient_id) == (None, RecipientKind.AGENCY, world.police)
    assert share.basis_code == "UA-POWER"
    assert not ended
    assert rows.events(world.team_id)[-2:] == ["share:recorded", "action:added"]


def test_an_action_is_due_in_seven_days_unless_told(world: World) -> None:
    made = action(world, decided(world), world.ngo)

    assert rows.action(made).due_on == clock.today() + timedelta(days=7)


def test_an_organisation_without_powers_is_told_of_its_action_lawfully(world: World) -> None:
    made = action(world, decided(world), world.ngo)

    ((share, _),) = share_of(made)
    assert share.basis_code == "UA-POWER"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": "  "}, "beginning with a verb"),
        ({"text": "а" * 501}, "at most 500"),
        ({"danger": ""}, "which danger"),
        ({"danger": "", "danger_factor": "no-such-factor"}, "factors on the list"),
        ({"danger": "а" * 501}, "at most 500"),
        ({"due_on": clock.today() - timedelta(days=1)}, "past"),
        ({"reveals_source": True}, "looked at it again"),
    ],
)
def test_a_promise_that_is_not_one_is_refused(world: World, wrong: dict[str, object], told: str) -> None:
    case = decided(world)

    with pytest.raises(RuleBroken, match=told):
        action(world, case, world.police, **wrong)


def test_what_could_show_him_the_source_is_kept_when_it_was_looked_at_again(world: World) -> None:
    made = action(world, decided(world), world.police, reveals_source=True, is_confirmed=True)

    assert rows.action(made).reveals_source


def test_an_agency_without_a_seat_is_given_nothing(world: World) -> None:
    case = decided(world)

    with pytest.raises(RuleBroken, match="seat"):
        action(world, case, world.health)


def test_the_person_must_be_of_that_agency(world: World) -> None:
    case = decided(world)

    with pytest.raises(RuleBroken, match="somebody of that agency"):
        action(world, case, world.police, member_id=world.advocate.member_id)


def test_somebody_barred_from_the_case_is_given_no_action_in_it(world: World) -> None:
    case = decided(world)
    bar(world, case.id, world.policewoman.member_id)

    with pytest.raises(RuleBroken, match="somebody of that agency"):
        action(world, case, world.police, member_id=world.policewoman.member_id)


def bar(world: World, case_id: object, member_id: object) -> None:
    with recording.change(world.coordinator.actor) as work:
        at = {"team_id": world.team_id, "case_id": case_id, "set_at": work.at, "set_by_id": world.coordinator.member_id}
        work.add(Bar(**at, member_id=member_id, name="Кравець Лідія"))
        work.record(recording.Event.MEMBER_BARRED, case=case_id, member=member_id, reason="added")  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", [Stage.SCREENING, Stage.RESEARCH])
def test_nothing_is_promised_before_the_meeting(world: World, stage: Stage) -> None:
    case = make_case(world, stage=stage, seats=[world.police])

    with pytest.raises(RuleBroken, match="meeting"):
        action(world, case, world.police)


def test_members_do_not_add_actions_and_strangers_learn_nothing(world: World) -> None:
    case = decided(world)
    given = {"domain": Domain.STAFF, "text": "Їхати удвох.", "agency_id": world.police, "danger": "Він чекає."}

    with pytest.raises(NotAllowed):
        add_action(world.policewoman.actor, case.id, **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        add_action(world.doctor.actor, case.id, **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        add_action(world.strange_chair.actor, case.id, **given)  # type: ignore[arg-type]


def test_an_older_version_of_the_case_is_refused_where_one_is_given(world: World) -> None:
    case = decided(world)
    seen = case.version()
    action(world, case, world.police)

    with pytest.raises(Stale):
        add_action(
            world.chair.actor,
            case.id,
            seen,
            domain=Domain.STAFF,
            text="Їхати удвох.",
            agency_id=world.police,
            danger="Він чекає.",
        )


def test_a_failed_record_keeps_no_action(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = decided(world)

    def refuse(*_args: object) -> list[int]:
        raise OSError

    monkeypatch.setattr(recording, "append", refuse)
    with pytest.raises(OSError):  # noqa: PT011 - what the ledger raised
        action(world, case, world.police)

    with db.database().open_reading() as session:
        assert session.scalars(select(Action)).all() == []


def revised(world: World, made: object, version: int, **changed: object) -> None:
    given = {"text": "Подзвонити їй.", "agency_id": world.police, "due_on": clock.today(), "member_id": None, **changed}
    revise_action(world.coordinator.actor, made, version, **given)  # type: ignore[arg-type]


def test_an_action_is_changed_and_the_second_editor_is_refused(world: World) -> None:
    made = action(world, decided(world), world.police)
    revised(world, made, 0)

    with pytest.raises(Stale):
        revised(world, made, 0, text="Інше.")

    assert rows.action(made).text == "Подзвонити їй."


def test_an_action_that_goes_to_another_agency_is_closed_to_the_first(world: World) -> None:
    made = action(world, decided(world), world.police)

    revised(world, made, 0, agency_id=world.ngo)

    assert [(share.recipient_id, ended) for share, ended in share_of(made)] == [
        (world.police, True),
        (world.ngo, False),
    ]
    assert rows.events(world.team_id)[-3:] == ["share:withdrawn", "share:recorded", "action:revised"]


def test_a_day_that_stands_already_may_have_passed_but_no_new_one(world: World) -> None:
    with clock.pretending(clock.now() - timedelta(days=20)):
        made = action(world, decided(world), world.police)
    stood = rows.action(made).due_on

    revised(world, made, 0, due_on=stood)
    with pytest.raises(RuleBroken, match="past"):
        revised(world, made, 1, due_on=stood + timedelta(days=1))
    with pytest.raises(RuleBroken, match="day by which"):
        revised(world, made, 1, due_on=None)


def test_what_was_reported_on_is_not_changed_and_members_change_nothing(world: World) -> None:
    made = action(world, decided(world), world.police)
    with pytest.raises(NotAllowed):
        revise_action(
            world.policewoman.actor, made, 0, text="Т", agency_id=world.police, due_on=clock.today(), member_id=None
        )
    report_action(world.policewoman.actor, made, 0, status=ActionStatus.DONE, result="Зроблено.")

    with pytest.raises(RuleBroken, match="reported on"):
        revised(world, made, 1)


def test_the_agency_reports_its_own_action(world: World) -> None:
    made = action(world, decided(world), world.ngo)

    report_action(world.advocate.actor, made, 0, status=ActionStatus.DONE, result="Вона у притулку.")

    row = rows.action(made)
    assert (row.status, row.result, row.is_late) == (ActionStatus.DONE, "Вона у притулку.", False)
    assert '"behalf":false' in rows.last_leaf(world.team_id)
    assert "притулку" not in rows.last_leaf(world.team_id)


def test_a_report_on_the_action_of_another_agency_is_refused(world: World) -> None:
    made = action(world, decided(world), world.police)

    with pytest.raises(NotAllowed, match="promised"):
        report_action(world.advocate.actor, made, 0, status=ActionStatus.DONE, result="Зроблено.")


def test_the_coordinator_reports_what_was_told_by_phone_and_by_whom(world: World) -> None:
    made = action(world, decided(world), world.police)

    with pytest.raises(RuleBroken, match="who of that agency"):
        report_action(world.coordinator.actor, made, 0, status=ActionStatus.DONE, result="Зброю здано.")
    report_action(
        world.coordinator.actor, made, 0, status=ActionStatus.DONE, result="Зброю здано.", told_by="О. Ткач, 10:40"
    )

    assert rows.action(made).told_by == "О. Ткач, 10:40"
    assert '"behalf":true' in rows.last_leaf(world.team_id)


def test_done_after_its_day_is_done_late(world: World) -> None:
    with clock.pretending(clock.now() - timedelta(days=20)):
        made = action(world, decided(world), world.police)

    report_action(world.policewoman.actor, made, 0, status=ActionStatus.DONE, result="Зроблено.")

    assert rows.action(made).is_late


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"status": ActionStatus.OPEN, "result": "Так."}, "how it ended"),
        ({"status": ActionStatus.DONE, "result": " "}, "result"),
        ({"status": ActionStatus.DONE, "result": "а" * 1001}, "at most 1000"),
        ({"status": ActionStatus.CANCELLED, "result": "Не треба."}, "office cancels"),
    ],
)
def test_a_report_that_says_nothing_is_refused(world: World, given: dict[str, object], told: str) -> None:
    made = action(world, decided(world), world.police)

    with pytest.raises(RuleBroken, match=told):
        report_action(world.policewoman.actor, made, 0, **given)  # type: ignore[arg-type]


def test_the_office_cancels_without_a_call(world: World) -> None:
    made = action(world, decided(world), world.police)

    report_action(world.coordinator.actor, made, 0, status=ActionStatus.CANCELLED, result="Він у СІЗО.")

    assert rows.action(made).status is ActionStatus.CANCELLED


def test_of_two_reports_the_second_is_stale(world: World) -> None:
    made = action(world, decided(world), world.police)
    report_action(world.policewoman.actor, made, 0, status=ActionStatus.DONE, result="Зроблено.")

    with pytest.raises(Stale):
        report_action(world.policewoman.actor, made, 0, status=ActionStatus.NOT_POSSIBLE, result="Ні.")
