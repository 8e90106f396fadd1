"""The report on inquiries that nobody has answered yet: a person has a month, an authority ten working days."""

from datetime import timedelta

from icat import clock
from icat.audit.events import Event
from icat.i18n import Message
from icat.inquiries.queries.register import PAGE, Row, Wanted, register
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.queries import answer
from icat.reports.queries.answer import Report, found
from icat.reports.queries.asking import Question


def unanswered(question: Question) -> Report:
    """What waits in the register, the most pressing first: the kind of who asks, never a name."""
    entries, _cut = found(question.asked(events=frozenset({Event.INQUIRY_RECEIVED})))
    recorded = {entry.fact("number"): entry.seq for entry in entries}
    keeps_register = can(question.actor, Permission.INQUIRIES_READ)
    waiting = [row for row in _open(question) if keeps_register or row.number in recorded]
    overdue = sum(row.is_overdue for row in waiting)
    rows = [
        answer.Row(
            recorded.get(row.number),
            row.received_at,
            (
                str(row.number),
                row.kind,
                f"{row.due_on:%d.%m.%Y}",
                _state(row),
                row.holder,
                Message("yes") if row.is_hold else Message("no"),
            ),
        )
        for row in sorted(waiting, key=lambda row: (row.due_on, row.number))
    ]
    return Report(
        question.code,
        (
            Message("Received"),
            Message("Number"),
            Message("Who asks"),
            Message("Answer due"),
            Message("State"),
            Message("Who answers"),
            Message("Nothing may be destroyed"),
        ),
        tuple(rows),
        totals=((Message("Overdue"), overdue), (Message("In time"), len(waiting) - overdue)),
        notes=(Message("Which case an inquiry is about is not in the register: not even that there is one."),),
    )


def _open(question: Question) -> list[Row]:
    rows: list[Row] = []
    while len(rows) <= answer.MOST:
        more = register(question.actor, Wanted(state="open", before=rows[-1].number if rows else None))[:PAGE]
        rows += more
        if len(more) < PAGE:
            break
    return rows


def _state(row: Row) -> Message:
    if not row.is_overdue:
        return row.state.label
    days = (clock.today() - row.due_on) // timedelta(days=1)
    return Message.plural("overdue by %(n)s day", "overdue by %(n)s days", days)
