"""The form of an order: what each kind has, the period, and who is told."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from icat import clock
from icat.cases.commands.order import Telling
from icat.cases.forms.development import NOT_TOLD
from icat.cases.forms.order import OFFICE, OrderForm
from icat.cases.queries.grounds import Grounds, offices_grounds
from icat.protection import DAY
from tests.make import World


def form_of(app: Flask, kind: str, world: World, **typed: str | list[str]) -> tuple[OrderForm, bool]:
    """A form as a browser sent it, and whether it is well formed."""
    with app.test_request_context("/", method="POST"):
        form = OrderForm(MultiDict({"basis_code": "UA-POWER", "told": OFFICE, **typed}), meta={"csrf": False})
        form.of_kind(kind, is_new=True).offer(offices_grounds(), [(world.ngo, "Поруч")], is_office=False)
        return form, form.validate()


def test_an_urgent_order_runs_from_its_moment_for_so_many_days(app: Flask, world: World) -> None:
    typed = {"starts_at-day": "20", "starts_at-month": "11", "starts_at-year": "2026", "starts_at-time": "14:30"}

    form, sound = form_of(app, "urgent_barring_order", world, **typed, days="10", told=[OFFICE, str(world.ngo)])
    content = form.content()

    assert sound
    assert f"{clock.local(content.starts_at):%d.%m.%Y %H:%M}" == "20.11.2026 14:30"
    assert content.ends_at == content.starts_at + 10 * DAY
    assert form.telling() == Telling("UA-POWER", True, (world.ngo,))


def test_another_runs_from_day_to_day_and_may_have_no_end(app: Flask, world: World) -> None:
    typed = {"starts_on-day": "1", "starts_on-month": "12", "starts_on-year": "2026"}
    until = {"until_on-day": "31", "until_on-month": "12", "until_on-year": "2026"}

    content = form_of(app, "restraining_order", world, **typed, **until)[0].content()
    endless = form_of(app, "preventive_register", world, **typed)[0]

    assert content.ends_at is not None
    assert clock.local(content.ends_at) - clock.local(content.starts_at) == timedelta(days=31)
    assert endless.content().ends_at is None
    assert endless.measures is None


@pytest.mark.parametrize("kind", ["urgent_barring_order", "restraining_order"])
def test_a_beginning_is_needed(app: Flask, world: World, kind: str) -> None:
    form, sound = form_of(app, kind, world)

    assert not sound
    assert (form.starts_at or form.starts_on).errors


def test_nobody_is_told_without_a_basis_or_without_anybody(app: Flask, world: World) -> None:
    typed = {"starts_on-day": "1", "starts_on-month": "12", "starts_on-year": "2026"}

    assert form_of(app, "restraining_order", world, **typed, basis_code=NOT_TOLD)[0].telling() == Telling()
    assert form_of(app, "restraining_order", world, **typed, told=[])[0].telling() == Telling()
    with app.test_request_context("/"):
        form = OrderForm().of_kind("restraining_order", is_new=True).offer(Grounds((), ""), [], is_office=False)
    assert (form.basis_code.data, form.told.data) == (NOT_TOLD, [OFFICE])
