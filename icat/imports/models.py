"""Tables of imports: a table on its way in, and what a team's headings meant last time."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_mapping, sealed_text
from icat.i18n import Message
from icat.imports import fields


class ImportState(StrEnum):
    """Where it stands."""

    OPEN = auto()
    DONE = auto()
    DISCARDED = auto()

    @property
    def label(self) -> Message:
        """The state in words."""
        return _LABELS[self]


_LABELS = {
    ImportState.OPEN: Message("Not brought in yet"),
    ImportState.DONE: Message("Brought in"),
    ImportState.DISCARDED: Message("Thrown away"),
}


class Import(SealedRow, Base):
    """One table that was brought. What is in it lies sealed under a key of its own, which is destroyed with the last
    decision about it: afterwards only numbers, days and the digest of the file are left."""

    __tablename__ = "import"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index(None, "team_id", "digest"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
    )
    __sealed_owner__ = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    number: Mapped[int] = mapped_column(info=PLAIN)
    state: Mapped[ImportState] = mapped_column(Code(ImportState), default=ImportState.OPEN, info=PLAIN)
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)  # of the file as it was brought
    rows: Mapped[int] = mapped_column(info=PLAIN)
    cases: Mapped[int] = mapped_column(default=0, info=PLAIN)  # how many of them became cases
    brought_at: Mapped[datetime] = mapped_column(info=PLAIN)
    brought_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    basis_code: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    ended_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    file_name = sealed_text(fields.FILE_NAME)
    table = sealed_mapping(fields.TABLE)
    choices = sealed_mapping(fields.CHOICES)


class ImportColumn(Base):
    """What a heading meant when the team last brought a table. The heading itself is not kept, only its digest."""

    __tablename__ = "import_column"
    __table_args__ = (UniqueConstraint("team_id", "heading"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    heading: Mapped[str] = mapped_column(String(64), info=PLAIN)
    column: Mapped[str] = mapped_column("meaning", String(40), info=PLAIN)  # empty: it is left out
