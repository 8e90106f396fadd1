"""The catalogue of legal bases: read strictly from its data file, so that nobody shares on a misprint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from icat.errors import ConfigError
from icat.i18n import Message, Words
from icat.legal.terms import Category, Recipient, RecipientKind, Sector, Sender

DATA_FILE = Path(__file__).parents[1] / "data" / "legal_bases.toml"

# What stays closed unless a lawyer opened it, and the one basis that is made for it.
CLOSED = {Category.CONVICTIONS: "UA-CRIM-STATE", Category.PRETRIAL: "UA-PRETRIAL"}


class ConsentNeed(StrEnum):
    """What a basis asks of the survivor's consent."""

    REQUIRED = auto()
    NOT_NEEDED = auto()
    LATER = auto()  # without it now, sought as soon as possible (law 2297-VI Art. 6(7))
    NONE = auto()  # consent plays no part


class Need(StrEnum):
    """What else a basis asks for."""

    CONSENT_RECORD = auto()
    PERMISSION_REFERENCE = auto()
    REASON = auto()
    CRITICAL = auto()  # offered where a critical marker is yes
    CHILD = auto()  # a child suffered or witnessed
    INCAPACITATED = auto()
    REPRESENTATIVE = auto()  # the consent is that of a representative or of the guardianship body


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str


class _Attested(msgspec.Struct, forbid_unknown_fields=True):
    by: str
    on: date
    article: str


class _Permit(msgspec.Struct, forbid_unknown_fields=True):
    senders: list[str]
    recipients: list[RecipientKind]
    to: list[str]
    categories: list[str]
    senders_public: bool = False
    to_public: bool = False
    attested: _Attested | None = None


