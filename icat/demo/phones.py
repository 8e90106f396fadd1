"""What came from phones without signal in the demonstration, told through the product's own commands."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from icat import clock
from icat.cases.commands.parcel import defer_parcel, receive_parcel
from icat.cases.models import ParcelKind
from icat.config import DATA
from icat.demo.people import Cast
from icat.members.commands.signing_in import begin_demo_session
from icat.members.commands.tickets import issue_ticket
from icat.members.queries.signed_in import signed_in
from icat.members.queries.tickets import holder
from icat.policy.actor import system


class Line(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One parcel that waits: there was nobody to ask on which legal basis it is told."""

    by: str
    hours_ago: int
    minutes_on_the_way: int
    kind: ParcelKind
    typed: dict[str, str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    parcels: list[Line]


def phones(cast: Cast, now: datetime) -> Iterator[Iterator[datetime]]:
    """Each as a story of its own."""
    content = tomllib.loads((DATA / "demo" / "phones.toml").read_text(encoding="utf-8"))
    for line in msgspec.convert(content, _File).parcels:
        yield _told(line, cast, now)


def _told(line: Line, cast: Cast, now: datetime) -> Iterator[datetime]:
    actor, client_id = cast.actors[line.by], uuid4()
    came_at = now - timedelta(hours=line.hours_ago)
    written_at = came_at - timedelta(minutes=line.minutes_on_the_way)
    yield written_at - timedelta(hours=2)
    person = signed_in(begin_demo_session(actor.account_id, device="Chrome, Android"), clock.now())
    if person is None:
        raise LookupError(line.by)
    issued = issue_ticket(actor, person.session_id)
    yield came_at
    who = holder(issued.token, client_id, clock.now())
    if who is None:
        raise LookupError(line.by)
    machine = system(actor.team_id, actor.team_code)
    received = receive_parcel(
        machine,
        who.ticket_id,
        client_id=client_id,
        part=1,
        kind=line.kind,
        written_at=written_at,
        typed={name: [text] for name, text in line.typed.items()},
    )
    defer_parcel(machine, received.parcel_id)
