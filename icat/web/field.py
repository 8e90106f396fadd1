"""What a person can be asked for: text, choices, days, moments, phones, each with its own plain refusals.

What was typed is always kept as it was typed, so that a refused page comes back with the person's own words in it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import phonenumbers
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectMultipleField
from wtforms import SelectField as WTSelectField
from wtforms import StringField as WTStringField
from wtforms.fields import Field
from wtforms.fields import FileField as WTFileField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # younger than its stubs
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from icat.clock import KYIV, local, now, today
from icat.files.checking import MOST_BYTES, Brought
from icat.i18n import Message, Sayable

Validator = Callable[[Any, Any], object]
Choices = list[SelectChoice]

SHORT, LONG = 500, 20_000
EARLIEST, LATEST = 1900, 2100
BLANK: tuple[Any, ...] = (None, "", [], False)
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WHOLE_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"([0-9]{1,2})[:., ]?([0-9]{2})")


def tidy(value: Any) -> Any:
    """Text as it is kept: composed (NFC), one kind of line end, no blanks at its ends. Refuses control characters."""
    if not isinstance(value, str):
        return value
    if _UNKEPT.search(value):
        raise ValueError(Message("This text holds a character that cannot be kept. Please type it again."))
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def required(message: Sayable) -> Validator:
    """Something must be given; ``message`` says what. Silent where the typing was already refused."""

    def check(_form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        if field.data in BLANK:
            raise StopValidation(message)  # type: ignore[arg-type]  # WTForms keeps whatever it is given

    check.field_flags = {"required": True}  # type: ignore[attr-defined]  # read by WTForms
    return check


def length(most: int) -> Validator:
    """At most ``most`` characters, and the refusal counts them for the writer."""

    def check(_form: Any, field: Any) -> None:
        n = len(field.data or "")
        if n > most:
            raise ValidationError(Message("Use at most %(max)s characters; you have %(n)s.", max=most, n=n))  # type: ignore[arg-type]

    check.field_flags = {"maxlength": most}  # type: ignore[attr-defined]
    return check


def choices(pairs: Iterable[tuple[Any, ...]], *, blank: Sayable | None = None) -> Choices:
    """Options out of (code, words) or (code, words, hint); ``blank`` is the words of "nothing chosen" in a select."""
    first = [SelectChoice("", blank)] if blank is not None else []
    return first + [SelectChoice(code, words, {"hint": hint[0]} if hint else {}) for code, words, *hint in pairs]


class _Said(Field):
    """Any field of ours: its label and description may be Messages or Words, said in the reader's language."""

    def __init__(
        self, label: Sayable | None = None, validators: Iterable[Validator] | None = None, **more: Any
    ) -> None:
        super().__init__(label, list(validators or []), **more)  # type: ignore[arg-type]


class TextField(_Said, WTStringField):
    """One line."""

    data: Any
    most = SHORT

    def pre_validate(self, form: BaseForm) -> None:
        """Refuses what nobody types: a limit holds even where the form set none."""
        if getattr(self.flags, "maxlength", None) is None:
            length(self.most)(form, self)


class LongTextField(TextField):
    """Several lines."""

    most = LONG


class HiddenTextField(_Said, HiddenField):
    """A value that travels unseen: a version, the code of a row."""


class SecretField(_Said, PasswordField):
    """A password: never shown again, never tidied."""


class UploadField(_Said, WTFileField):
    """A file as it was brought, or None. It is looked at by whoever keeps it; here only so much of it is read."""

    data: Any

    def process_formdata(self, valuelist: Any) -> None:
        """Reads at most one byte more than may be kept, so that what is too large is known to be so."""
        found = next((sent for sent in valuelist if getattr(sent, "filename", "")), None)
        self.data = None
        if found is not None:
            found.stream.seek(0)  # a page may be made twice
            self.data = Brought(found.filename, found.mimetype, found.stream.read(MOST_BYTES + 1))


class TickField(_Said, BooleanField):
    """One box to tick: yes, or nothing said."""


class NumberField(TextField):
    """A whole number, or None."""

    def __init__(
        self,
        label: Sayable | None = None,
        validators: Iterable[Validator] | None = None,
        *,
        least: int = 0,
        most: int = 1_000_000,
        **more: Any,
    ) -> None:
        super().__init__(label, validators, **more)
        self.least, self.greatest, self.typed = least, most, ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed, self.data = str(valuelist[0]), None
        text = self.typed.strip().replace("\u00a0", "")
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValueError(Message("Give a whole number in digits."))
        if not self.least <= int(text) <= self.greatest:
            raise ValueError(Message("Give a number from %(least)s to %(most)s.", least=self.least, most=self.greatest))
        self.data = int(text)

    def pre_validate(self, form: BaseForm) -> None:
        """A number has no length to look at."""

    def _value(self) -> str:
        return self.typed


class YearField(NumberField):
    """A year of four digits, or None."""

    def __init__(
        self,
        label: Sayable | None = None,
        validators: Iterable[Validator] | None = None,
        *,
        not_future: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, validators, least=EARLIEST, most=LATEST, **more)
        self.not_future = not_future

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(Message("Give the year in four digits, such as 1987.")) from wrong
        if self.not_future and self.data is not None and self.data > today().year:
            raise ValueError(Message("The year cannot be in the future."))


