"""A table is brought, named, tried, and comes in as a whole or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.audit.verify import verify
from icat.cases.models import Bar, Case, Imported, Part, Referral, Seat, Share, Stage
from icat.cases.models import Person as CasePerson
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.imports.columns import Column
from icat.imports.commands.batch import KEPT, begin_import, confirm_import, discard_import, forget_import
from icat.imports.models import Import, ImportColumn, ImportState
from icat.jobs.forgetting import forget_imports
from icat.legal import RecipientKind
from icat.policy.actor import system
from icat.reports.queries.shares import verify_shares
from tests.imports.bringing import brought, found, good_rows, named, on, table, trial_of
from tests.make import World, make_case
from tests.meetings.sitting import one, rows


def confirm(world: World, number: int, **more: Any) -> int:
    view = found(world, number)
    made = confirm_import(world.coordinator.actor, view.id, view.version, **more)
    db.end()
    return made


def test_a_table_becomes_cases_that_say_where_they_came_from(world: World) -> None:
    number = brought(world)
    view = named(world, number)

    assert confirm(world, number) == 2

    live, over = sorted(rows(Case), key=lambda case: case.stage is Stage.CLOSED)
    assert (live.stage, over.stage) == (Stage.RESEARCH, Stage.CLOSED)
    assert clock.local(live.opened_at).date() == clock.today() - timedelta(days=20)
    assert (live.has_children, over.has_children) == (True, False)
    assert live.level is None  # only a meeting sets it
    assert live.referrer_id == world.coordinator.member_id
    origin = one(Imported, Imported.case_id == live.id)
    assert (origin.digest, origin.row, origin.imported_by_id) == (view.digest, 2, world.coordinator.member_id)
    with db.database().open_reading() as session:
        her = session.scalars(
            select(CasePerson).where(CasePerson.case_id == live.id, CasePerson.part == Part.SURVIVOR)
        ).one()
        assert (her.full_name, her.birth_year) == ("Їжак Ґвалія Петрівна", "1990")
        assert session.scalars(select(Referral).where(Referral.case_id == live.id)).one().reason_now == "Погрозив ножем"
        assert session.scalars(select(Imported).where(Imported.case_id == live.id)).one().own_number == "1/26"
        assert verify(session, world.team_id).is_intact
        assert verify_shares(session, world.team_id).is_whole


def test_each_case_has_its_leaf_and_its_share_to_the_office_on_the_chosen_basis_and_nobody_else_a_seat(
    world: World,
) -> None:
    number = brought(world)
    named(world, number)
    confirm(world, number)

    leaves = rows(LedgerEntry, LedgerEntry.event == Event.CASE_IMPORTED)
    assert len(leaves) == 2
    assert {leaf.basis for leaf in leaves} == {"UA-POWER"}
    shares = rows(Share)
    assert [(share.recipient_kind, share.basis_code, share.sender_id) for share in shares] == [
        (RecipientKind.OFFICE, "UA-POWER", world.social)
    ] * 2
    assert rows(Seat) == []


def test_afterwards_nothing_of_the_table_is_left_and_its_key_is_destroyed(world: World) -> None:
    number = brought(world)
    view = named(world, number)
    confirm(world, number)

    kept = one(Import)
    assert (kept.state, kept.cases, kept.rows) == (ImportState.DONE, 2, 2)
    assert (kept.table_sealed, kept.choices_sealed, kept.file_name_sealed) == (None, None, None)
    assert rows(DataKey, DataKey.owner_id == view.id) == []
    with pytest.raises(RuleBroken, match="already"):
        confirm(world, number)


def test_one_bad_row_keeps_all_out_unless_it_is_left_out(world: World) -> None:
    number = brought(world, *good_rows(), "3/26;35.13.2026;в роботі;Вигадана Ганна;;Вигаданий Олег;;")
    named(world, number)

    with pytest.raises(RuleBroken) as refused:
        confirm(world, number)
    assert refused.value.field == "leaves_out"
    assert rows(Case) == []

    assert confirm(world, number, leaves_out=True) == 2


def test_what_fails_in_the_middle_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = brought(world)
    named(world, number)
    before = len(rows(LedgerEntry))
    from icat.imports.commands import batch  # noqa: PLC0415

    whole, calls = batch.open_imported, []

    def fails(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuleBroken(batch.Message("No."))
        return whole(*args, **more)

    monkeypatch.setattr(batch, "open_imported", fails)
    with pytest.raises(RuleBroken, match="Row 3: No."):
        confirm(world, number)

    assert rows(Case) == rows(Imported) == rows(Share) == []
    assert len(rows(LedgerEntry)) == before
    assert found(world, number).is_open


def test_the_same_table_twice_makes_no_case_twice(world: World) -> None:
    number = brought(world)
    named(world, number)
    confirm(world, number)

    again = brought(world)
    named(world, again)
    assert found(world, again).earlier == number
    assert [len(row.is_there) for row in trial_of(world, again).rows] == [1, 1]
    with pytest.raises(RuleBroken, match="no row"):
        confirm(world, again, leaves_out=True)
    assert len(rows(Case)) == 2


def test_a_member_of_his_name_is_kept_away(world: World) -> None:
    number = brought(world, f"1;{on(5)};;Вигадана Ганна;;Євченко Богдан;;")
    named(world, number)

    confirm(world, number)

    assert one(Bar).member_id == world.supervisor.member_id


def test_only_the_coordinator_and_only_of_the_own_team(world: World) -> None:
    for who in (world.chair, world.advocate, world.officer, world.auditor, world.stranger):
        with pytest.raises(NotAllowed):
            begin_import(who.actor, brought=table(*good_rows()))
    number = brought(world)
    view = named(world, number)
    for who in (world.chair, world.supervisor):
        for act in (confirm_import, discard_import):
            with pytest.raises(NotAllowed):
                act(who.actor, view.id, view.version)
    with pytest.raises((NotFound, NotAllowed)):
        confirm_import(world.strange_chair.actor, view.id, view.version)


def test_what_was_changed_elsewhere_is_looked_at_again(world: World) -> None:
    number = brought(world)
    view = found(world, number)
    named(world, number)

    with pytest.raises(Stale):
        confirm_import(world.coordinator.actor, view.id, view.version)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basis_code": "UA-CONSENT"}, "basis_code"),
        ({"basis_code": "nonsense"}, "basis_code"),
        ({"live_stage": Stage.CLOSED}, "live_stage"),
        ({"hromada": "UA46060250000025047"}, "hromada"),
        ({"columns": {0: Column.HER_NAME, 1: Column.HER_NAME}}, "columns"),
    ],
)
def test_what_nobody_could_have_chosen_is_refused(world: World, more: dict[str, Any], field: str) -> None:
    number = brought(world)

    with pytest.raises(RuleBroken) as refused:
        named(world, number, **more)
    assert refused.value.field == field


def test_the_teams_next_table_begins_with_what_was_chosen_last(world: World) -> None:
    number = brought(world)
    columns = {**found(world, number).choices.columns, 7: Column.TRIED}
    del columns[0]
    named(world, number, columns=columns)

    again = found(world, brought(world))
    assert again.choices.columns == columns
    assert all(len(row.heading) == 64 for row in rows(ImportColumn))  # a digest, no heading


def test_a_table_is_thrown_away_at_once_or_after_a_week(world: World) -> None:
    first, second = brought(world), brought(world)
    view = found(world, first)
    discard_import(world.coordinator.actor, view.id, view.version)
    assert forget_import(system(world.team_id, world.code)) == 0

    with clock.pretending(clock.now() + KEPT + timedelta(hours=1)):
        forget_imports(clock.now())

    assert [row.state for row in rows(Import)] == [ImportState.DISCARDED] * 2
    assert rows(Case) == []
    assert rows(DataKey, DataKey.owner_id.in_([view.id, found(world, second).id])) == []
    events = [row.event for row in rows(LedgerEntry)]
    assert Event.IMPORT_DISCARDED in events
    assert Event.IMPORT_FORGOTTEN in events


def test_a_barred_coordinator_is_not_told_that_a_case_is_there(world: World) -> None:
    case = make_case(world, surname="Їжак")
    with db.writing() as session:
        session.add(
            Bar(
                team_id=world.team_id,
                case_id=case.id,
                member_id=world.coordinator.member_id,
                set_at=clock.now(),
                set_by_id=world.chair.member_id,
                name="x",
            )
        )
        session.commit()
    number = brought(world, f"1;{on(0)};;Їжак Єва;1991;Ґалаґан Сергій;;")
    named(world, number)

    (row,) = trial_of(world, number).rows
    assert row.is_good
    assert (row.is_there, row.repeats) == ((), ())
