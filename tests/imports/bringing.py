"""Tables of a coordinator, brought by the product's own steps."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from icat import clock
from icat.audit.reading import tear_off
from icat.cases.models import Stage
from icat.db import engine as db
from icat.files.checking import Brought
from icat.imports.columns import Column
from icat.imports.commands.batch import begin_import, map_import
from icat.imports.queries.batch import Choices, ImportView, Trial, one_import, tried
from tests.make import HROMADA, Person, World

HEADER = "№;Дата направлення;Стан;ПІБ постраждалої;Рік народження постраждалої;ПІБ кривдника;Діти;Обставини"


def on(days_ago: int) -> str:
    """A day as people write it."""
    return f"{clock.today() - timedelta(days=days_ago):%d.%m.%Y}"


def table(*rows: str, header: str = HEADER) -> Brought:
    """A table as a browser sends it."""
    return Brought("випадки.csv", "text/csv", "\n".join([header, *rows]).encode())


def good_rows() -> list[str]:
    return [
        f"1/26;{on(20)};в роботі;Їжак Ґвалія Петрівна;1990;Їжак Іван;2;Погрозив ножем",
        f"2/26;{on(100)};закрито;Ямкова Юлія;1985;Ямковий Петро;ні;",
    ]


def brought(world: World, *rows: str, who: Person | None = None, header: str = HEADER) -> int:
    """A table that waits."""
    number = begin_import((who or world.coordinator).actor, brought=table(*(rows or good_rows()), header=header))
    db.end()
    return number


def found(world: World, number: int, who: Person | None = None) -> ImportView:
    db.end()
    view = one_import((who or world.coordinator).actor, number)
    db.end()
    return view


def named(
    world: World, number: int, columns: Mapping[int, Column] | None = None, who: Person | None = None, **more: Any
) -> ImportView:
    """Its columns named as they were recognised, unless told."""
    view = found(world, number, who)
    given: dict[str, Any] = {
        "columns": view.choices.columns if columns is None else columns,
        "live_stage": Stage.RESEARCH,
        "hromada": HROMADA,
        "basis_code": "UA-POWER",
        **more,
    }
    map_import((who or world.coordinator).actor, view.id, view.version, choices=Choices(**given))
    return found(world, number, who)


def trial_of(world: World, number: int, who: Person | None = None) -> Trial:
    view = found(world, number, who)
    done = tried((who or world.coordinator).actor, view)
    db.end()
    tear_off()
    return done
