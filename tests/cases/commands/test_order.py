"""Orders: what is kept, what is refused, and that nothing is overwritten that cannot be read again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.cases.commands.development import raise_development
from icat.cases.commands.order import Content, amend_order, end_order, extend_order, note_step, record_order
from icat.cases.models import Development, Order, OrderStep, Stage, StepKind
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category
from tests.cases.ordering import urgent
from tests.make import MadeCase, World, make_case

NUMBER = "ТЗП 7/26"


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at whose table three agencies sit."""
    made = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo, world.health])
    db.end()
    return made


def row(order_id: UUID) -> Order:
    """The order as it is now."""
    db.end()
    return db.session().get_one(Order, order_id)


def steps(order_id: UUID) -> list[OrderStep]:
    """Its history."""
    db.end()
    found = select(OrderStep).where(OrderStep.order_id == order_id).order_by(OrderStep.recorded_at)
    return list(db.session().scalars(found))


def restraining(days: int = 60, **more: Any) -> Content:
    """What a restraining order says."""
    today = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return Content(**{"number": "686/1/26", "starts_at": today, "ends_at": today + timedelta(days=days), **more})


def test_it_belongs_to_whoever_recorded_it_and_the_register_is_of_its_closed_category(
    world: World, case: MadeCase
) -> None:
    by_police = urgent(world.policewoman, case)
    register = record_order(
        world.policewoman.actor, case.id, kind="preventive_register", content=restraining(ends_at=None)
    )
    by_office = urgent(world.coordinator, case, world.ngo)

    order = row(by_police)
    assert (order.owner_id, order.category, order.number) == (world.police, Category.ORDERS, NUMBER)
    assert row(register).category is Category.CONVICTIONS
    assert row(by_office).owner_id is None


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("urgent_barring_order", {"ends_at": None}, "days"),
        ("urgent_barring_order", {}, "days"),  # sixty days
        ("restraining_order", {"measures": ["no_contact"]}, None),  # of another list
        ("perpetrator_programme", {"measures": ["no_contact"]}, "measures"),
        ("restraining_order", {"starts_at": datetime(2020, 1, 1, tzinfo=clock.KYIV)}, "starts_at"),
        ("wish", {}, None),
    ],
)
def test_what_the_law_does_not_know_is_refused(
    world: World, case: MadeCase, kind: str, changed: dict[str, Any], field: str | None
) -> None:
    with pytest.raises((RuleBroken, LookupError)) as refused:
        record_order(world.policewoman.actor, case.id, kind=kind, content=restraining(**changed))

    db.end()
    assert getattr(refused.value, "field", None) == field
    assert db.session().scalars(select(Order)).all() == []


def test_a_seat_is_needed_and_a_case_that_goes_on(world: World, case: MadeCase) -> None:
    with pytest.raises(NotFound):
        record_order(world.child_worker.actor, case.id, kind="restraining_order", content=restraining())
    with pytest.raises(NotAllowed):
        record_order(world.officer.actor, case.id, kind="restraining_order", content=restraining())
    closed = make_case(world, stage=Stage.CLOSED, seats=[world.police])
    with pytest.raises(RuleBroken):
        record_order(world.policewoman.actor, closed.id, kind="restraining_order", content=restraining())


def test_a_correction_keeps_what_stood_before_and_only_the_owner_makes_it(world: World, case: MadeCase) -> None:
    made = urgent(world.policewoman, case, world.ngo)
    order = row(made)
    right = Content("ТЗП 8/26", order.starts_at, order.ends_at, tuple(order.measures), "Адреса брата")
    with pytest.raises(NotAllowed):
        amend_order(world.advocate.actor, made, 0, content=right, reason="Описка")
    with pytest.raises(NotFound):  # the doctor was not told: for her there is none
        amend_order(world.doctor.actor, made, 0, content=right, reason="Описка")
    for wrong in ({"reason": " "}, {"content": replace(right, number=NUMBER, conditions="")}):
        with pytest.raises(RuleBroken):
            amend_order(world.policewoman.actor, made, 0, **{"content": right, "reason": "Описка", **wrong})

    amend_order(world.policewoman.actor, made, 0, content=right, reason="Описка в номері")
    with pytest.raises(Stale):
        amend_order(world.policewoman.actor, made, 0, content=replace(right, number="9"), reason="Ще раз")

    number = row(made).number
    (step,) = steps(made)
    assert (number, step.kind, step.reason) == ("ТЗП 8/26", StepKind.AMENDED, "Описка в номері")
    assert (step.was["number"], step.was["conditions"]) == (NUMBER, "")


