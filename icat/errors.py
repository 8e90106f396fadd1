"""Refusals: exceptions that are meant for a person and can be shown as they stand."""

from icat.i18n import Message, Sayable


class Refusal(Exception):
    """Something that ICAT will not do, said so that a person understands it."""

    def __init__(self, message: Sayable, *, field: str | None = None) -> None:
        """``message`` is for the reader; ``field`` names the form field beside which it belongs."""
        super().__init__(str(message))
        self.message = message
        self.field = field


class RuleBroken(Refusal):
    """What was asked for is against a rule of the work."""


class Stale(Refusal):
    """Somebody else changed the thing first; nothing was written."""

    def __init__(self, message: Sayable | None = None) -> None:
        super().__init__(
            message or Message("Somebody else changed this while you were working. Nothing was saved yet.")
        )


class NotFound(Refusal):
    """No such thing, or not for this person: both get the same answer."""

    def __init__(self) -> None:
        super().__init__(Message("Page not found"))


class NotAllowed(Refusal):
    """The person may know that it exists but may not do this."""

    def __init__(self, message: Sayable | None = None) -> None:
        super().__init__(message or Message("You may not do this."))


class Busy(Refusal):
    """The system is too busy to write just now; nothing is half done."""

    def __init__(self) -> None:
        super().__init__(Message("The system is busy. Nothing was saved. Please try again in a moment."))


class ConfigError(Refusal):
    """The installation is set up wrongly; the sentence says how to mend it."""
