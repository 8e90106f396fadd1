"""What is asked for a safety plan: her words, section by section, and whether each may stand on paper."""

from functools import cache
from typing import Any
from uuid import UUID

from icat import codes
from icat.cases.forms.acting import ActForm
from icat.i18n import Message
from icat.members.queries.people import AgencyView
from icat.plans import fields
from icat.plans.commands.safety import Cover, Part
from icat.plans.queries.safety import SafetyView
from icat.web.form import (
    DayField,
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

LANGUAGES = choices([("uk", Message("Ukrainian")), ("en", Message("English"))])
_COVER = ("made_with", "kept_at", "held_by", "code_word", "if_found", "next_contact_on", "is_on_paper")


class _SafetyForm(ActForm):
    language = RadiosField(
        Message("Language of the plan"), [required(Message("Choose the language."))], choices=LANGUAGES
    )
    is_on_paper = TickField(Message("She wants it on paper"), description=Message("Safer is no paper. She decides."))
    made_with = TextField(fields.MADE_WITH.label, [length(fields.MADE_WITH.longest)])
    kept_at = TextField(fields.KEPT_AT.label, [length(fields.KEPT_AT.longest)])
    held_by = TextField(fields.HELD_BY.label, [length(fields.HELD_BY.longest)])
    code_word = TextField(
        fields.PLAN_CODE_WORD.label,
        [length(fields.PLAN_CODE_WORD.longest)],
        description=Message("By this word she is known when she rings to have her plan read to her."),
    )
    if_found = TextField(fields.IF_FOUND.label, [length(fields.IF_FOUND.longest)])
    next_contact_on = DayField(Message("Next contact"))
    is_with_her = TickField(Message("We went through it together today"))

    def fill(self, plan: SafetyView) -> None:
        """What stands there now."""
        self.version.data, self.language.data = str(plan.version), plan.language
        for name in _COVER:
            self[name].process(None, getattr(plan, name))
        for section in plan.sections:
            if f"text_{section.code}" in self:
                self[f"text_{section.code}"].process(None, section.text)
                self[f"printed_{section.code}"].process(None, section.is_printed)

    def parts(self) -> dict[str, Part]:
        """The sections as they were sent."""
        given = self.given()
        return {
            code: Part(given[f"text_{code}"] or "", bool(given.get(f"printed_{code}")))
            for code in section_codes()
            if f"text_{code}" in given
        }

    def cover(self) -> Cover:
        """What stands around them."""
        given = self.given()
        texts: dict[str, Any] = {name: given.get(name) or "" for name in _COVER[:5]}
        return Cover(
            language=given.get("language") or "uk",
            is_on_paper=bool(given.get("is_on_paper")),
            next_contact_on=given.get("next_contact_on"),
            **texts,
        )


def section_codes() -> tuple[str, ...]:
    """The sections that are offered today."""
    return tuple(option.code for option in codes.options("safety_section"))


@cache
def safety_form() -> type[_SafetyForm]:
    """The form with a box and a tick for each section of the list."""
    boxes: dict[str, Any] = {}
    for option in codes.options("safety_section"):
        boxes[f"text_{option.code}"] = LongTextField(option.words, [length(fields.SECTION_TEXT.longest)])
        boxes[f"printed_{option.code}"] = TickField(Message("May be written on paper"), default=True)
    return type("SafetyForm", (_SafetyForm,), boxes)


class EntrustForm(Form):
    """To which agency, and that she agrees."""

    agency_id = SelectField(Message("Agency"), [required(Message("Choose an agency."))], choices=())
    she_agrees = TickField(
        Message("She agrees that this agency reads her plan"),
        description=Message("She was told who will read it and that she can take this back at any time."),
    )

    def offer(self, agencies: tuple[AgencyView, ...], own_id: UUID) -> None:
        """Offer the other agencies at the table."""
        self.agency_id.choices = choices((str(one.id), one.name) for one in agencies if one.id != own_id)


class ConfirmForm(ActForm):
    """One press, about what was read: she is present and the safety plan still holds, or the team's plan is agreed."""
