"""The referral form: everything an officer may know, of which very little is compulsory.

This is the one grammar of its fields: each page of a referral picks the boxes that it shows from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from icat import legal
from icat.cases import fields
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import any_of, line, lines, one_of, picked
from icat.cases.forms.factors import answers, boxes
from icat.cases.forms.referral_parts import BarredRow, ChildRow, OtherRow
from icat.cases.steps.submitting import People, Told
from icat.i18n import Message
from icat.risk import instrument
from icat.web.form import (
    DayField,
    PhoneField,
    RadiosField,
    RowsField,
    SelectField,
    TickField,
    UploadField,
    YearField,
    choices,
    required,
)

SURVIVOR = (
    "surname", "given_name", "patronymic", "other_names", "birth_on", "birth_year", "is_estimated", "address_now",
    "address_home", "safe_method", "safe_number", "safe_hours", "safe_person", "code_word", "language", "needs",
    "status",
)  # fmt: skip
PERPETRATOR = (
    "surname", "given_name", "patronymic", "other_names", "birth_on", "birth_year", "is_estimated", "relationship",
    "phone", "whereabouts", "address_home", "workplace", "vehicle", "service_status", "weapons",
)  # fmt: skip
SAID = (
    "tried_so_far", "own_view", "own_rating", "own_rating_on", "own_rating_asked_by", "wants", "why_without",
    "sex_preference", "police_level", "police_level_on", "police_level_by", "judgement", "child_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its anchor, its title, and how far it has come."""

    id: str
    title: Message
    state: Message
    needed: bool
    is_open: bool


