"""Invented cases as rows for the driver: really sealed under keys of their own, and told of in the ledger."""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from icat import legal
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen, Leaf
from icat.audit.models import LedgerCase, LedgerEntry, LedgerLeaf
from icat.cases.models import (
    Answered,
    Assessment,
    Bar,
    Case,
    Level,
    LevelCode,
    Part,
    Person,
    Referral,
    ReferralState,
    Seat,
    Share,
    ShareLine,
    Stage,
)
from icat.cases.scope import bits
from icat.crypto import Compartment
from icat.crypto.sealing import seal
from icat.db.base import Base
from icat.db.keys import DataKey
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind
from icat.risk import instrument

MODELS: tuple[type[Base], ...] = (
    DataKey, Case, Referral, Person, Seat, Bar, Level, Share, ShareLine, Assessment, Answered,
    LedgerLeaf, LedgerEntry, LedgerCase,
)  # fmt: skip
REFERRED = (
    Category.IDENTITY,
    Category.CONTACT,
    Category.RISK,
    Category.INCIDENT,
    Category.CHILDREN,
    Category.SERVICES,
    Category.PERPETRATOR,
)
_STAGES = (
    (Stage.SCREENING, 4), (Stage.RESEARCH, 6), (Stage.MEETING, 4), (Stage.DECIDED, 4), (Stage.ACTIVE, 30),
    (Stage.WATCH, 12), (Stage.CLOSED, 35), (Stage.DECLINED, 5),
)  # fmt: skip
_SURNAMES = ("Ґалаґан", "Єфименко", "Їжакевич", "Щербак", "Ковальчук", "Мельник", "Задорожна-Бойко", "Ющенко", "Гнатюк")
_GIVEN = ("Єва", "Ганна", "Софія", "Марія", "Оксана", "Зоряна", "Сергій", "Петро", "Богдан", "Тарас", "Аліна")
_PATRONYMICS = ("Їжаківна", "Іванівна", "Петрівна", "Богданович", "Сергійович")
_WHY = (
    "Він погрожував убити її, коли вона сказала, що піде. За останній місяць напади стали частішими, двічі душив. Діти "
    "бачили. Має мисливську рушницю. Вона боїться повертатися по документи, ночує в матері; він знає цю адресу."
)


Keys = dict[Compartment, AESGCM]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who works in the invented team; what a case needs to know of it."""

    team_id: UUID
    team_code: str
    team_key: bytes
    team_key_version: int
    police: UUID
    seated: dict[UUID, float]  # agency -> its part of the cases
    rare: UUID  # an agency with a seat at a few old cases only
    officer: UUID
    nurse: UUID  # a referrer with few cases
    coordinator: UUID
    chair: UUID
    hromadas: tuple[str, ...]  # the last one has few cases, all old


@dataclass(slots=True)
class Made:
    """Rows by table, ready for the driver, and the leaves that wait for their place in the chain."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    leaves: list[tuple[Leaf, int]] = field(default_factory=list)


def dialect(name: str) -> Dialect:
    """The engine's dialect, which knows how a value is spelled for its driver."""
    return sqlite.dialect() if name == "sqlite" else postgresql.psycopg.dialect()


@cache
def columns(model: type[Base]) -> list[str]:
    """The names of a table's columns, in its order."""
    return [column.key for column in model.__table__.columns]


@cache
def _spelling(model: type[Base], engine_name: str) -> tuple[list[Any], dict[str, tuple[int, Any]]]:
    """A row in which nothing is said, and for each column its place and what its type does with a value."""
    spelled = dialect(engine_name)
    empty, places = [], {}
    for place, column in enumerate(model.__table__.columns):
        processor = column.type.dialect_impl(spelled).bind_processor(spelled)
        if engine_name == "sqlite" and column.type.__class__.__name__ == "Uuid":
            processor = _hex
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        empty.append(processor(default) if processor and default is not None else default)
        places[column.key] = (place, processor)
    return empty, places


def _hex(value: UUID) -> str:
    return value.hex


def row(model: type[Base], engine_name: str, values: dict[str, Any]) -> tuple[Any, ...]:
    """One row as the driver takes it."""
    empty, places = _spelling(model, engine_name)
    made = empty.copy()
    for name, value in values.items():
        place, processor = places[name]
        made[place] = processor(value) if processor and value is not None else value
    return tuple(made)


class _Chance:
    """Random bytes in large helpings: asking the system for each sixteen takes longer than using them."""

    def __init__(self) -> None:
        self._left, self._at = b"", 0

    def some(self, count: int) -> bytes:
        """So many."""
        if len(self._left) < self._at + count:
            self._left, self._at = os.urandom(65536), 0
        self._at += count
        return self._left[self._at - count : self._at]


_chance = _Chance()


def _fresh() -> UUID:
    return UUID(bytes=_chance.some(16), version=4)


