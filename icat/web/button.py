"""A button with an address of its own: it has no form beside which a refusal could stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from icat.errors import RuleBroken, Stale


@contextmanager
def pressed(done: str) -> Iterator[None]:
    """Say at the head of the next page that it was ``done``, or why not. Other refusals go their usual way."""
    try:
        yield
    except (RuleBroken, Stale) as refused:
        flash(str(refused.message))
    else:
        flash(done)
