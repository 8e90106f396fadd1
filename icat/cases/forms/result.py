"""The form of an outside result."""

from typing import Any

from icat.cases import fields
from icat.cases.forms.catalogued import line, lines, listed
from icat.cases.models.result import POLICE_FORM
from icat.i18n import Message
from icat.web.form import DayField, Form, RadiosField, UploadField, required


class ResultForm(Form):
    """Which tool, what it said, who scored it and when; the scan of the form."""

    tool = RadiosField(
        Message("With which tool?"), [required(Message("Choose the tool."))], choices=listed("outside_tool")
    )
    level = RadiosField(Message("Level as the officer stated it"), choices=listed("police_level"))
    edition = line(fields.RESULT_EDITION, hint=Message("For instance: Danger Assessment 2019, 20 items."))
    stated = line(fields.RESULT_STATED, hint=Message("Copy what the paper says. ICAT computes nothing from it."))
    scored_on = DayField(
        fields.RESULT_ON.label, [required(Message("Give the day on which it was scored."))], not_future=True
    )
    scored_by = line(fields.RESULT_BY, required(Message("Say who scored it.")), hint=Message("Name, position, agency."))
    note = lines(fields.RESULT_NOTE)
    scan = UploadField(
        Message("The form, scanned or photographed"),
        description=Message("PDF, JPEG or PNG, at most 20 MB. A photo is kept without the place where it was taken."),
    )

    def given(self) -> dict[str, Any]:
        """What the command is told."""
        is_police = self.tool.data == POLICE_FORM
        return {
            "tool": self.tool.data,
            "edition": self.edition.data or "",
            "stated": (self.level.data if is_police else self.stated.data) or "",
            "scored_on": self.scored_on.data,
            "scored_by": self.scored_by.data or "",
            "note": self.note.data or "",
            "scan": self.scan.data,
        }