class ReferralForm(ActForm):
    """The whole referral on one page."""

    urgency = one_of(
        fields.Field(Message("How urgent is it?"), legal.Category.RISK),
        "urgency",
        required(Message("Say how urgent it is.")),
    )
    hromada = SelectField(Message("Hromada"), [required(Message("Choose the hromada."))], choices=())

    surname = line(fields.SURNAME)
    given_name = line(fields.GIVEN_NAME)
    patronymic = line(fields.PATRONYMIC)
    other_names = line(fields.OTHER_NAMES)
    birth_on = DayField(fields.BIRTH_ON.label, not_future=True)
    birth_year = YearField(fields.BIRTH_YEAR.label, not_future=True, description=Message("If the date is not known."))
    is_estimated = TickField(Message("The year is estimated"))
    address_now = line(
        fields.ADDRESS_NOW, hint=Message("Kept apart from everything else, and never passed on with the rest.")
    )
    with_address = TickField(
        Message("The coordinator may see where she is now"),
        description=Message("Only with her consent. Without this only your own agency sees it."),
    )
    address_home = line(fields.ADDRESS_HOME)
    safe_method = one_of(fields.SAFE_METHOD, "contact_method")
    safe_number = PhoneField(fields.SAFE_NUMBER.label)
    safe_hours = line(fields.SAFE_HOURS, hint=Message("For example: from 10 to 12, never in the evening."))
    safe_person = line(fields.SAFE_PERSON)
    code_word = line(fields.CODE_WORD)
    language = picked(fields.LANGUAGE, "language")
    needs = any_of(fields.NEEDS, "need")
    status = any_of(fields.STATUS, "survivor_status")

    his_surname = line(fields.SURNAME)
    his_given_name = line(fields.GIVEN_NAME)
    his_patronymic = line(fields.PATRONYMIC)
    his_other_names = line(fields.OTHER_NAMES)
    his_birth_on = DayField(fields.BIRTH_ON.label, not_future=True)
    his_birth_year = YearField(
        fields.BIRTH_YEAR.label, not_future=True, description=Message("If the date is not known.")
    )
    his_is_estimated = TickField(Message("The year is estimated"))
    his_relationship = picked(fields.RELATIONSHIP, "relationship")
    his_phone = PhoneField(fields.PHONE.label)
    his_whereabouts = lines(fields.WHEREABOUTS)
    his_address_home = line(fields.ADDRESS_HOME)
    his_workplace = line(fields.WORKPLACE)
    his_vehicle = line(fields.VEHICLE)
    his_service_status = line(fields.SERVICE_STATUS)
    his_weapons = lines(fields.WEAPONS)

    child_count = one_of(fields.CHILD_COUNT, "child_count")
    children = RowsField(ChildRow, Message("Children"), most=20)
    others = RowsField(OtherRow, Message("Other people"), most=20)

    reason_now = lines(
        fields.REASON_NOW,
        hint=Message(
            "One to five sentences: what happened, what changed, what is feared next. What is written may be read by "
            "his lawyer: facts, and who said them."
        ),
    )
    tried_so_far = lines(fields.TRIED_SO_FAR)
    judgement = lines(fields.JUDGEMENT, hint=Message("How you see the danger, and why. It stands under your name."))

    own_view = lines(fields.OWN_VIEW, hint=Message("Say who heard it and when."))
    wants = any_of(fields.WANTS, "want")
    own_rating = line(fields.OWN_RATING, hint=Message("Her own words: how dangerous does she think he is now?"))
    own_rating_on = DayField(Message("On which day she said it"), not_future=True)
    own_rating_asked_by = line(fields.OWN_RATING_ASKED_BY)
    sex_preference = one_of(fields.SEX_PREFERENCE, "worker_sex")

    told = one_of(fields.TOLD, "informed_told")
    agrees = one_of(
        fields.AGREES,
        "informed_agrees",
        hint=Message("That the team’s office reads this, and that the agencies of the team learn who is concerned."),
    )
    why_without = lines(fields.WHY_WITHOUT, hint=Message("Needed when she objects or was not told."))
    basis_code = RadiosField(
        Message("On which legal basis does your agency tell the team's office?"),
        [required(Message("Choose the legal basis."))],
        choices=(),
    )

    barred = RowsField(BarredRow, Message("Who must not learn of this"), most=20)

    paper = UploadField(
        Message("Photo of the official form"),
        description=Message("Cover the address where she is hiding, if it stands there."),
    )
    police_level = one_of(fields.POLICE_LEVEL, "police_level", hint=Message("Exactly as it stands on the form."))
    police_level_by = line(fields.POLICE_LEVEL_BY)
    police_level_on = DayField(Message("Date of the form"), not_future=True)

    def offer(self, hromadas: Sequence[tuple[str, Any]], bases: Sequence[legal.Basis]) -> None:
        """Fill in what this team and this agency may choose from."""
        self.hromada.choices = choices(hromadas)
        if len(hromadas) == 1 and not self.hromada.data:
            self.hromada.data = hromadas[0][0]
        self.basis_code.choices = choices((b.code, b.label, b.when) for b in bases)

    def relax(self) -> None:
        """For what completes a referral: urgency, place and basis were said there."""
        for name in ("urgency", "hromada", "basis_code"):
            if name in self:
                self[name].validators = ()
                self[name].flags.required = False

    def submitted(self) -> dict[str, Any]:
        """What the command is given."""
        told = {name: self[name].data for name in SAID if name in self}
        bc, lap = instrument.current("bc-19"), instrument.current("lap-11")
        return {
            "people": People(
                survivor=_person(self, SURVIVOR),
                perpetrator=_person(self, PERPETRATOR, "his_"),
                children=[_filled(row) for row in _data(self, "children") or ()],
                others=[_filled(row) for row in _data(self, "others") or ()],
            ),
            "told": Told(
                _data(self, "reason_now") or "",
                _data(self, "told") or "",
                _data(self, "agrees") or "",
                _data(self, "basis_code") or "",
                {name: _kept(name, value) for name, value in told.items()},
            ),
            "hromada": _data(self, "hromada") or "",
            "urgency": _data(self, "urgency") or "",
            "barred": [_filled(row) for row in _data(self, "barred") or ()],
            "with_address": bool(_data(self, "with_address")),
            "answers": answers(self, bc) if set(boxes(bc)) <= set(self._fields) else {},
            "lap_answers": answers(self, lap) if set(boxes(lap)) <= set(self._fields) else {},
        }


def _person(form: Any, names: Sequence[str], stem: str = "") -> Mapping[str, Any]:
    return {name: _kept(name, form[stem + name].data) for name in names if stem + name in form}


