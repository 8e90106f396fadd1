"""What is asked before a copy leaves: who will hold it, why, and whether paper is safe."""

from functools import cache
from typing import Any

from icat import codes
from icat.i18n import Message
from icat.legal import Parent, Purpose
from icat.members.queries.people import AgencyView
from icat.plans.commands.exports import Handing
from icat.plans.forms.action import as_id
from icat.plans.forms.safety import LANGUAGES
from icat.web.form import (
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    choices,
    length,
    required,
)

_HOLDER = Message("Write who will hold it.")
_YES_NO = choices([("yes", Message("Yes")), ("no", Message("No")), ("unknown", Message("Not known"))])
_PURPOSES = tuple((purpose.value, purpose.words) for purpose in Purpose)


class PlanExportForm(Form):
    """A copy of the risk-management plan for an agency."""

    agency_id = SelectField(Message("Agency that will hold it"), [required(Message("Choose an agency."))], choices=())
    holder_name = TextField(Message("Person who will hold it"), [required(_HOLDER), length(200)])
    is_safe = TickField(
        Message("It will be locked away where neither he nor anybody close to him can read it"),
        [required(Message("A plan that he finds can kill. Find a safe place first."))],
    )
    extent = RadiosField(
        Message("What goes on it?"),
        choices=choices(
            [
                ("own", Message("The actions of that agency"), Message("And what was shared with it before.")),
                ("whole", Message("The whole plan"), Message("Recorded as sharing the plan with that agency.")),
            ]
        ),
        default="own",
    )
    purpose = SelectField(
        Message("Purpose"),
        [required(Message("Say what it is for."))],
        choices=choices(_PURPOSES),
        default="safety_planning",
    )
    language = RadiosField(Message("Language of the paper"), choices=LANGUAGES, default="uk")
    keeps_earlier = TickField(Message("Earlier copies stay valid"))

    def offer(self, agencies: tuple[AgencyView, ...], *, is_office: bool) -> None:
        """Offer these agencies; only the office chooses how much goes on the copy."""
        self.agency_id.choices = choices((str(one.id), one.name) for one in agencies)
        if len(agencies) == 1:
            self.agency_id.data = self.agency_id.data or str(agencies[0].id)
        if not is_office:
            del self.extent


class _SafetyExportForm(Form):
    holder = RadiosField(Message("Who will hold it?"), [required(Message("Say who will hold it."))], choices=())
    holder_name = TextField(
        Message("Name of the person who will hold it, or will read it to her by phone"), [length(200)]
    )
    agency_id = SelectField(Message("Agency that will hold it"), choices=())
    format = RadiosField(Message("In which form?"), [required(Message("Say in which form it leaves."))], choices=())
    card = LongTextField(
        Message("Lines of the card"),
        [length(600)],
        description=Message(
            "A line each; no names. A number to call with an innocent name: 0 800 500 335 Hairdresser."
        ),
    )
    knows_risk = TickField(Message("She has heard why paper may not be safe for her and wants it all the same"))
    she_agrees = TickField(Message("She agrees that this person or agency receives her plan"))
    is_present = TickField(Message("She is here, and we went through the plan together today"))
    old_reason = TextField(
        Message("If she is not here: why does a plan leave that she has not confirmed?"), [length(500)]
    )
    purpose = SelectField(
        Message("Purpose"),
        [required(Message("Say what it is for."))],
        choices=choices(_PURPOSES),
        default="safety_planning",
    )
    reason = TextField(Message("Why somebody outside the team needs it"), [length(500)])
    parent = RadiosField(
        Message("Is this person a parent of a child in this case?"),
        choices=choices((one.value, one.words) for one in Parent),
    )
    language = RadiosField(Message("Language of the paper"), choices=LANGUAGES, default="uk")
    keeps_earlier = TickField(Message("Earlier copies stay valid"))

    def offer(self, agencies: tuple[AgencyView, ...]) -> None:
        """Offer holders and forms as the lists have them today, and these agencies."""
        self.holder.choices = _listed("plan_holder")
        self.format.choices = _listed("export_format")
        self.agency_id.choices = choices(((str(one.id), one.name) for one in agencies), blank=Message("None"))

    def questions(self) -> list[Any]:
        """The questions about paper, in the order of the list."""
        return [self[f"answer_{option.code}"] for option in codes.options("paper_safety")]

    def handing(self) -> Handing:
        """To whom, why, and what was answered."""
        given = self.given()
        asked = [option.code for option in codes.options("paper_safety")]
        return Handing(
            holder=given.get("holder") or "",
            format=given.get("format") or "",
            holder_name=given.get("holder_name") or "",
            agency_id=as_id(given.get("agency_id")),
            purpose=Purpose(given.get("purpose") or Purpose.SAFETY_PLANNING),
            reason=given.get("reason") or "",
            she_agrees=bool(given.get("she_agrees")),
            is_present=bool(given.get("is_present")),
            old_reason=given.get("old_reason") or "",
            answers={code: given[f"answer_{code}"] for code in asked if given.get(f"answer_{code}")},
            knows_risk=bool(given.get("knows_risk")),
            keeps_earlier=bool(given.get("keeps_earlier")),
            parent=Parent(given["parent"]) if given.get("parent") else None,
        )


@cache
def safety_export_form() -> type[_SafetyExportForm]:
    """The form with one question for each line of the list about paper."""
    asked: dict[str, Any] = {
        f"answer_{option.code}": RadiosField(option.words, choices=_YES_NO) for option in codes.options("paper_safety")
    }
    return type("SafetyExportForm", (_SafetyExportForm,), asked)


def _listed(name: str) -> Any:
    return choices(
        (option.code, option.words, option.hint) if option.hint else (option.code, option.words)
        for option in codes.options(name)
    )
