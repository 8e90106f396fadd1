"""The people of a case. A child who suffered or witnessed violence is a survivor in law and has a record of its own."""

from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from icat import names
from icat.cases import fields
from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_codes, sealed_day, sealed_text
from icat.i18n import Message


class Part(StrEnum):
    """What part somebody has in the case."""

    SURVIVOR = auto()
    PERPETRATOR = auto()
    CHILD = auto()
    OTHER = auto()

    @property
    def label(self) -> Message:
        """The part in words; the perpetrator is one by law only after a verdict."""
        return _LABELS[self]


_LABELS = {
    Part.SURVIVOR: Message("Survivor"),
    Part.PERPETRATOR: Message("Person who probably committed the violence"),
    Part.CHILD: Message("Child"),
    Part.OTHER: Message("Other person"),
}


class Person(SealedRow, Base):
    """One person of one case, as one agency describes them. Each field is sealed and has a category of its own."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "case_id", "part"), Index(None, "team_id", "people_version"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    part: Mapped[Part] = mapped_column(Code(Part), info=PLAIN)
    is_first: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    is_estimated: Mapped[bool] = mapped_column(default=False, info=PLAIN)  # the year of birth is a guess
    people_version: Mapped[int] = mapped_column(default=0, info=PLAIN)  # the team's count when this was last written
    surname = sealed_text(fields.SURNAME)
    given_name = sealed_text(fields.GIVEN_NAME)
    patronymic = sealed_text(fields.PATRONYMIC)
    other_names = sealed_text(fields.OTHER_NAMES)
    birth_on = sealed_day(fields.BIRTH_ON)
    birth_year = sealed_text(fields.BIRTH_YEAR)
    sex = sealed_text(fields.SEX)
    relationship = sealed_text(fields.RELATIONSHIP)
    phone = sealed_text(fields.PHONE)
    address_home = sealed_text(fields.ADDRESS_HOME)
    address_now = sealed_text(fields.ADDRESS_NOW)
    safe_method = sealed_text(fields.SAFE_METHOD)
    safe_number = sealed_text(fields.SAFE_NUMBER)
    safe_hours = sealed_text(fields.SAFE_HOURS)
    safe_person = sealed_text(fields.SAFE_PERSON)
    code_word = sealed_text(fields.CODE_WORD)
    language = sealed_text(fields.LANGUAGE)
    needs = sealed_codes(fields.NEEDS)
    status = sealed_codes(fields.STATUS)
    whereabouts = sealed_text(fields.WHEREABOUTS)
    workplace = sealed_text(fields.WORKPLACE)
    vehicle = sealed_text(fields.VEHICLE)
    service_status = sealed_text(fields.SERVICE_STATUS)
    weapons = sealed_text(fields.WEAPONS)
    school = sealed_text(fields.SCHOOL)
    lives_with = sealed_text(fields.LIVES_WITH)
    witnessed = sealed_text(fields.WITNESSED)
    why_at_risk = sealed_text(fields.WHY_AT_RISK)

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic; any of them may be missing."""
        return names.full_name(self.surname, self.given_name, self.patronymic)
