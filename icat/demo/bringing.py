"""The coordinator's own table of earlier cases, brought and waiting for a last look, as it is on a first day."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from icat import clock
from icat.config import DATA
from icat.db import engine as db
from icat.demo.people import Cast
from icat.files.checking import Brought
from icat.imports.commands.batch import begin_import, map_import
from icat.imports.queries.batch import offered, one_import

_DAYS_AGO = re.compile(r"\{(-?\d+)\}")


def table(cast: Cast, now: datetime) -> Iterator[datetime]:
    """It was brought this morning, its columns are named, and one row has a fault."""
    actor = cast.actors["yushchenko"]
    yield now - timedelta(hours=2)
    today = clock.local(now).date()
    written = (DATA / "demo" / "cases.csv").read_text(encoding="utf-8")
    text = _DAYS_AGO.sub(lambda found: f"{today - timedelta(days=int(found[1])):%d.%m.%Y}", written)
    number = begin_import(actor, brought=Brought("випадки 2026.csv", "text/csv", text.encode("utf-8-sig")))
    db.end()
    yield now - timedelta(hours=2) + timedelta(minutes=6)
    view = one_import(actor, number)
    hromadas, bases = offered(actor)
    db.end()
    choices = replace(view.choices, hromada=hromadas[0], basis_code=bases[0].code)
    map_import(actor, view.id, view.version, choices=choices)