def test_a_restraining_order_is_extended_and_an_urgent_one_never(world: World, case: MadeCase) -> None:
    made = record_order(world.policewoman.actor, case.id, kind="restraining_order", content=restraining(180))
    end = row(made).ends_at
    assert end is not None
    for until in (end, end + timedelta(days=200)):
        with pytest.raises(RuleBroken):
            extend_order(world.policewoman.actor, made, 0, ends_at=until)
    extend_order(world.policewoman.actor, made, 0, ends_at=end + timedelta(days=90), reason="Ухвала")
    ten = urgent(world.policewoman, case)
    with pytest.raises(RuleBroken):
        extend_order(world.policewoman.actor, ten, 0, ends_at=clock.now() + timedelta(days=20))

    assert row(made).ends_at == end + timedelta(days=90)
    (step,) = steps(made)
    assert datetime.fromisoformat(step.was["ends_at"]) == end


def test_an_end_has_a_reason_and_comes_once(world: World, case: MadeCase) -> None:
    made = urgent(world.policewoman, case)
    for wrong in (
        {"reason": ""},
        {"ended_at": clock.now() + timedelta(hours=1)},
        {"ended_at": clock.now() - timedelta(days=3)},
    ):
        with pytest.raises(RuleBroken):
            end_order(world.policewoman.actor, made, 0, **{"reason": "Арешт", **wrong})
    end_order(world.policewoman.actor, made, 0, reason="Адміністративний арешт")
    with pytest.raises(RuleBroken):
        end_order(world.policewoman.actor, made, 1, reason="Ще раз")

    assert [step.kind for step in steps(made)] == [StepKind.ENDED]


def test_whoever_sees_it_says_what_was_done_and_the_latest_counts(world: World, case: MadeCase) -> None:
    made = urgent(world.policewoman, case, world.ngo, hours_ago=30)
    advocate = world.advocate.actor
    with pytest.raises(NotFound):
        note_step(world.doctor.actor, made, 0, kind=StepKind.FILED)
    for wrong in (
        {"kind": StepKind.AMENDED},
        {"kind": StepKind.HEARING},
        {"kind": StepKind.CALLED},
        {"kind": StepKind.FILED, "at": clock.now() + timedelta(hours=1)},
    ):
        with pytest.raises(RuleBroken):
            note_step(advocate, made, 0, **wrong)  # type: ignore[arg-type]

    note_step(advocate, made, 0, kind=StepKind.CALLED, outcome="not_reached")
    tried = row(made).called_at
    note_step(advocate, made, 1, kind=StepKind.CALLED, outcome="reached")
    note_step(advocate, made, 2, kind=StepKind.NOT_WANTED)
    note_step(advocate, made, 3, kind=StepKind.FILED)
    note_step(world.coordinator.actor, made, 4, kind=StepKind.HEARING, at=clock.now() + timedelta(days=3))

    order = row(made)
    assert tried is None
    assert None not in (order.called_at, order.filed_at, order.hearing_at)
    assert order.not_wanted_at is None
    assert len(steps(made)) == 5


def test_a_breach_is_a_development_that_names_the_order_and_no_order_that_one_may_not_see(
    world: World, case: MadeCase
) -> None:
    made = urgent(world.policewoman, case, world.ngo)
    other = make_case(world, stage=Stage.ACTIVE, seats=[world.police])
    with pytest.raises(NotFound):
        raise_development(world.doctor.actor, case.id, kind="order_breach", order_id=made)
    with pytest.raises(NotFound):
        raise_development(world.policewoman.actor, other.id, kind="order_breach", order_id=made)

    raise_development(world.advocate.actor, case.id, kind="order_breach", order_id=made)

    db.end()
    assert [one.order_id for one in db.session().scalars(select(Development))] == [made]
