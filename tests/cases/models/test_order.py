"""What the tables of orders cannot hold."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Order
from icat.legal import Category
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_an_order_ends_after_it_begins_and_an_urgent_one_has_an_end(world: World) -> None:
    made: dict[str, Any] = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "category": Category.ORDERS,
        "starts_at": clock.now(),
        "recorded_at": clock.now(),
        "recorded_by_id": world.policewoman.member_id,
        "version": 0,
    }

    cannot_put(
        Order, "ck_protective_order_period", **made, kind="restraining_order", ends_at=clock.now() - timedelta(days=1)
    )
    cannot_put(Order, "ck_protective_order_urgent_ends", **made, kind="urgent_barring_order")
