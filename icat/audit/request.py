"""The number of the request being answered, by which a reading's leaf and its response are matched."""

import secrets
from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("request number", default="")


def new_request() -> str:
    """Begin a new request and give its number: 16 hexadecimal characters."""
    number = secrets.token_hex(8)
    _request.set(number)
    return number


def request_number() -> str:
    """The number of this request; work outside one gets a number of its own."""
    return _request.get() or new_request()
