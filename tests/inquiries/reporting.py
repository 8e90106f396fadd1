"""A report to the person whose data they are, prepared by the product's own steps."""

from typing import Any

from icat.db import engine as db
from icat.i18n import set_language
from icat.inquiries.commands.inquiry import assign_inquiry
from icat.inquiries.documents import prepare
from icat.inquiries.queries.subject_report import Draft, ReportView, draft, report
from tests.inquiries.asking import checked, received, row, tied, view
from tests.make import MadeCase, Person, World


def asked(world: World, officer: Person, case: MadeCase, kind: str = "subject", **more: Any) -> int:
    """An inquiry that is tied, checked, and held by the data protection officer."""

    number = received(world.coordinator, kind, language="en", **more)
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)
    found = row(number)
    assign_inquiry(world.coordinator.actor, found.id, found.version, holder_id=officer.member_id)
    db.end()
    return number


def drafted(officer: Person, number: int, which: int = 1) -> Draft:
    """What could be said."""
    set_language("en")
    id = row(number).id
    db.end()
    found = draft(officer.actor, id, which)
    db.end()
    return found


def prepared(officer: Person, number: int, *, which: int = 1, **kept: tuple[bool, str]) -> None:
    """Laid before the second person, as the rule has it but for what is said."""
    by_rule = {block.code: (block.is_kept, "") for block in drafted(officer, number, which).blocks}
    prepare(officer.actor, view(officer, number), which, {**by_rule, **kept})
    db.end()


def seen(who: Person, number: int) -> ReportView | None:
    """The report as somebody finds it."""
    id = row(number).id
    db.end()
    found = report(who.actor, id)
    db.end()
    return found
