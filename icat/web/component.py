"""From a WTForms field to the macro of the UI kit that draws it, and what that macro needs to be told.

Templates reach this through ``components/form.html`` only, which is the one file that draws an input.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from wtforms import BooleanField, Field, HiddenField, PasswordField, RadioField, SelectMultipleField, TextAreaField
from wtforms import SelectField as WTSelectField

from icat.i18n import Message, gettext, ngettext
from icat.web.field import DayField, LongTextField, MomentField, NumberField, PhoneField, UploadField
from icat.web.form import ADD, DRAWN

Params = dict[str, Any]

_BOXES: Mapping[str, tuple[Message, str]] = {
    "day": (Message("Day"), "govuk-input--width-2"),
    "month": (Message("Month"), "govuk-input--width-2"),
    "year": (Message("Year"), "govuk-input--width-4"),
    "time": (Message("Time"), "govuk-input--width-4"),
}


def install(env: Environment) -> None:
    """Let the templates of ``env`` draw forms."""
    env.globals.update(component=params, is_hidden=lambda field: isinstance(field, HiddenField), ADD=ADD)


def params(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    """(macro, its parameters) for a field.

    ``options``, all of them optional: ``label``, ``hint``, ``size`` (s, m, l: how large the label is written),
    ``heading`` (the label is the page's h1), ``hide_label``, ``width`` (2, 3, 4, 5, 10, 20 characters), ``classes``,
    ``rows``, ``count`` (show how many characters are left), ``inline``, ``small`` (false for large circles),
    ``conditional`` (code -> what opens below it), ``more`` (codes that open the note of a factor), ``name`` (a person's
    name), ``prefix``, ``suffix``, ``autocomplete``, ``inputmode``, ``attributes``.
    """
    if isinstance(field, DayField):
        return _day(field, options)
    if isinstance(field, BooleanField):
        return _tick(field, options)
    if isinstance(field, RadioField):
        return "govukRadios", _group(field, options)
    if isinstance(field, SelectMultipleField):
        return "govukCheckboxes", _group(field, options)
    if isinstance(field, WTSelectField):
        return _select(field, options)
    if isinstance(field, UploadField):
        return _upload(field, options)
    if isinstance(field, LongTextField | TextAreaField):
        return _text_area(field, options)
    return _input(field, options)


def error_of(field: Any) -> Params | None:
    """What is wrong with a field, as the kit wants it; the hidden word before it is in the reader's language."""
    if not field.errors:
        return None
    return {"text": str(field.errors[0]), "visuallyHiddenText": gettext("Error")}


def _words(field: Any, options: Mapping[str, Any], kind: str) -> Params:
    """What every macro is told: the name, the label or legend, the hint, the error."""
    size = options.get("size") or ("l" if options.get("heading") else "")
    classes = [f"govuk-{kind}--{size}"] if size else []
    if options.get("hide_label"):
        classes.append("govuk-visually-hidden")
    hint = options.get("hint") or field.description
    return {
        "id": field.id,
        "name": field.name,
        "label": {
            "text": str(options.get("label") or field.label.text),
            "classes": " ".join(classes),
            "isPageHeading": bool(options.get("heading")),
        },
        "hint": _hint(hint),
        "errorMessage": error_of(field),
        "classes": options.get("classes", ""),
        "attributes": dict(options.get("attributes") or {}),
        "formGroup": {"classes": options.get("group", ""), "attributes": {}},
    }


def _hint(hint: Any) -> Params | None:
    if not hint:
        return None
    return {"html": hint} if isinstance(hint, Markup) else {"text": str(hint)}


def _legend(told: Params, options: Mapping[str, Any]) -> Params:
    """The label of a group is the legend of its fieldset."""
    label = told.pop("label")
    size = "" if options.get("size") or options.get("heading") else " govuk-fieldset__legend--s"
    classes = label["classes"].replace("govuk-legend", "govuk-fieldset__legend") + size
    return {**told, "fieldset": {"legend": {**label, "classes": classes.strip()}}}


def _input(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _words(field, options, "label")
    if width := options.get("width"):
        told["classes"] += f" govuk-input--width-{width}"
    told |= {
        "value": field._value() or None,
        "type": "text",
        "autocomplete": options.get("autocomplete", "off"),
        "inputmode": options.get("inputmode"),
        "prefix": _hint(options.get("prefix")),
        "suffix": _hint(options.get("suffix")),
    }
    if isinstance(field, NumberField):
        told["inputmode"] = "numeric"
        told["classes"] += "" if options.get("width") else " govuk-input--width-5"
    if isinstance(field, PhoneField):
        told |= {"type": "tel", "inputmode": "tel"}
        told["classes"] += "" if options.get("width") else " govuk-input--width-20"
    if isinstance(field, PasswordField):
        told |= {"type": "password", "spellcheck": False, "autocapitalize": "none", "value": None}
    if options.get("name"):  # the dictionary knows nobody, and its guesses are sent to its maker
        told |= {"spellcheck": False, "autocapitalize": "words"}
    return "govukInput", told


def _upload(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _words(field, options, "label")
    told["attributes"] |= {"accept": ".pdf,.jpg,.jpeg,.png"}
    return "govukFileUpload", told


def _text_area(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _words(field, options, "label")
    # Line ends are written as references, because the kit indents what lies inside a revealed part.
    typed = Markup(str(escape(field._value())).replace("\n", "&#10;"))  # noqa: S704 - escaped in the same breath
    told |= {"value": typed, "rows": options.get("rows", 4), "autocomplete": options.get("autocomplete", "off")}
    most = getattr(field.flags, "maxlength", None)
    if not (options.get("count") and most):
        return "govukTextarea", told
    return "govukCharacterCount", {**told, "maxlength": most, **_counting(most)}


def _counting(most: int) -> Params:
    """What the counter says; the script puts the number where ``%{count}`` stands."""
    forms = {"one": 1, "few": 2, "many": 5, "other": 5}
    return {
        "textareaDescriptionText": gettext("You can enter up to %(max)s characters", max=most),
        "charactersUnderLimitText": {
            form: ngettext(
                "You have %(count)s character left", "You have %(count)s characters left", n, count="%{count}"
            )
            for form, n in forms.items()
        },
        "charactersAtLimitText": gettext("You have no characters left"),
        "charactersOverLimitText": {
            form: ngettext(
                "You have %(count)s character too many", "You have %(count)s characters too many", n, count="%{count}"
            )
            for form, n in forms.items()
        },
        "threshold": 75,
    }


def _group(field: Any, options: Mapping[str, Any]) -> Params:
    """Radio buttons and boxes: a fieldset of answers, some of which open a part below them."""
    told = _legend(_words(field, options, "legend"), options)
    told["idPrefix"] = told.pop("id")
    kind = "checkboxes" if isinstance(field, SelectMultipleField) else "radios"
    for option, usual in (("inline", False), ("small", "app-segments" not in told["classes"])):
        if options.get(option, usual):
            told["classes"] += f" govuk-{kind}--{option}"
    opens, more = options.get("conditional") or {}, options.get("more") or ()
    told["items"] = [
        {
            "value": str(choice.value),
            "text": str(choice.label),
            "checked": choice.selected,
            "hint": _hint(choice.render_kw.get("hint")),
            "conditional": {"html": opens[choice.value]} if choice.value in opens else None,
            "attributes": {"data-more": ""} if choice.value in more else {},
        }
        for choice in field.iter_choices()
    ]
    told["formGroup"]["afterInputs"] = {"html": _drawn(field)}
    return told


def _drawn(field: Field) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(DRAWN, field.name)


def _tick(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _words(field, options, "label")
    label, hint = told.pop("label"), told.pop("hint")
    told["idPrefix"] = told.pop("id")
    opens = options.get("conditional")
    told["items"] = [
        {
            "value": "y",
            "text": label["text"],
            "checked": bool(field.data),
            "hint": hint,
            "conditional": {"html": opens} if opens else None,
        }
    ]
    told["formGroup"]["afterInputs"] = {"html": _drawn(field)}
    if options.get("small", True):
        told["classes"] += " govuk-checkboxes--small"
    return "govukCheckboxes", told


def _select(field: Any, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _words(field, options, "label")
    told["items"] = [
        {"value": str(choice.value), "text": str(choice.label), "selected": bool(choice.selected)}
        for choice in field.iter_choices()
    ]
    if field.data is None:
        told["items"] = [{**item, "selected": not item["value"]} for item in told["items"]]
        if told["items"] and told["items"][0]["value"]:
            told["items"].insert(0, {"value": "", "text": gettext("Choose"), "selected": True})
    return "govukSelect", told


def _day(field: DayField, options: Mapping[str, Any]) -> tuple[str, Params]:
    told = _legend(_words(field, options, "legend"), options)
    told["namePrefix"] = told.pop("name")
    told["items"] = [
        {
            "name": box,
            "label": str(_BOXES[box][0]),
            "value": field.typed[box] or None,
            "classes": _BOXES[box][1] + (" govuk-input--error" if field.errors and box in field.wrong else ""),
            "autocomplete": "off",
            "inputmode": "decimal" if box == "time" else "numeric",
        }
        for box in field.boxes
        if box in _BOXES
    ]
    if isinstance(field, MomentField) and field.ambiguous:
        told["formGroup"]["afterInputs"] = {"html": _which_hour(field)}
    return "govukDateInput", told


def _which_hour(field: MomentField) -> Markup:
    """The night when an hour comes twice: which of them was it?"""
    options = [("0", gettext("Before the clocks went back")), ("1", gettext("After the clocks went back"))]
    items = Markup("").join(
        Markup(
            '<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" id="{id}" name="{name}" '
            'value="{value}"{checked}><label class="govuk-label govuk-radios__label" for="{id}">{text}</label></div>'
        ).format(
            id=f"{field.id}-fold{'-1' if value == '1' else ''}",
            name=f"{field.name}-fold",
            value=value,
            checked=Markup(" checked") if field.typed["fold"] == value else "",
            text=text,
        )
        for value, text in options
    )
    return Markup('<div class="govuk-radios govuk-radios--small app-which-hour">{}</div>').format(items)