def _data(form: Any, name: str) -> Any:
    """What stands in a box; nothing where the page does not have it."""
    return form[name].data if name in form else None


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _kept(name, value) for name, value in row.items()}


_DAYS = ("birth_on", "own_rating_on", "police_level_on")
_LISTS = ("needs", "status", "wants")


def _kept(name: str, value: Any) -> Any:
    """As the column keeps it: no text is an empty text, a year is text, a day may be none."""
    if name in _LISTS:
        return value or []
    if name in _DAYS or isinstance(value, bool):
        return value
    return "" if value is None else str(value)


@cache
def referral_form(asks_lap: bool) -> type[ReferralForm]:
    """The form of a team: with the 19 factors, and the 11 questions where the team asks them at the door."""
    made = boxes(instrument.current("bc-19"))
    if asks_lap:
        made |= boxes(instrument.current("lap-11"))
    return type("TeamReferralForm", (ReferralForm,), made)


def pick(names: Sequence[str], name: str = "PickedForm") -> type[ReferralForm]:
    """A form of some of the boxes, in the order of the grammar."""
    grammar = [box for box, found in vars(ReferralForm).items() if hasattr(found, "field_class")]
    return type(name, (ReferralForm,), dict.fromkeys(set(grammar) - set(names)))


_SECTIONS: tuple[tuple[str, Message, tuple[str, ...], tuple[str, ...]], ...] = (
    ("first", Message("First things"), ("urgency", "hromada"), ()),
    ("survivor", Message("Survivor"), (), ()),
    ("more-of-her", Message("More about her: addresses, needs, circumstances"), (), ()),
    ("contact", Message("How to reach her safely"), (), ()),
    ("perpetrator", Message("Person who probably committed the violence"), (), ()),
    ("more-of-him", Message("More about him: work, vehicle, service, weapons"), (), ()),
    ("children", Message("Children"), (), ()),
    ("others", Message("Other people"), (), ()),
    ("reason", Message("Why now"), (), ()),
    ("voice", Message("Her own voice"), (), ()),
    ("law", Message("What she was told, and the legal basis"), ("basis_code",), ()),
    ("barred", Message("Who must not learn of this"), (), ()),
    ("police", Message("Level on the police form"), (), ()),
    ("lap", Message("Eleven quick questions"), (), ()),
    ("factors", Message("Risk factors"), (), ()),
)  # fmt: skip
_OWN_BOXES = {
    "more-of-her": ("patronymic", "other_names", "address_home", "address_now", "with_address", "needs", "status"),
    "more-of-him": ("his_other_names", *(f"his_{name}" for name in PERPETRATOR[8:] if name != "whereabouts")),
    "children": ("children",),
    "others": ("others",),
    "voice": ("own_view", "wants", "own_rating", "own_rating_on", "own_rating_asked_by", "sex_preference"),
    "barred": ("barred",),
    "police": ("police_level", "police_level_by", "police_level_on"),
}


def sections(form: ReferralForm, *, asks_lap: bool) -> list[Section]:
    """The parts of the page with how far each has come; what is optional opens once something is in it or is wrong."""
    found = []
    for id, title, all_of, some_of in _SECTIONS:
        if id == "lap" and not asks_lap:
            continue
        needed = bool(all_of or some_of)
        names = (*all_of, *some_of, *_OWN_BOXES.get(id, ()), *_factor_boxes(id))
        ready = all(form[name].data for name in all_of) and (not some_of or any(form[name].data for name in some_of))
        begun = any(form[name].data for name in names)
        if needed:
            state = Message("Filled in") if ready else Message("Needed")
        else:
            state = Message("Filled in") if begun else Message("If known")
        wrong = any(form[name].errors for name in names)
        found.append(Section(id, title, state, needed and not ready, needed or begun or wrong))
    return found


def _factor_boxes(section: str) -> tuple[str, ...]:
    code = {"lap": "lap-11", "factors": "bc-19"}.get(section)
    return tuple(boxes(instrument.current(code))) if code else ()
