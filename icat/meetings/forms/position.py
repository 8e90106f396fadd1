"""Where an agency stands."""

from typing import Any

from icat.cases.models import LevelCode
from icat.i18n import Message
from icat.meetings import fields
from icat.meetings.queries.table import Stand
from icat.web.form import Form, RadiosField, SelectField, TextField, choices, length, required

NONE = "none"
_STANDS = [(level.value, level.label) for level in LevelCode] + [(NONE, Message("No information, no position"))]


class PositionForm(Form):
    """Which level, and one line why."""

    agency = SelectField(Message("Agency that said it"))
    level = RadiosField(Message("Position"), [required(Message("Choose a position."))], choices=choices(_STANDS))
    reason = TextField(fields.POSITION_REASON.label, [length(fields.POSITION_REASON.longest)])

    def speaks_for(self, stands: tuple[Stand, ...], *, own: bool) -> "PositionForm":
        """Fill the list of agencies; who speaks for its own agency only has none to choose."""
        here = [(str(stand.agency_id), stand.agency) for stand in stands if stand.is_present]
        self.agency.choices = choices(here, blank=Message("Choose"))
        mine = next((stand for stand in stands if stand.is_own), None)
        if own:
            del self.agency
        if mine is not None and mine.is_given and self._sent is None and own:
            self.level.data = mine.level or NONE
            self.reason.data = mine.reason
        return self

    def taken(self) -> dict[str, Any]:
        """What ``give_position`` takes besides the agency."""
        level = self.level.data
        return {"level": None if level == NONE else LevelCode(level), "reason": self.reason.data or ""}
