"""The row that names a kept file and holds its key; the file itself lies sealed in the data folder."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import Sealed, SealedRow
from icat.files import fields
from icat.i18n import Message


class FileKind(StrEnum):
    """What may be kept."""

    PDF = auto()
    JPEG = auto()
    PNG = auto()

    @property
    def media_type(self) -> str:
        """As a browser calls it."""
        return "application/pdf" if self is FileKind.PDF else f"image/{self}"

    @property
    def extension(self) -> str:
        """As a name ends."""
        return "jpg" if self is FileKind.JPEG else str(self)

    @property
    def label(self) -> Message:
        """The kind in words."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    FileKind.PDF: Message("PDF document"),
    FileKind.JPEG: Message("Photo or scan (JPEG)"),
    FileKind.PNG: Message("Photo or scan (PNG)"),
}


class Looked(StrEnum):
    """How far the content was looked at before it was kept."""

    REDRAWN = auto()  # a picture: only its points are left, nothing that came with them
    UNSCANNED = auto()  # kept as it came: no scanner has seen it

    @property
    def label(self) -> Message:
        """The state in words."""
        return _LOOKED_LABELS[self]


_LOOKED_LABELS = {
    Looked.REDRAWN: Message("Redrawn: nothing hidden came along"),
    Looked.UNSCANNED: Message("Not checked for viruses"),
}


class StoredFile(SealedRow, Base):
    """One kept file. Its name says nothing; its key is sealed under that of its owner's files, so it dies with that."""

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("name"),
        Index(None, "owner_id"),
        CheckConstraint("size > 0", name="size"),
    )
    __sealed_owner__ = "owner_id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(info=PLAIN)  # whose keys these are: a case, or whatever else owns files
    name: Mapped[str] = mapped_column(String(32), info=PLAIN)  # random; where it lies in the data folder
    kind: Mapped[FileKind] = mapped_column(Code(FileKind), info=PLAIN)
    looked: Mapped[Looked] = mapped_column(Code(Looked), info=PLAIN)
    size: Mapped[int] = mapped_column(info=PLAIN)
    stored_at: Mapped[datetime] = mapped_column(info=PLAIN)
    stored_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    salt: Mapped[str] = mapped_column(String(32), info=SENSITIVE)
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)  # of salt and content: what a leaf can hold
    key: Sealed[bytes] = Sealed(fields.KEY, b"", bytes, bytes)