class CaseMaker:
    """Makes one case after another for one engine."""

    def __init__(self, cast: Cast, engine_name: str, seed: int) -> None:
        self.cast = cast
        self.engine_name = engine_name
        self.chance = Random(seed)  # noqa: S311 - invented people
        self.made = Made()
        self._team_key = AESGCM(cast.team_key)
        self._factors = [factor.id for factor in instrument.current("bc-19").factors]

    def make(self, reference: str, opened_at: datetime, *, is_old: bool) -> None:
        """One case with its people, referral, seats, shares, leaves; an assessment for every fourth."""
        case_id = _fresh()
        keys = self._keys(case_id)
        cast, chance = self.cast, self.chance
        rare = is_old and chance.random() < 0.1
        stage = chance.choices(*zip(*_STAGES, strict=True))[0]
        level = LevelCode.HIGHEST_RISK if stage in (Stage.DECIDED, Stage.ACTIVE, Stage.WATCH, Stage.CLOSED) else None
        referrer = cast.nurse if rare else cast.officer
        self._add(
            Case,
            id=case_id,
            reference=reference,
            hromada=cast.hromadas[-1] if rare else chance.choice(cast.hromadas[:-1]),
            stage=stage,
            urgency=chance.choice(("urgent_now", "before_next_meeting", "routine")),
            has_children=chance.random() < 0.6,
            referrer_id=referrer,
            referring_agency_id=cast.police,
            opened_at=opened_at,
            level=level,
            next_review_on=(opened_at + timedelta(days=30)).date() if level else None,
        )
        own = {"case_id": case_id, "owner_id": cast.police}
        self._person(keys, **own, part=Part.SURVIVOR, is_first=True)
        self._person(keys, **own, part=Part.PERPETRATOR)
        self._person(keys, **own, part=Part.CHILD)
        referral_id = self._referral(keys, case_id, reference, referrer, opened_at)
        self._tell(Event.REFERRAL_SUBMITTED, case_id, opened_at, referral=str(referral_id), urgency="routine")
        self._share(case_id, opened_at, RecipientKind.OFFICE, None, REFERRED)
        for agency_id, part in {**cast.seated, cast.rare: 1.0 if rare else 0.0}.items():
            if chance.random() < part:
                self._add(
                    Seat,
                    id=_fresh(),
                    case_id=case_id,
                    agency_id=agency_id,
                    given_at=opened_at,
                    given_by_id=cast.coordinator,
                )
                if agency_id != cast.police:
                    told = (Category.IDENTITY, Category.RISK)
                    self._share(case_id, opened_at, RecipientKind.AGENCY, agency_id, told)
        if chance.random() < 0.01:
            barred = {"member_id": cast.chair, "set_at": opened_at, "set_by_id": cast.coordinator}
            self._sealed(Bar, keys, {"name": "Гайдук", "reason": "родич"}, case_id=case_id, **barred)
        if level:
            set_by = {"set_by_id": cast.chair, "set_at": opened_at + timedelta(days=5)}
            self._sealed(Level, keys, {"reason": _WHY}, case_id=case_id, level=level, **set_by)
        if chance.random() < 0.25:
            self._assessment(keys, case_id, opened_at)

    def _keys(self, case_id: UUID) -> Keys:
        keys = {}
        for compartment in _COMPARTMENTS:
            key = _chance.some(32)
            keys[compartment] = AESGCM(key)
            nonce = _chance.some(12)
            place = f"v1|key|{case_id}|{compartment}|1".encode()
            self._add(
                DataKey,
                id=_fresh(),
                owner_id=case_id,
                compartment=compartment,
                version=1,
                team_key_version=self.cast.team_key_version,
                wrapped=nonce + self._team_key.encrypt(nonce, key, place),
            )
        return keys

    def _person(self, keys: Keys, *, part: Part, **own: Any) -> None:
        chance = self.chance
        said: dict[str, Any] = {
            "surname": chance.choice(_SURNAMES),
            "given_name": chance.choice(_GIVEN),
            "patronymic": chance.choice(_PATRONYMICS),
            "birth_year": str(chance.randint(1950, 2005) if part is not Part.CHILD else chance.randint(2010, 2024)),
        }
        if part is Part.SURVIVOR:
            said |= {
                "phone": "+380671112233",
                "address_home": "вул. Зарічна, 12, кв. 4",
                "address_now": "вул. Прихована, 5, у матері",
                "safe_method": "call",
                "safe_number": "+380671112233",
                "safe_hours": "вт, пт до 19",
                "language": "ukrainian",
                "needs": ["interpreter"],
            }
        elif part is Part.PERPETRATOR:
            said |= {
                "relationship": "spouse",
                "weapons": "мисливська рушниця",
                "whereabouts": "вдома",
                "vehicle": "ВАЗ",
            }
        else:
            said |= {"school": "ліцей № 5", "witnessed": "бачила, як він душив маму"}
        self._sealed(Person, keys, said, part=part, **own)

    def _referral(self, keys: Keys, case_id: UUID, reference: str, author_id: UUID, at: datetime) -> UUID:
        said = {"reason_now": _WHY, "told": "told", "agrees": "agrees", "judgement": _WHY, "own_rating": "боїться, 9"}
        return self._sealed(
            Referral,
            keys,
            said,
            case_id=case_id,
            owner_id=self.cast.police,
            author_id=author_id,
            reference=reference,
            state=ReferralState.SUBMITTED,
            started_at=at,
            saved_at=at,
            submitted_at=at,
            basis_code="UA-POWER",
        )

    def _share(
        self, case_id: UUID, at: datetime, kind: RecipientKind, recipient_id: UUID | None, told: tuple[Category, ...]
    ) -> None:
        share_id = _fresh()
        self._add(
            Share,
            id=share_id,
            case_id=case_id,
            sender_id=self.cast.police,
            recipient_kind=kind,
            recipient_id=recipient_id,
            basis_code="UA-POWER",
            catalogue_version=legal.catalogue_version(),
            consent=ConsentState.NOT_NEEDED,
            purpose=Purpose.RISK_ASSESSMENT,
            necessity_code=Necessity.DECIDE_LEVEL,
            mode=Mode.VIEW,
            given_at=at,
            recorded_at=at,
            recorded_by_id=self.cast.officer,
            valid_until=datetime(2100, 1, 1, tzinfo=UTC),  # so that the list shows what a list of running cases shows
            salt=_chance.some(16).hex(),
            digest=_chance.some(32).hex(),
        )
        for category in told:
            self._add(ShareLine, id=_fresh(), case_id=case_id, share_id=share_id, category=category, added_at=at)
        self._tell(
            Event.SHARE_RECORDED,
            case_id,
            at,
            share_id=share_id,
            recipient_id=recipient_id,
            categories=bits(told),
            recipient_kind=kind.value,
            consent="not_needed",
            purpose="risk_assessment",
            mode="view",
            digest=_chance.some(32).hex(),
            late=False,
        )

    def _assessment(self, keys: Keys, case_id: UUID, at: datetime) -> None:
        current = instrument.current("bc-19")
        assessment_id = _fresh()
        self._add(
            Assessment,
            id=assessment_id,
            case_id=case_id,
            owner_id=self.cast.police,
            author_id=self.cast.officer,
            instrument=current.code,
            instrument_version=current.version,
            instrument_hash=current.digest,
            made_at=at,
        )
        for factor in self._factors:
            said = {"answer": self.chance.choice(("yes", "no", "unknown")), "source": "survivor"}
            self._sealed(Answered, keys, said, case_id=case_id, assessment_id=assessment_id, factor=factor)

    def _tell(
        self,
        event: Event,
        case_id: UUID,
        at: datetime,
        *,
        share_id: UUID | None = None,
        recipient_id: UUID | None = None,
        categories: int = 0,
        **facts: str | bool,
    ) -> None:
        leaf = Leaf(
            event=event,
            actor_id=self.cast.officer,
            agency_id=self.cast.police,
            request_id=_chance.some(8).hex(),
            once=_chance.some(8).hex(),
            cases=(CaseSeen(case_id, share_id or UUID(int=0), categories),),
            basis="UA-POWER",
            recipient_id=recipient_id,
            share_id=share_id,
            facts=tuple(sorted(facts.items())),
        )
        self.made.leaves.append((leaf, int(at.timestamp() * 1_000_000)))

    def _sealed(self, model: Any, keys: Keys, said: dict[str, Any], **plain: Any) -> UUID:
        """A row with sealed fields, each bound to its place as the product binds it."""
        id, owner_id = _fresh(), plain["case_id"]
        table, owner, own = model.__tablename__, str(owner_id), str(id)
        for name, value in said.items():
            part = model.__sealed__[name]
            compartment = part.field.compartment
            place = f"v1|{table}|{name}|{owner}|{own}|{compartment}|1".encode()
            plain[part.column] = seal(keys[compartment], 1, part._encode(value), place)
        self._add(model, id=id, **plain)
        return id

    def _add(self, model: type[Base], **values: Any) -> None:
        if "team_id" in model.__table__.columns:
            values["team_id"] = self.cast.team_id
        self.made.rows[model.__tablename__].append(row(model, self.engine_name, values))


_COMPARTMENTS = (Compartment.CORE, Compartment.CONTACT, Compartment.SAFE_ADDRESS)


def make_some(
    cast: Cast, engine_name: str, seed: int, places: list[tuple[str, datetime, bool]]
) -> tuple[dict[str, list[tuple[Any, ...]]], list[tuple[Leaf, int]]]:
    """The rows of these cases (reference, when opened, whether among the oldest); for a process of its own."""
    maker = CaseMaker(cast, engine_name, seed)
    for reference, opened_at, is_old in places:
        maker.make(reference, opened_at, is_old=is_old)
    return dict(maker.made.rows), maker.made.leaves
