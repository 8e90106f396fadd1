"""The form that every page uses: our words for what is wrong, what was really sent, refusals beside their fields."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import g, has_app_context
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm
from wtforms.csrf.core import CSRFTokenField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from icat.errors import Refusal, RuleBroken, Stale
from icat.i18n import Message, Sayable
from icat.web.field import (
    BLANK,
    ChecksField,
    DayField,
    HiddenTextField,
    LongTextField,
    MomentField,
    NumberField,
    PhoneField,
    RadiosField,
    SecretField,
    SelectField,
    TextField,
    TickField,
    UploadField,
    Validator,
    YearField,
    choices,
    length,
    required,
    tidy,
)

if TYPE_CHECKING:
    from wtforms import Form as FlaskForm  # Flask-WTF has no types; for a reader of types it is WTForms' form
else:
    from flask_wtf import FlaskForm

__all__ = [
    "ChecksField",
    "DayField",
    "Form",
    "HiddenTextField",
    "LongTextField",
    "MomentField",
    "NumberField",
    "PhoneField",
    "RadiosField",
    "RowForm",
    "RowsField",
    "SecretField",
    "SelectField",
    "TextField",
    "TickField",
    "UploadField",
    "YearField",
    "choices",
    "length",
    "required",
]

DRAWN = "_drawn"  # names the boxes and circles that were on the page: a browser says nothing of one left empty
ADD = "_add"  # names the list that gets one more row

_NOT_A_CHOICE = Message("Choose one of the answers on the list.")
_NOT_A_DATE = Message("Give a real date, such as 27 3 1987.")
_NOT_A_NUMBER = Message("Give a whole number in digits.")
_TOO_LONG = Message("This is too long.")
_TOO_SHORT = Message("This is too short.")
_OUT_OF_RANGE = Message("This number is too small or too large.")
_WRONG = Message("This was not understood. Please type it again.")
_TOKEN = Message("This page was open too long, or another window signed in. Your typing is kept: please send it again.")

# What WTForms says by itself -> what we say. A test holds this against WTForms' own list of messages.
WORDS: Mapping[str, Message] = {
    "This field is required.": Message("This must be filled in."),
    "Not a valid choice.": _NOT_A_CHOICE,
    "Invalid Choice: could not coerce.": _NOT_A_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _NOT_A_CHOICE,
    "'%(value)s' is not a valid choice for this field.": _NOT_A_CHOICE,
    "Not a valid date value.": _NOT_A_DATE,
    "Not a valid datetime value.": _NOT_A_DATE,
    "Not a valid week value.": _NOT_A_DATE,
    "Not a valid time value.": Message("Give the time in hours and minutes, such as 14:20."),
    "Not a valid integer value.": _NOT_A_NUMBER,
    "Not a valid decimal value.": _NOT_A_NUMBER,
    "Not a valid float value.": _NOT_A_NUMBER,
    "Field cannot be longer than %(max)d character.": _TOO_LONG,
    "Field must be exactly %(max)d character long.": _TOO_LONG,
    "Field must be between %(min)d and %(max)d characters long.": _TOO_LONG,
    "Field must be at least %(min)d character long.": _TOO_SHORT,
    "Number must be at least %(min)s.": _OUT_OF_RANGE,
    "Number must be at most %(max)s.": _OUT_OF_RANGE,
    "Number must be between %(min)s and %(max)s.": _OUT_OF_RANGE,
    "Date must be at least %(min)s.": _NOT_A_DATE,
    "Date must be at most %(max)s.": _NOT_A_DATE,
    "Date must be between %(min)s and %(max)s.": _NOT_A_DATE,
    "Invalid email address.": Message("Give an e-mail address, such as name@example.org."),
    "Invalid CSRF Token.": _TOKEN,
    "CSRF token missing.": _TOKEN,
    "CSRF failed.": _TOKEN,
    "CSRF token expired.": _TOKEN,
}


class _OurWords:
    """What WTForms asks for its translations."""

    def gettext(self, text: str) -> str:
        return str(WORDS.get(text, _WRONG))

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        return str(WORDS.get(one, _WRONG))


class _Meta(DefaultMeta):
    csrf_time_limit = 10**9  # never: a page may lie open through a whole meeting

    def get_translations(self, form: Any) -> Any:  # noqa: ARG002 - WTForms' signature
        return _OurWords()

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        """Every line of text is tidied before anything else looks at it."""
        if issubclass(unbound_field.field_class, TextField | HiddenTextField):
            options = {**options, "filters": [tidy, *unbound_field.kwargs.get("filters", ())]}
        return super().bind_field(form, unbound_field, options)


class RowForm(PlainForm):
    """The questions of one row of a ``RowsField``."""

    Meta = _Meta


class RowsField(FieldList):  # type: ignore[type-arg]  # subscriptable in its stubs only
    """The same few questions again and again (children, phones). Works without a script: empty rows wait to be filled,
    a button asks for one more, and a row that was wiped clean is a row taken away."""

    def __init__(
        self, row: type[BaseForm], label: Sayable | None = None, *, blank: int = 1, most: int = 30, **more: Any
    ) -> None:
        super().__init__(FormField(row), label, max_entries=most, **more)  # type: ignore[arg-type]
        self.blank, self.row = blank, row

    def process(self, formdata: Any, *args: Any, **more: Any) -> None:
        """As sent; before anything was sent, what is known and ``blank`` rows to fill."""
        super().process(formdata, *args, **more)
        if formdata is None or not self.entries:
            self.add(self.blank)

    def add(self, n: int = 1) -> None:
        """More empty rows, as far as there may be."""
        for _ in range(min(n, (self.max_entries or 0) - len(self.entries))):
            self._add_entry()  # type: ignore[attr-defined]  # append_entry with nothing to fill in

    def pattern(self) -> Any:
        """One unfilled row whose number is ``__n__``: what the script copies."""
        name = f"{self.name}-__n__"
        row: Any = self.meta.bind_field(
            self._form,  # type: ignore[attr-defined]
            self.unbound_field,
            {"name": name, "id": name, "_meta": self.meta, "translations": self._translations},  # type: ignore[attr-defined]
        )
        row.process(None)
        return row

    def row_errors(self) -> list[Any]:
        """What is wrong with the list as a whole; what is wrong in a row stands in that row."""
        return [error for error in self.errors if not isinstance(error, dict)]

    def filled(self) -> Iterator[Any]:
        """The rows in which something was said."""
        return (entry for entry in self.entries if not _is_blank(entry))

    @property
    def data(self) -> list[Any]:
        """One mapping a filled row."""
        return [entry.data for entry in self.filled()]

    def validate(self, form: BaseForm, extra_validators: Iterable[Validator] = ()) -> bool:
        """Looks at the filled rows only."""
        self.errors = [entry.errors for entry in self.filled() if not entry.validate(form)]
        self._run_validation_chain(form, [*self.validators, *extra_validators])  # type: ignore[attr-defined]
        return not self.errors


def _is_blank(row: Any) -> bool:
    return all(
        not getattr(part, "process_errors", ()) and part.data in BLANK
        for part in row.form
        if not isinstance(part, HiddenField)
    )


class Form(FlaskForm):
    """A page's form. ``validate_on_submit()``, then ``with form.refusals(): command(..., **form.given())``."""

    Meta = _Meta

    def process(self, formdata: Any = None, *args: Any, **more: Any) -> None:
        """As WTForms does, remembering what was sent.

        ``typed=`` is what was typed earlier (a draft); it stands in the boxes as it was typed, and counts as not sent.
        So does what was kept when the session of the person ended in the middle of this page.
        """
        self._sent = self.meta.wrap_formdata(self, formdata)
        shown = self._sent
        typed: Mapping[str, list[str]] | None = more.pop("typed", None)
        if shown is None and (before := self._kept() or typed):
            shown = MultiDict([(name, value) for name, values in before.items() for value in values])
        super().process(shown, *args, **more)

    def _kept(self) -> Mapping[str, list[str]] | None:
        """What was kept of this page, if it is of this form and not of another one on the page."""
        kept: Mapping[str, list[str]] = (g.get("kept_form") if has_app_context() else None) or {}
        own = any(name.split("-", 1)[0] in self._fields for name in kept)
        return kept if own else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Well formed? "Add another" is not a sending: it gives one more row and keeps the typing."""
        rows = [f for f in self if isinstance(f, RowsField) and f.name == (self._sent or {}).get(ADD)]
        for field in rows:
            field.add()
        return not rows and super().validate(extra_validators)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Was this page sent, and is it well formed?"""
        return self._sent is not None and self.validate(extra_validators)

    def given(self) -> dict[str, Any]:
        """Name -> typed value of each field that was sent. What the page did not show is not in it, so that an empty
        post cannot erase what the person could not see; a command's argument for such a field needs a default."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if not isinstance(field, CSRFTokenField) and self._was_sent(field.name)
        }

    def _was_sent(self, name: str) -> bool:
        if self._sent is None:
            return False
        return (
            name in self._sent
            or name in self._sent.getlist(DRAWN)
            or any(key.startswith(name + "-") for key in self._sent)
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the field that it names, or at the top of the page."""
        for field in _each(self):
            if refusal.field is not None and refusal.field in (field.name, field.short_name):
                field.errors = [*field.errors, refusal.message]
                return
        self.form_errors.append(refusal.message)  # type: ignore[arg-type]  # said when it is shown

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Shows what the domain refused (a rule, somebody faster) on this page, typing kept; the view goes on."""
        try:
            yield
        except (RuleBroken, Stale) as refusal:
            self.refuse(refusal)

    def all_errors(self) -> list[tuple[str, Sayable]]:
        """(id of the box to go to, what is wrong), in the order of the page; an empty id has no box."""
        found: list[tuple[str, Sayable]] = [("", message) for message in self.form_errors]
        for field in _each(self):
            if isinstance(field, CSRFTokenField):
                found += [("", _TOKEN)] if field.errors else []
            else:
                found += [(box_of(field), message) for message in field.errors]
        return found


def box_of(field: Any) -> str:
    """The id of the first box of a field that wants attention."""
    if isinstance(field, DayField):
        first = next((box for box in field.boxes if box in field.wrong), field.boxes[0])
        return f"{field.id}-{first}"
    return str(field.id)


def _each(form: Any) -> Iterator[Any]:
    """Every field, those inside rows too; a list of rows itself where it has an error that is not a row's."""
    for field in form:
        if isinstance(field, RowsField):
            for row in field.entries:
                yield from _each(row.form)
            yield _OfTheList(field)
        elif hasattr(field, "form"):
            yield from _each(field.form)
        else:
            yield field


class _OfTheList:
    """A list of rows, as far as its own errors go."""

    def __init__(self, rows: RowsField) -> None:
        self._rows = rows
        self.id, self.name, self.short_name = rows.id, rows.name, rows.short_name

    @property
    def errors(self) -> list[Any]:
        return self._rows.row_errors()

    @errors.setter
    def errors(self, errors: list[Any]) -> None:
        self._rows.errors = [*(e for e in self._rows.errors if isinstance(e, dict)), *errors]
