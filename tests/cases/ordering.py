"""Orders as tests need them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from icat import clock
from icat.cases.commands.order import Content, Telling, record_order
from icat.db import engine as db
from tests.make import MadeCase, Person


def urgent(who: Person, case: MadeCase, *agency_ids: UUID, hours_ago: int = 1, days: int = 10, **more: Any) -> UUID:
    """An urgent order that somebody records, told to the office and these agencies; ``basis=""`` tells nobody."""
    db.end()
    starts_at = clock.now() - timedelta(hours=hours_ago)
    telling = Telling(more.pop("basis", "UA-POWER"), with_office=True, agency_ids=agency_ids)
    content = Content(
        **{"number": "ТЗП 7/26", "measures": ["no_contact"], **more},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
    )
    made = record_order(who.actor, case.id, kind="urgent_barring_order", content=content, telling=telling)
    db.end()
    return made
