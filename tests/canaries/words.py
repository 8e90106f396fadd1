"""Words and years that stand nowhere else, each of a group: whose text it is, and what kind of text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat.db.base import Base
from icat.db.keys import vault
from icat.legal import Category

TAG = "<b>"  # what was typed must never be taken for a tag
_PLACED = re.compile(r"qz[a-z]{4}zq|(?<![0-9a-f]{4}-)\b19[0-3][0-9]\b")  # no part of an identifier


@dataclass
class Words:
    """The words of one story, and where in the database each of them lies."""

    groups: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, set[tuple[UUID, Category]]] = field(default_factory=lambda: defaultdict(set))  # of which case
    _numbers: Iterator[int] = field(default_factory=lambda: count(17))
    _years: Iterator[int] = field(default_factory=lambda: count(1901))

    def __call__(self, group: str) -> str:
        """A new word: letters only, which no page writes in another way, behind what looks like a tag."""
        number, letters = next(self._numbers) * 7919, ""
        for _place in range(4):
            number, letter = divmod(number, 26)
            letters += chr(ord("a") + letter)
        word = f"qz{letters}zq"
        self.groups[word] = group
        return f"{TAG}{word}"

    def year(self, group: str) -> str:
        """A new year, for what can only be a year; nothing else of the story happened in it."""
        year = str(next(self._years))
        assert int(year) < 1940, "no years are left"
        self.groups[year] = group
        return year

    def day(self, group: str) -> date:
        """A day of a new year: every way to write a day shows its year."""
        return date(int(self.year(group)), 2, 3)

    def found_in(self, text: str) -> set[str]:
        """The words of the story that stand in ``text``."""
        return {word for word in _PLACED.findall(text.lower()) if word in self.groups}

    def of(self, groups: Iterable[str]) -> set[str]:
        """Every word of these groups."""
        wanted = set(groups)
        return {word for word, group in self.groups.items() if group in wanted}

    def told(self, words: Iterable[str]) -> list[str]:
        """These words as a person can read them: the group, and the field of the database."""
        return sorted(f"{self.groups[word]}: {', '.join(sorted(self.places[word])) or word}" for word in words)

    def look_up(self, session: Session) -> set[str]:
        """Note where each word lies; gives every sealed field there is, as ``table.field``."""
        fields = set()
        for mapper in Base.registry.mappers:
            model, sealed = mapper.class_, getattr(mapper.class_, "__sealed__", {})
            if not sealed:
                continue
            table = model.__tablename__
            fields |= {f"{table}.{name}" for name in sealed}
            rows = session.scalars(select(model)).all()
            vault(session).load({getattr(row, model.__sealed_owner__) for row in rows})
            open_too = [column.key for column in mapper.columns if column.key not in sealed]
            for row in rows:
                for name in (*sealed, *open_too):
                    self._note(row, name, str(getattr(row, name)))
        return fields

    def _note(self, row: Any, name: str, value: str) -> None:
        sealed = row.__sealed__
        # A delicate day that lies open beside a sealed text is told with it.
        kind = sealed.get(name) or next(iter(sealed.values()))
        category = getattr(row, "category", None) or getattr(kind.field, "category", None)
        for word in self.found_in(value):
            self.places[word].add(f"{row.__tablename__}.{name}")
            if category is not None:
                self.kinds[word].add((getattr(row, "case_id", row.id), category))
