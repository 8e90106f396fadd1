"""A team, its agencies, and the one row that says what kind of installation this is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.legal import Sector


class Installation(Base):
    """One row: which key belongs to this database, and whether it is a demonstration."""

    __tablename__ = "installation"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    key_fingerprint: Mapped[str] = mapped_column(String(64), info=PLAIN)
    is_demo: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)


class Team(Base):
    """An interagency team: it serves some hromadas and decides how it works."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("research_days > 0", name="research_days"),
        CheckConstraint("review_days > 0", name="review_days"),
        CheckConstraint("stub_days > 0", name="stub_days"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    code: Mapped[str] = mapped_column(String(4), info=PLAIN)  # ASCII letters, the head of every reference
    name: Mapped[str] = mapped_column(String(200), info=PLAIN)
    hromadas: Mapped[list[str]] = mapped_column(info=PLAIN)  # KATOTTH codes
    research_days: Mapped[int] = mapped_column(default=2, info=PLAIN)  # working days for a return
    review_days: Mapped[int] = mapped_column(default=30, info=PLAIN)
    stub_days: Mapped[int] = mapped_column(default=30, info=PLAIN)  # after which a declined case is reduced to a stub
    off_duty_advice: Mapped[str] = mapped_column(String(300), default="", info=PLAIN)  # whom to call while nobody is on
    asks_lap: Mapped[bool] = mapped_column(default=False, info=PLAIN)  # whether LAP-11 is asked at the door

    version: Mapped[int] = mapped_column(default=0, info=PLAIN)


class Agency(Base):
    """A local unit of a body, in one team."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("team_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True, info=PLAIN)
    name: Mapped[str] = mapped_column(String(200), info=PLAIN)
    short_name: Mapped[str] = mapped_column(String(60), info=PLAIN)
    sector: Mapped[Sector] = mapped_column(Code(Sector), info=PLAIN)
    is_state: Mapped[bool] = mapped_column(info=PLAIN)
    is_core: Mapped[bool] = mapped_column(default=True, info=PLAIN)  # asked about every case
