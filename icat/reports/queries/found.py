"""A task as it was found, before its case was looked up."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from icat.i18n import Sayable
from icat.plans.models import Action

MOST = 30  # of one kind; who has more begins at the top


@dataclass(frozen=True, slots=True)
class Found:
    """A task before its case was looked up."""

    case_id: UUID
    what: Sayable
    by: date | datetime | None = None
    page: str = ""
    note: Sayable = ""
    action: Action | None = None
    clock: str = ""  # the code of the clock that runs, where one does
