"""The inquiries of the demonstration, told through the product's own commands."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from icat import clock
from icat.cases.models import Case, Part, Person
from icat.config import DATA
from icat.db import engine as db
from icat.demo.people import Cast
from icat.inquiries.commands.inquiry import (
    Asked,
    answer_inquiry,
    assign_inquiry,
    confirm_identity,
    link_inquiry,
    receive_inquiry,
)
from icat.inquiries.models import Inquiry
from icat.policy.actor import Actor


class Line(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One inquiry."""

    days_ago: int
    kind: str
    channel: str
    holder: str
    asked_by: str
    about: str
    capacity: str = ""
    reply_to: str = ""
    paper_number: str = ""
    purpose: str = ""
    ground: str = ""
    categories: list[str] = []
    answer_in: int = 0
    check: str = ""
    check_note: str = ""
    case: bool = False
    outcome: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    inquiries: list[Line]


def inquiries(cast: Cast, now: datetime) -> list[Iterator[datetime]]:
    """The inquiries as stories: each gives the moment at which it goes on."""
    content = tomllib.loads((DATA / "demo" / "inquiries.toml").read_text(encoding="utf-8"))
    return [_told(line, cast, now) for line in msgspec.convert(content, _File).inquiries]


def _told(line: Line, cast: Cast, now: datetime) -> Iterator[datetime]:
    coordinator = cast.actors["yushchenko"]
    holder = cast.actors[line.holder]
    start = clock.local(now - timedelta(days=line.days_ago)).replace(hour=11, minute=20)
    yield start
    day = start.date()
    number = receive_inquiry(
        coordinator,
        kind=line.kind,
        channel=line.channel,
        holder_id=holder.member_id,
        asked=Asked(
            asked_by=line.asked_by,
            about=line.about,
            capacity=line.capacity,
            reply_to=line.reply_to,
            paper_number=line.paper_number,
            paper_on=day - timedelta(days=2) if line.paper_number else None,
            purpose=line.purpose,
            ground=line.ground,
            categories=line.categories,
            answer_by=clock.local(now).date() + timedelta(days=line.answer_in) if line.answer_in else None,
        ),
    )
    yield start + timedelta(minutes=25)
    if line.check:
        row = _row(coordinator, number)
        confirm_identity(coordinator, row.id, row.version, shown=line.check, note=line.check_note)
    if line.case:
        _tie(coordinator, holder, number)
    if line.outcome:
        row = _row(coordinator, number)
        answer_inquiry(holder, row.id, row.version, outcome=line.outcome)


def _tie(coordinator: Actor, holder: Actor, number: int) -> None:
    """Tie it to the oldest case of the team whose survivor the first story tells of, where that is there."""
    first = (
        select(Case.id)
        .join(Person, Person.case_id == Case.id)
        .where(Case.team_id == coordinator.team_id, Case.is_emergent, Person.part == Part.SURVIVOR)
        .order_by(Case.opened_at)
        .limit(1)
    )
    row = _row(coordinator, number)
    case_id = db.session().scalar(first)
    if case_id is None:
        return
    link_inquiry(coordinator, row.id, row.version, case_id=case_id)
    if holder.member_id != coordinator.member_id:
        row = _row(coordinator, number)
        assign_inquiry(coordinator, row.id, row.version, holder_id=holder.member_id)


def _row(actor: Actor, number: int) -> Inquiry:
    db.end()
    return db.session().scalars(select(Inquiry).where(Inquiry.team_id == actor.team_id, Inquiry.number == number)).one()
