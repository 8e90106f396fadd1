"""The stories of the demonstration: those of the data file, and as many made up from them as are wanted."""

import random
from collections.abc import Iterator
from datetime import datetime

import msgspec

from icat.demo.asking import inquiries
from icat.demo.attesting import attestations
from icat.demo.bringing import table
from icat.demo.duties import duties
from icat.demo.people import Cast
from icat.demo.phones import phones
from icat.demo.script import Names, Reaches, Script, read_scripts
from icat.demo.telling import tell

# How far made-up cases go, so that a long list has every stage in it.
_SPREAD = (
    (Reaches.SUBMITTED, 1),
    (Reaches.QUESTIONED, 1),
    (Reaches.RESEARCH, 2),
    (Reaches.LISTED, 1),
    (Reaches.DECIDED, 3),
    (Reaches.ACTIVE, 7),
)


def stories(cast: Cast, chance: random.Random, cases: int, now: datetime) -> list[Iterator[datetime]]:
    """``cases`` stories as generators: each does one step and gives the moment of the next.

    The told ones come first; the last of them is a draft, which is no case yet and comes along.
    """
    told, names = read_scripts()
    drafts = [script for script in told if script.reaches is Reaches.DRAFT]
    real = [script for script in told if script.reaches is not Reaches.DRAFT]
    wanted = real[:cases]
    while len(wanted) < cases:
        wanted.append(_made_up(chance, names, real, len(wanted)))
    more = [duties(cast, now), table(cast, now), attestations(cast, now)]
    asked = [*inquiries(cast, now), *phones(cast, now), *more] if cases else []
    return [*(tell(script, cast, now) for script in (*wanted, *(drafts if cases else ()))), *asked]


def _made_up(chance: random.Random, names: Names, told: list[Script], place: int) -> Script:
    """A case like one of the told ones, with people of its own, some time in the last year."""
    model = chance.choice([script for script in told if script.team == "KHM" and script.research])
    kinds, weights = zip(*_SPREAD, strict=True)
    reaches = chance.choices(kinds, weights)[0]
    if reaches is not Reaches.QUESTIONED and not model.reaches.covers(reaches):
        reaches = Reaches.LISTED if model.reaches is Reaches.MEETING else model.reaches
    surname = chance.choice(names.surnames)
    year = chance.randint(1955, 2005)
    survivor = {
        **{name: value for name, value in model.survivor.items() if name not in ("birth_on", "birth_year")},
        "surname": surname,
        "given_name": chance.choice(names.women),
        "patronymic": chance.choice(names.women_patronymics),
        "birth_year": str(year),
    }
    perpetrator = {
        **{name: value for name, value in model.perpetrator.items() if name not in ("birth_on", "birth_year")},
        "surname": surname if chance.random() < 0.7 else chance.choice(names.surnames),
        "given_name": chance.choice(names.men),
        "patronymic": chance.choice(names.men_patronymics),
        "birth_year": str(year + chance.randint(-9, 6)),
    }
    children = [
        {"given_name": chance.choice(names.children), "birth_year": str(chance.randint(2009, 2025))}
        for _ in model.children
    ]
    return msgspec.structs.replace(
        model,
        key=f"made-{place}",
        reaches=reaches,
        emergent=False,
        days_ago=_days_ago(chance, reaches),
        hours_ago=0,
        hour=chance.randint(7, 22),
        survivor=survivor,
        perpetrator=perpetrator,
        children=children,
        barred=[],
        hold="",
        developments=[],
        orders=[],
        assessed=[],
        results=[],
        views=[],
        asked=[],
        question=model.question or "Чи бачив хтось ушкодження і де вона зараз?",
    )


def _days_ago(chance: random.Random, reaches: Reaches) -> int:
    if reaches.covers(Reaches.DECIDED):
        return chance.randint(14, 300)
    return chance.randint(1, 6)
