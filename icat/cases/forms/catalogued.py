"""Boxes for fields of the catalogue: the label, the limit and the hint come from there."""

from typing import Any

from icat import codes
from icat.cases.fields import Field
from icat.web.form import (
    ChecksField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choices,
    length,
)

Box = Any  # a box is bound only when its form is made


def line(field: Field, *checks: Any, **more: Any) -> Box:
    """One line of text."""
    return TextField(more.pop("label", field.label), [*checks, length(field.longest)], **_told(field, more))


def lines(field: Field, *checks: Any, **more: Any) -> Box:
    """Several lines of text."""
    return LongTextField(more.pop("label", field.label), [*checks, length(field.longest)], **_told(field, more))


def one_of(field: Field, code_list: str, *checks: Any, **more: Any) -> Box:
    """One of a code list, all in sight."""
    return RadiosField(more.pop("label", field.label), checks, choices=listed(code_list), **_told(field, more))


def picked(field: Field, code_list: str, *checks: Any, **more: Any) -> Box:
    """One of a long code list, in a list that opens."""
    return SelectField(more.pop("label", field.label), checks, choices=listed(code_list), **_told(field, more))


def any_of(field: Field, code_list: str, **more: Any) -> Box:
    """Any number of a code list."""
    return ChecksField(more.pop("label", field.label), choices=listed(code_list), **_told(field, more))


def listed(code_list: str) -> Any:
    """What a code list offers today, as choices."""
    return choices(
        (option.code, option.words, option.hint) if option.hint else (option.code, option.words)
        for option in codes.options(code_list)
    )


def _told(field: Field, more: dict[str, Any]) -> dict[str, Any]:
    return {"description": more.pop("hint", field.hint or ""), **more}
