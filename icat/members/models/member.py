"""A membership: one account in one team, for one agency, with its roles and their term."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base
from icat.policy.roles import Role


class Member(Base):
    """One account in one team."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("account_id", "team_id"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="term"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True, info=PLAIN)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True, info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True, info=PLAIN)
    position: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    roles: Mapped[list[str]] = mapped_column(info=PLAIN)
    hromadas: Mapped[list[str]] = mapped_column(info=PLAIN)  # empty: the whole area of the team
    from_on: Mapped[date] = mapped_column(info=PLAIN)
    until_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)

    def is_active(self, on: date) -> bool:
        """Whether the term covers that day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles, typed."""
        return frozenset(Role(role) for role in self.roles)
