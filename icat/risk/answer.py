"""The five answers to a factor, of which three say that nobody knows; and the steps of a tool that asks how often."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import ClassVar

from icat.i18n import Words


class Answer(StrEnum):
    """What was answered. The three that are not knowledge are kept apart: each asks for another next step."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()
    REFUSED = auto()
    NOT_ASKED = auto()

    @property
    def open(self) -> bool:
        """Not known: never counted as no."""
        return self not in KNOWN


KNOWN = (Answer.YES, Answer.NO)  # whoever gives one of them knows


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale, in place of yes and no: "never", "monthly", "weekly"."""

    open: ClassVar[bool] = False  # whoever names a step knows

    id: str
    label: Words
    points: int

    def __str__(self) -> str:
        return self.id


Reply = Answer | Step
