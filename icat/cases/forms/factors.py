"""The factors of an instrument as a form: an answer, a note and a source for each, none of them compulsory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from icat.cases import fields
from icat.cases.forms.catalogued import line, listed
from icat.cases.steps.assessing import Given
from icat.i18n import Message, Words
from icat.risk.answer import Answer, Reply
from icat.risk.instrument import Factor, Instrument
from icat.web.form import DayField, RadiosField, SelectField, TickField, choices

LABELS = {
    Answer.YES: Message("Yes"),
    Answer.NO: Message("No"),
    Answer.UNKNOWN: Message("Not known"),
    Answer.REFUSED: Message("Would not say"),
    Answer.NOT_ASKED: Message("Not asked"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One factor with its three boxes, as a page draws it."""

    factor: Factor
    answer: Any
    note: Any
    source: Any
    known_on: Any = None
    changed: Any = None


def said(reply: Reply) -> Message | Words:
    """An answer in words."""
    return LABELS[reply] if isinstance(reply, Answer) else reply.label


def stem(instrument: Instrument, factor: Factor) -> str:
    """What the boxes of a factor are called: ``bc19_strangling``."""
    return f"{instrument.code}_{factor.id}".replace("-", "_").replace("_", "", 1)


def boxes(instrument: Instrument, *, dated: bool = False) -> dict[str, Any]:
    """The boxes of all factors by name, for a form that is made of them.

    ``dated``: also since when it is known and whether it changed, for whoever has the time; not at the door.
    """
    made: dict[str, Any] = {}
    for factor in instrument.factors:
        name = stem(instrument, factor)
        offered = choices((str(reply), said(reply)) for reply in instrument.offered(factor))
        made[name] = RadiosField(factor.text, choices=offered)
        made[f"{name}_note"] = line(fields.ANSWER_NOTE)
        made[f"{name}_source"] = SelectField(fields.ANSWER_SOURCE.label, choices=listed("information_source"))
        if dated:
            made[f"{name}_on"] = DayField(fields.ANSWER_KNOWN_ON.label, not_future=True)
            made[f"{name}_changed"] = TickField(fields.ANSWER_CHANGED.label)
    return made


def asked(form: Any, instrument: Instrument) -> list[Asked]:
    """The factors in the form's order, each with its boxes."""
    found = []
    for factor in instrument.factors:
        name = stem(instrument, factor)
        more = [form[f"{name}_{box}"] for box in ("on", "changed") if f"{name}_{box}" in form]
        found.append(Asked(factor, form[name], form[f"{name}_note"], form[f"{name}_source"], *more))
    return found


def answers(form: Any, instrument: Instrument) -> Mapping[str, Given]:
    """What was answered, by factor; what nobody touched was not asked."""
    return {one.factor.id: given(one) for one in asked(form, instrument)}


def given(one: Asked) -> Given:
    """What was answered to one factor."""
    return Given(
        one.answer.data or Answer.NOT_ASKED,
        one.note.data or "",
        one.source.data or "",
        one.known_on.data if one.known_on else None,
        bool(one.changed.data) if one.changed else False,
    )
