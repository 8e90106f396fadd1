"""The five answers to a factor, of which three say that nobody knows."""

from enum import StrEnum, auto


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
        return self not in (Answer.YES, Answer.NO)
