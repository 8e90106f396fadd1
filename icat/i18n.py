"""What is said to people: marked in English where it arises, put into the reader's language only where it is shown.

``Message`` travels through the domain untranslated; ``str()`` of it is the sentence in the language of the moment.
``Words`` is the same for texts that live in data files and carry their languages with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from babel.support import NullTranslations, Translations

LANGUAGES = ("uk", "en")
DEFAULT_LANGUAGE = "uk"
LOCALE_DIR = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def language() -> str:
    """The language in which things are being said now: ``uk`` or ``en``."""
    return _language.get()


def set_language(code: str) -> None:
    """Speak ``code`` from here on in this context. Refuses a language that ICAT does not speak."""
    if code not in LANGUAGES:
        raise ValueError(f"not a language of this installation: {code}")
    _language.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak ``code`` for a while: a print in her language, a test."""
    token = _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """The compiled catalogue of one language; English is the source, so it needs none."""
    return NullTranslations() if code == "en" else Translations.load(LOCALE_DIR, [code])


def gettext(msgid: str, /, **values: Any) -> str:
    """``msgid`` in the language of the moment, with ``%(name)s`` filled from ``values``."""
    text = catalogue(language()).ugettext(msgid) if msgid else ""
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> str:
    """The form that the language wants for ``n`` things (Ukrainian has three); ``%(n)s`` and ``%(num)s`` are ``n``."""
    return catalogue(language()).ungettext(singular, plural, n) % {"n": n, "num": n, **values}


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence to be said later: ``Message("%(count)s days left", count=3)``."""

    msgid: str
    plural_id: str
    values: tuple[tuple[str, Any], ...]

    def __init__(self, msgid: str, /, **values: Any) -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "plural_id", "")
        object.__setattr__(self, "values", tuple(values.items()))

    @classmethod
    def plural(cls, singular: str, plural: str, n: int, /, **values: Any) -> Self:
        """A sentence whose form depends on ``n``."""
        message = cls(singular, **{"n": n, **values})
        object.__setattr__(message, "plural_id", plural)
        return message

    def __str__(self) -> str:
        values = dict(self.values)
        if self.plural_id:
            return ngettext(self.msgid, self.plural_id, values["n"], **{k: v for k, v in values.items() if k != "n"})
        return gettext(self.msgid, **values)

    def __html__(self) -> str:
        from markupsafe import escape  # noqa: PLC0415 - only pages need it

        return str(escape(str(self)))


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a data file in both languages."""

    uk: str
    en: str

    def __str__(self) -> str:
        return self.en if language() == "en" else self.uk


Sayable = Message | Words | str
