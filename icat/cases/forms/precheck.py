"""What she said of the agencies and people that she was read, or why she was not read them yet."""

from typing import Any
from uuid import UUID

from icat.cases import fields
from icat.cases.forms.catalogued import line, lines, listed
from icat.cases.models import PrecheckOutcome
from icat.cases.queries.prechecks import Prechecks, ReadAgency, Somebody
from icat.i18n import Message
from icat.web.form import Form, RadiosField, TickField, choices

_SAID = (
    (PrecheckOutcome.CLEARED, Message("Read to her: she knows nobody there of whom she is afraid")),
    (PrecheckOutcome.LEFT_OUT, Message("This agency must not learn of the case")),
)


class PrecheckForm(Form):
    """One question an agency, one box a member; and the way out for when she cannot be asked."""

    read_by = line(
        fields.PRECHECK_READ_BY, hint=Message("For example: the officer, on her mother's phone; you, in person.")
    )
    reason = RadiosField(Message("Not read to her yet, because"), choices=listed("precheck_reason"))
    note = lines(fields.PRECHECK_NOTE)

    def rows(self, found: Prechecks) -> list[tuple[ReadAgency, Any, list[tuple[Somebody, Any]]]]:
        """Each agency with its question and its people with their boxes."""
        return [
            (
                one,
                self._fields.get(f"agency_{one.id.hex}"),
                [(who, self._fields.get(f"member_{who.id.hex}")) for who in one.people],
            )
            for one in found.agencies
        ]

    def said(self, outcome: PrecheckOutcome) -> list[UUID]:
        """The agencies of which she said so."""
        return [UUID(name[7:]) for name, box in self._fields.items() if name[:7] == "agency_" and box.data == outcome]

    def barred(self) -> list[UUID]:
        """The members whom she named."""
        return [UUID(name[7:]) for name, box in self._fields.items() if name[:7] == "member_" and box.data]


def precheck_form(found: Prechecks) -> PrecheckForm:
    """The form for the agencies that have no seat yet, and for everybody who is not kept away already."""
    boxes: dict[str, Any] = {}
    for one in found.agencies:
        if not one.is_seated:
            boxes[f"agency_{one.id.hex}"] = RadiosField(
                Message("What she said of %(agency)s", agency=one.name), choices=choices(_SAID)
            )
        for who in one.people:
            if not who.is_barred and not who.is_reader:
                boxes[f"member_{who.id.hex}"] = TickField(Message("%(name)s must not learn of it", name=who.name))
    made: PrecheckForm = type("ListedForm", (PrecheckForm,), boxes)()
    return made
