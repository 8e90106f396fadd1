"""A meeting: when and where, and who is there."""

from typing import Any
from uuid import UUID

from icat.i18n import Message
from icat.meetings import fields
from icat.meetings.forms.versioned import VersionedForm
from icat.meetings.models import AttendanceKind
from icat.meetings.queries.agenda import Attendant
from icat.web.form import (
    Form,
    HiddenTextField,
    MomentField,
    SelectField,
    TextField,
    TickField,
    choices,
    length,
    required,
)

_WHEN = required(Message("Give the day and the time."))


class MeetingForm(Form):
    """When, where."""

    held_at = MomentField(Message("When"), [_WHEN])
    place = TextField(fields.PLACE.label, [length(fields.PLACE.longest)])


class StepForm(VersionedForm):
    """One press of a button: open, close, take up."""


class AttendanceForm(VersionedForm):
    """One line for each member of the team."""

    def rows(self, attendants: tuple[Attendant, ...]) -> list[tuple[Attendant, Any, Any]]:
        """The members with their boxes."""
        return [(one, self[f"kind_{one.member_id.hex}"], self[f"aloud_{one.member_id.hex}"]) for one in attendants]

    def kinds(self) -> dict[UUID, AttendanceKind]:
        """Those of whom something was said."""
        return {
            UUID(field.name.removeprefix("kind_")): AttendanceKind(field.data)
            for field in self
            if field.name.startswith("kind_") and field.data
        }

    def aloud(self) -> set[UUID]:
        """Those who acknowledged aloud."""
        return {
            UUID(field.name.removeprefix("aloud_")) for field in self if field.name.startswith("aloud_") and field.data
        }


def attendance_form(attendants: tuple[Attendant, ...], version: int) -> AttendanceForm:
    """The form for these members, as things stand."""
    boxes: dict[str, Any] = {"version": HiddenTextField("", default=str(version))}
    kinds = choices(((kind.value, kind.label) for kind in AttendanceKind), blank=Message("Not recorded"))
    for one in attendants:
        boxes[f"kind_{one.member_id.hex}"] = SelectField(
            Message("%(name)s: there or not", name=one.name), choices=kinds, default=one.kind
        )
        boxes[f"aloud_{one.member_id.hex}"] = TickField(
            Message("%(name)s acknowledged aloud", name=one.name), default=one.acknowledged_how == "aloud"
        )
    made: AttendanceForm = type("MembersForm", (AttendanceForm,), boxes)()
    return made
