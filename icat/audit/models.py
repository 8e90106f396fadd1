"""The ledger and its index. No foreign keys, append only: the log outlives what it speaks of."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.audit.events import Event
from icat.crypto import Compartment
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_mapping
from icat.i18n import Message


class LedgerLeaf(Base):
    """One leaf: opaque payload, its RFC 6962 hash, and the running chain. The only truth; the rest can be rebuilt."""

    __tablename__ = "ledger"

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info=PLAIN)
    payload: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    chain: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)


class LedgerHead(Base):
    """Where a team's ledger stands; kept so that an append reads one row."""

    __tablename__ = "ledger_head"

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    seq: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    chain: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    at: Mapped[int] = mapped_column(BigInteger, info=PLAIN)  # microseconds; time in the ledger never runs back


class LedgerEntry(Base):
    """The index of the ledger, one row a leaf, by which it is searched."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index(None, "team_id", "at"),
        Index(None, "team_id", "actor_id", "at"),
        Index(None, "team_id", "agency_id", "at"),
        Index(None, "team_id", "basis", "at"),
    )

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info=PLAIN)
    at: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    event: Mapped[Event] = mapped_column(Code(Event), info=PLAIN)
    actor_id: Mapped[UUID] = mapped_column(info=PLAIN)  # a member, or the account where no membership was used
    agency_id: Mapped[UUID] = mapped_column(info=PLAIN)
    basis: Mapped[str | None] = mapped_column(String(40), info=PLAIN)
    recipient_id: Mapped[UUID | None] = mapped_column(info=PLAIN)  # the agency that was told, where it is one
    share_id: Mapped[UUID | None] = mapped_column(info=PLAIN)


class LedgerCase(Base):
    """Which cases a leaf speaks of, under which share, and which categories were seen (a bit each)."""

    __tablename__ = "ledger_case"
    __table_args__ = (Index(None, "team_id", "case_id", "seq"),)

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    share_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)  # all zeros: seen as its own or by role
    categories: Mapped[int] = mapped_column(BigInteger, info=PLAIN)


class _Detail:
    compartment = Compartment.DETAIL
    info = SENSITIVE | {"sealed": True}


class LedgerDetail(SealedRow, Base):
    """The words that belong to a leaf, sealed under the case's key; the leaf holds only a salted commitment to them."""

    __tablename__ = "ledger_detail"
    __table_args__ = (Index(None, "team_id", "seq"), Index(None, "owner_id"))
    __sealed_owner__ = "owner_id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    seq: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(info=PLAIN)
    words = sealed_mapping(_Detail())


class InstallationEntry(Base):
    """What belongs to no team: sign-ins of names that nobody has, set-up. No name and no address is kept."""

    __tablename__ = "installation_log"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    event: Mapped[Event] = mapped_column(Code(Event), info=PLAIN)


class Occasion(StrEnum):
    """Why a checkpoint was taken."""

    SCHEDULE = auto()
    MEETING_OPENED = auto()
    MEETING_CLOSED = auto()
    BACKUP = auto()
    SHUTDOWN = auto()
    EXPORT = auto()
    RESTORE = auto()
    ROTATION = auto()

    @property
    def label(self) -> Message:
        """The occasion in words."""
        return _OCCASIONS[self]


_OCCASIONS = {
    Occasion.SCHEDULE: Message("every quarter of an hour"),
    Occasion.MEETING_OPENED: Message("a meeting was opened"),
    Occasion.MEETING_CLOSED: Message("a meeting was closed"),
    Occasion.BACKUP: Message("before a backup"),
    Occasion.SHUTDOWN: Message("the server was shut down"),
    Occasion.EXPORT: Message("an export"),
    Occasion.RESTORE: Message("the log was restored from a backup"),
    Occasion.ROTATION: Message("the signing key was changed"),
}


class Checkpoint(Base):
    """A signed statement that the log had this many entries under this root; with it, what the next one goes on from.

    The application's role can add one on PostgreSQL, and neither change nor remove any.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("team_id", "size"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    epoch: Mapped[int] = mapped_column(info=PLAIN)
    size: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    root: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    peaks: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)  # the whole subtrees of the tree, the largest first
    chain: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    vkey: Mapped[str] = mapped_column(String(200), info=PLAIN)
    note: Mapped[str] = mapped_column(Text, info=PLAIN)
    occasion: Mapped[Occasion] = mapped_column(Code(Occasion), info=PLAIN)
    made_at: Mapped[datetime] = mapped_column(info=PLAIN)


class Witness(Base):
    """An agency's own machine that holds the log to what it saw before, and the public key of its cosignatures."""

    __tablename__ = "witness"
    __table_args__ = (UniqueConstraint("team_id", "vkey"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(info=PLAIN)
    name: Mapped[str] = mapped_column(String(100), info=PLAIN)
    vkey: Mapped[str] = mapped_column(String(200), info=PLAIN)
    appointed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class Check(StrEnum):
    """Which check of a log a verdict is of."""

    FULL = auto()  # every entry, once a night
    CHECKPOINT = auto()  # the entries since the last checkpoint, before a new one is signed


class LedgerVerdict(Base):
    """The newest verdict on a log by each kind of check. ``fault`` is a code; none where nothing was found."""

    __tablename__ = "ledger_verdict"

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    kind: Mapped[Check] = mapped_column(Code(Check), primary_key=True, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    checked: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
    head: Mapped[str] = mapped_column(String(64), info=PLAIN)
    fault: Mapped[str | None] = mapped_column(String(40), info=PLAIN)
    seq: Mapped[int | None] = mapped_column(BigInteger, info=PLAIN)


class Custody(StrEnum):
    """How a checkpoint came into hands other than the server's."""

    MINUTES = auto()
    MAIL = auto()
    COSIGNATURE = auto()

    @property
    def label(self) -> Message:
        """The way in words."""
        return _CUSTODIES[self]


_CUSTODIES = {
    Custody.MINUTES: Message("printed on the minutes"),
    Custody.MAIL: Message("sent to the data protection officer"),
    Custody.COSIGNATURE: Message("cosigned by a witness"),
}


class Cosignature(Base):
    """That a checkpoint lies with an agency: on minutes, in its officer's mail, or signed by its witness."""

    __tablename__ = "cosignature"
    __table_args__ = (UniqueConstraint("checkpoint_id", "agency_id", "kind"), Index(None, "team_id", "agency_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    checkpoint_id: Mapped[UUID] = mapped_column(info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(info=PLAIN)
    kind: Mapped[Custody] = mapped_column(Code(Custody), info=PLAIN)
    witness_id: Mapped[UUID | None] = mapped_column(info=PLAIN)
    line: Mapped[str | None] = mapped_column(Text, info=PLAIN)  # the signature line, where a witness signed
    at: Mapped[datetime] = mapped_column(info=PLAIN)
