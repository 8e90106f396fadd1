"""Inquiries for tests, made by the product's own commands."""

from typing import Any

from sqlalchemy import select

from icat.audit.models import LedgerEntry
from icat.cases.commands.bars import bar_member
from icat.db import engine as db
from icat.inquiries.commands.inquiry import Asked, confirm_identity, link_inquiry, receive_inquiry
from icat.inquiries.models import Inquiry
from icat.inquiries.queries.register import InquiryView, inquiry
from icat.members.commands import founding
from icat.members.queries.signed_in import actor_of
from icat.policy.roles import Role
from tests.make import STARTED, MadeCase, Person, World

CATEGORIES = ("identity", "risk", "services")


def dpo(world: World) -> Person:
    """The team's data protection officer."""
    account_id = founding.open_account("dpo", "Віра Ґонта", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    member_id = founding.appoint(
        world.team_id, "KHM", account_id, world.social, [Role.DPO], position="", from_on=STARTED
    )
    made = Person(member_id, account_id, actor_of(member_id), "Віра Ґонта")
    db.end()
    return made


def kept_away(world: World, case: MadeCase) -> None:
    """The chair must not learn of the case."""
    chair = world.chair
    bar_member(
        world.coordinator.actor, case.id, member_id=chair.member_id, name=chair.name, link="брат", reason="родич"
    )
    db.end()


def received(who: Person, kind: str = "agency", **more: Any) -> int:
    """An inquiry in the register, answered by ``who``."""
    given = {name: more.pop(name) for name in ("received_at", "holder_id", "language") if name in more}
    said = {
        "asked_by": "Ольга Запитальна",
        "about": "Ґалаґан Єва",
        "purpose": "призначення послуги",
        "categories": CATEGORIES,
        **more,
    }
    number = receive_inquiry(who.actor, kind=kind, channel="post", asked=Asked(**said), **given)
    db.end()
    return number


def row(number: int) -> Inquiry:
    """The row as it is now."""
    db.end()
    return db.session().scalars(select(Inquiry).where(Inquiry.number == number)).one()


def view(who: Person, number: int) -> InquiryView:
    """The inquiry as somebody finds it."""
    db.end()
    found = inquiry(who.actor, number)
    db.end()
    return found


def checked(who: Person, number: int) -> None:
    """Identity confirmed."""
    found = row(number)
    confirm_identity(who.actor, found.id, found.version, shown="letterhead", note="№ 12 від 01.11.2026")


def tied(who: Person, number: int, case: MadeCase) -> None:
    """Tied to the case."""
    found = row(number)
    link_inquiry(who.actor, found.id, found.version, case_id=case.id)


def events() -> list[str]:
    """The events of the ledger, in order."""
    db.end()
    rows = db.session().scalars(select(LedgerEntry.event).order_by(LedgerEntry.seq)).all()
    return [str(event) for event in rows]