class _Chosen(WTSelectField):
    """One of a list, or None where nothing was chosen: "required" is a question of its own."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if valuelist and valuelist[0] == "":
            self.data = None

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None:
            super().pre_validate(form)


class RadiosField(_Said, _Chosen, RadioField):
    """One of a few, all of them in sight."""


class SelectField(_Said, _Chosen):
    """One of many, in a list that opens."""


class ChecksField(_Said, SelectMultipleField):
    """Any number of a list."""


class PhoneField(TextField):
    """A phone as it is dialled: kept as +380671234567, a short number (102, 116123) as it is; or None."""

    def process_data(self, value: Any) -> None:
        self.data = self.typed = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed, self.data = str(valuelist[0]), None
        digits = re.sub(r"[\s().\u00a0-]", "", self.typed)
        if not digits:
            return
        if re.fullmatch(r"1[0-9]{2,5}", digits):
            self.data = digits
            return
        wrong = Message("Give a phone number with its code, such as 067 123 45 67 or +380 67 123 45 67.")
        try:
            number = phonenumbers.parse(digits[:30], "UA")
        except phonenumbers.NumberParseException as error:
            raise ValueError(wrong) from error
        # "Possible only locally" is a number without its code: nobody else could dial it.
        if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise ValueError(wrong)
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _value(self) -> str:
        return self.typed or ""


class DayField(_Said):
    """A day in three boxes, or None. What was typed stays in the boxes; ``wrong`` names the boxes to look at."""

    boxes: tuple[str, ...] = ("day", "month", "year")

    def __init__(
        self,
        label: Sayable | None = None,
        validators: Iterable[Validator] | None = None,
        *,
        not_future: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, validators, **more)
        self.not_future = not_future
        self.typed: dict[str, str] = dict.fromkeys(self.boxes, "")
        self.wrong: set[str] = set()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Reads the boxes out of what was sent, or fills them from ``data``."""
        self.process_errors: list[Any] = []
        data = data if isinstance(data, date) else (self.default() if callable(self.default) else self.default)
        self.object_data = self.data = data
        self.typed = self.split(data)
        if formdata is None or not any(f"{self.name}-{box}" in formdata for box in self.boxes):
            return
        self.typed = {box: formdata.get(f"{self.name}-{box}", "") for box in self.boxes}
        self.data = None
        try:
            self.data = self.read({box: text.strip() for box, text in self.typed.items()})
        except ValueError as refused:
            self.process_errors.append(refused.args[0])

    def split(self, value: Any) -> dict[str, str]:
        """The boxes of a day."""
        if value is None:
            return dict.fromkeys(self.boxes, "")
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def read(self, typed: Mapping[str, str]) -> Any:
        """The day of the boxes, or None if they are empty. Refuses half a day and a day that never was."""
        if whole := _WHOLE_DAY.fullmatch(typed["day"]):
            typed = dict(zip(("day", "month", "year"), whole.groups(), strict=True))
        elif whole := _ISO_DAY.fullmatch(typed["day"]):
            typed = dict(zip(("year", "month", "day"), whole.groups(), strict=True))
        parts = {box: typed[box] for box in ("day", "month", "year")}
        if not any(parts.values()):
            return None
        self.wrong = {box for box, text in parts.items() if not text}
        if self.wrong:
            raise ValueError(Message("Give the day, the month and the year."))
        self.wrong = {box for box, text in parts.items() if not re.fullmatch(r"[0-9]{1,4}", text)}
        if self.wrong:
            raise ValueError(Message("Give a real date, such as 27 3 1987."))
        if not EARLIEST <= int(parts["year"]) <= LATEST:
            self.wrong = {"year"}
            raise ValueError(Message("Give the year in four digits, such as 1987."))
        try:
            given = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        except ValueError as never:
            self.wrong = {"day", "month", "year"}
            raise ValueError(Message("Give a real date, such as 27 3 1987.")) from never
        if self.not_future and given > today():
            self.wrong = {"day", "month", "year"}
            raise ValueError(Message("The date cannot be in the future."))
        return given


class MomentField(DayField):
    """A day and a time on the team's clock, kept as an aware moment; or None.

    In the night when the clocks go back one hour comes twice: the field then asks which of the two was meant
    (``ambiguous``). The hour that is skipped in spring is refused.
    """

    boxes = ("day", "month", "year", "time", "fold")
    ambiguous = False

    def split(self, value: Any) -> dict[str, str]:
        if value is None:
            return dict.fromkeys(self.boxes, "")
        here = local(value)
        return {**super().split(here), "time": f"{here:%H:%M}", "fold": str(here.fold)}

    def read(self, typed: Mapping[str, str]) -> Any:
        given = super().read(typed)
        if given is None and not typed["time"]:
            return None
        if given is None:
            self.wrong = {"day", "month", "year"}
            raise ValueError(Message("Give the day, the month and the year."))
        found = _TIME.fullmatch(typed["time"])
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            self.wrong = {"time"}
            raise ValueError(Message("Give the time in hours and minutes, such as 14:20."))
        here = datetime(given.year, given.month, given.day, int(found[1]), int(found[2]), tzinfo=KYIV)
        early, late = here.replace(fold=0).utcoffset(), here.replace(fold=1).utcoffset()
        assert early is not None and late is not None  # noqa: S101, PT018 - a zone always knows its offset
        if early < late:
            self.wrong = {"time"}
            raise ValueError(Message("The clocks went forward that night, so this time did not exist."))
        if early > late:
            self.ambiguous = True
            if typed["fold"] not in ("0", "1"):
                self.wrong = {"fold"}
                raise ValueError(Message("The clocks went back that night. Say which of the two hours you mean."))
            here = here.replace(fold=int(typed["fold"]))
        moment = here.astimezone(UTC)
        if self.not_future and moment > now():
            self.wrong = {"day", "month", "year", "time"}
            raise ValueError(Message("The time cannot be in the future."))
        return moment
