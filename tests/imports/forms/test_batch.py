"""What the pages of an import ask."""

from typing import Any

from icat.cases.models import Stage
from icat.imports.columns import Column
from icat.imports.forms.batch import BringForm, columns_form
from icat.imports.queries.batch import offered
from tests.imports.bringing import brought, found
from tests.make import HROMADA, World


def test_a_file_is_asked_for(app: Any) -> None:
    with app.test_request_context(method="POST", data={}):
        form = BringForm(meta={"csrf": False})
        assert not form.validate()
    assert "Choose the file." in [str(message) for _box, message in form.all_errors()]


def test_each_column_has_a_box_that_holds_what_was_recognised(app: Any, world: World) -> None:
    view = found(world, brought(world))
    with app.test_request_context():
        form = columns_form(view)(meta={"csrf": False}).offer(view, *offered(world.coordinator.actor))

    assert form["column_3"].data == Column.HER_NAME
    assert form.hromada.data == HROMADA
    assert form.basis_code.data == form.basis_code.choices[0].value


def test_what_was_chosen_goes_to_the_command(app: Any, world: World) -> None:
    view = found(world, brought(world))
    sent = {"column_0": "", "column_3": "her_name", "live_stage": "watch", "basis_code": "UA-POWER", "version": "4"}
    with app.test_request_context(method="POST", data=sent):
        form = columns_form(view)(meta={"csrf": False}).offer(view, *offered(world.coordinator.actor))
        assert form.validate(), form.errors

    chosen = form.chosen(view)
    assert chosen.columns == {3: Column.HER_NAME}
    assert (chosen.live_stage, chosen.basis_code, chosen.hromada) == (Stage.WATCH, "UA-POWER", "")
    assert form.seen() == 4
