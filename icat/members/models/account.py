"""An account: one person who signs in; and what that person had typed when the session ended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base
from icat.db.keys import INSTALLATION
from icat.db.sealed import SealedRow, sealed_mapping, sealed_text
from icat.members import fields

LONGEST_PATH = 300


class Account(SealedRow, Base):
    """One person who signs in. The login is kept as a keyed digest, the name and the second factor sealed."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login_id"),)
    __sealed_owner__ = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    login_id: Mapped[bytes] = mapped_column(LargeBinary(32), info=SENSITIVE)
    password_hash: Mapped[str] = mapped_column(String(200), info=SENSITIVE)
    language: Mapped[str | None] = mapped_column(String(2), default=None, info=PLAIN)
    totp_last_step: Mapped[int] = mapped_column(default=0, info=PLAIN)  # a code is good once
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    name = sealed_text(fields.NAME)
    email = sealed_text(fields.EMAIL)
    phone = sealed_text(fields.PHONE)
    totp_secret = sealed_text(fields.TOTP_SECRET)

    @property
    def sealed_team_id(self) -> UUID:
        """An account belongs to no team, so its key lies under the installation's."""
        return INSTALLATION


class KeptForm(SealedRow, Base):
    """A form as it was typed when its session had ended; shown again after signing in, then forgotten."""

    __tablename__ = "kept_form"
    __sealed_owner__ = "account_id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True, info=PLAIN)
    path: Mapped[str] = mapped_column(String(LONGEST_PATH), info=PLAIN)
    kept_at: Mapped[datetime] = mapped_column(info=PLAIN)
    typed: Any = sealed_mapping(fields.TYPED)

    @property
    def sealed_team_id(self) -> UUID:
        """Under the same key as its account."""
        return INSTALLATION