class _Basis(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    label: _Text
    reference: _Text
    when: _Text
    consent: ConsentNeed
    article_version: str
    grade: Literal["V", "X", "S", "M", "D"]
    status: Literal["confirmed", "to_confirm", "retired"]
    valid_from: date
    checked_on: date
    permits: list[_Permit]
    valid_to: date | None = None
    caution: _Text | None = None
    open_question: _Text | None = None
    needs: list[Need] = []


class _Default(msgspec.Struct, forbid_unknown_fields=True):
    senders: list[str]
    bases: list[str]
    public: bool = False


class _File(msgspec.Struct, forbid_unknown_fields=True):
    jurisdiction: str
    version: str
    checked_on: date
    matrix_grade: Literal["V", "X", "S", "M", "D"]
    sectors: dict[str, list[str]]
    categories: dict[str, list[str]]
    defaults: list[_Default]
    bases: list[_Basis]


@dataclass(frozen=True, slots=True)
class Permit:
    """One line of the matrix."""

    senders: frozenset[Sector]
    senders_public: bool
    kinds: frozenset[RecipientKind]
    to: frozenset[Sector]
    to_public: bool
    categories: frozenset[Category]

    def fits(self, sender: Sender, recipient: Recipient) -> bool:
        """Whether the line is about these two. A recipient without a sector fits only a line open to all sectors."""
        return (
            sender.sector in self.senders
            and (sender.is_state or not self.senders_public)
            and recipient.kind in self.kinds
            and (recipient.is_state or not self.to_public)
            and (recipient.sector in self.to if recipient.sector else len(self.to) == len(Sector))
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis, with the edition of the law that was read, how well, and what a lawyer still has to say."""

    code: str
    label: Words
    reference: Words
    when: Words
    consent: ConsentNeed
    article_version: str
    grade: str
    status: str
    valid_from: date
    valid_to: date | None
    checked_on: date
    caution: Words | None
    open_question: Words | None
    needs: frozenset[Need]
    permits: tuple[Permit, ...]

    def __str__(self) -> str:
        return str(self.label)

    def in_force(self, on: date) -> bool:
        """Whether one may rely on it that day."""
        return self.status != "retired" and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, sender: Sender, recipient: Recipient) -> frozenset[Category] | None:
        """What may be shared between these two on this basis; None where the basis is not made for the two at all."""
        lines = [permit.categories for permit in self.permits if permit.fits(sender, recipient)]
        return frozenset().union(*lines) if lines else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All bases in the order in which they are offered, and which come first for whom."""

    jurisdiction: str
    version: str
    checked_on: date
    bases: Mapping[str, Basis]
    defaults: tuple[tuple[frozenset[Sector], bool, tuple[str, ...]], ...]

    def default_codes(self, sender: Sender) -> tuple[str, ...]:
        """What ``sender`` is offered first: consent, except for authorities within their powers."""
        for sectors, public, found in self.defaults:
            if sender.sector in sectors and (sender.is_state or not public):
                return found
        return ()


def bases() -> Mapping[str, Basis]:
    """Every basis by its code, retired ones too, because old shares cite them."""
    return catalogue().bases


def current(on: date) -> list[Basis]:
    """The bases in force on that day."""
    return [basis for basis in bases().values() if basis.in_force(on)]


def catalogue_version() -> str:
    """What a share writes down beside the code, so that it can be said which text it relied on."""
    return catalogue().version


@cache
def catalogue() -> Catalogue:
    """The catalogue of this installation."""
    return read_catalogue(DATA_FILE)


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in ``path``.

    Refuses unknown keys, sectors and categories, a code given twice, an empty text, dates that run backwards, a default
    that does not exist, and a line that opens convictions or pre-trial facts without a lawyer's attestation.
    """
    try:
        written = msgspec.toml.decode(path.read_bytes(), type=_File)
        found = [_basis(basis, written) for basis in written.bases]
        by_code = {basis.code: basis for basis in found}
        if len(by_code) != len(found):
            raise ValueError("a code is given twice")
        first = _defaults(written, by_code)
        return Catalogue(written.jurisdiction, written.version, written.checked_on, MappingProxyType(by_code), first)
    except ValueError as fault:
        message = Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        raise ConfigError(message) from None


def _basis(basis: _Basis, file: _File) -> Basis:
    if not basis.code.startswith(f"{file.jurisdiction}-"):
        raise ValueError(f"{basis.code}: a code begins with its jurisdiction")
    if basis.valid_to is not None and basis.valid_to < basis.valid_from:
        raise ValueError(f"{basis.code}: it ends before it begins")
    if basis.consent is ConsentNeed.REQUIRED and Need.CONSENT_RECORD not in basis.needs:
        raise ValueError(f"{basis.code}: a consent that is required must be recorded")
    if not basis.article_version.strip():
        raise ValueError(f"{basis.code}: which edition was read is missing")
    return Basis(
        code=basis.code,
        label=_words(basis.label, basis.code),
        reference=_words(basis.reference, basis.code),
        when=_words(basis.when, basis.code),
        consent=basis.consent,
        article_version=basis.article_version,
        grade=basis.grade,
        status=basis.status,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        checked_on=basis.checked_on,
        caution=_words(basis.caution, basis.code) if basis.caution else None,
        open_question=_words(basis.open_question, basis.code) if basis.open_question else None,
        needs=frozenset(basis.needs),
        permits=tuple(_permit(basis.code, permit, file) for permit in basis.permits),
    )


def _permit(code: str, permit: _Permit, file: _File) -> Permit:
    categories = frozenset(Category(name) for name in _spelt_out(permit.categories, file.categories))
    attested = permit.attested is not None and bool(permit.attested.by.strip() and permit.attested.article.strip())
    for closed, only in CLOSED.items():
        if closed in categories and code != only and not attested:
            raise ValueError(f"{code}: {closed} stays closed until a lawyer attests who may receive it")
    return Permit(
        senders=_sectors(permit.senders, file),
        senders_public=permit.senders_public,
        kinds=frozenset(permit.recipients),
        to=_sectors(permit.to, file),
        to_public=permit.to_public,
        categories=categories,
    )


def _defaults(file: _File, by_code: Mapping[str, Basis]) -> tuple[tuple[frozenset[Sector], bool, tuple[str, ...]], ...]:
    for default in file.defaults:
        if unknown := set(default.bases) - by_code.keys():
            raise ValueError(f"there is no basis {sorted(unknown)[0]} to offer first")
    return tuple((_sectors(default.senders, file), default.public, tuple(default.bases)) for default in file.defaults)


def _sectors(names: list[str], file: _File) -> frozenset[Sector]:
    return frozenset(Sector(name) for name in _spelt_out(names, file.sectors))


def _spelt_out(names: Iterable[str], groups: Mapping[str, list[str]]) -> Iterable[str]:
    for name in names:
        yield from groups.get(name, [name])


def _words(text: _Text, code: str) -> Words:
    if not text.uk.strip() or not text.en.strip():
        raise ValueError(f"{code}: a text is missing in one of the languages")
    return Words(uk=text.uk, en=text.en)
