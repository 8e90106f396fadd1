"""Reports on what was read: who saw a case, and what somebody opened without a task."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from icat import clock
from icat.audit.events import TOLD, Event, Group
from icat.audit.ledger import NOBODY
from icat.audit.queries import log
from icat.i18n import Message, Sayable
from icat.reports.queries import tasks
from icat.reports.queries.answer import Report, Row, counted, found
from icat.reports.queries.asking import Question
from icat.reports.queries.duties import tasks_on
from icat.reports.queries.log import Told, categories_said, references_of, shares_of, under

# What shows something of a case. Who looks at the log sees that it was shown, and nothing of it.
SHOWN = frozenset(
    event
    for event, told in TOLD.items()
    if told.group is Group.READING and event not in (Event.LOG_READ, Event.REPORT_READ)
)

NO_TRACE = Message(
    "A task is worked out from what stands in ICAT: referral, agenda, questions, actions, reviews, own acts. What was "
    "agreed by telephone leaves no trace here. Ask before you judge."
)
NOT_KEPT = Message("the case is no longer kept: it cannot be said")


def who_saw(question: Question) -> Report:
    """Every page on which the case was shown to somebody, newest first, with categories and under which share."""
    entries, cut = found(question.asked(events=SHOWN))
    names = question.names
    shares = _shares(question, entries)
    rows = tuple(
        Row(
            entry.seq,
            entry.at,
            (
                names.person(entry.actor_id),
                names.agency(entry.agency_id),
                TOLD[entry.event].sentence,
                _seen(entry, shares),
            ),
        )
        for entry in entries
    )
    return Report(
        question.code,
        (
            Message("Time"),
            Message("Who"),
            Message("Agency"),
            Message("How"),
            Message("What was seen, and under which share"),
        ),
        rows,
        totals=counted(f"{names.person(entry.actor_id)}, {names.agency(entry.agency_id)}" for entry in entries),
        notes=(
            Message("A list of cases counts too: it shows the case in one line."),
            Message("Looks at the log are not here: they show nothing of the case. The log has them."),
        ),
        is_cut=cut,
    )


def untasked(question: Question) -> Report:
    """What was opened without a task: of one person, or of everybody."""
    entries, cut = found(question.asked(events=frozenset({Event.CASE_READ})))
    if not entries:
        return _untasked(question, (), cut)
    read = {seen.case_id for entry in entries for seen in entry.cases}
    known = tasks_on(question.actor.team_id, read, entries[-1].at, entries[0].at)
    references = references_of(question.actor.team_id, read)
    rows = []
    for entry, case_id, before in _without(question, entries, known):
        cells = (
            question.names.person(entry.actor_id),
            question.names.agency(entry.agency_id),
            references.get(case_id, "") or Message("no such case"),
            str(entry.fact("page") or ""),
            before,
        )
        rows.append(Row(entry.seq, entry.at, cells))
    return _untasked(question, tuple(rows), cut)


def _untasked(question: Question, rows: tuple[Row, ...], cut: bool) -> Report:
    return Report(
        question.code,
        (
            Message("Time"),
            Message("Who"),
            Message("Agency"),
            Message("Case"),
            Message("Page"),
            Message("Last task before"),
        ),
        rows,
        totals=counted(row.cells[0] for row in rows),
        notes=(NO_TRACE,),
        is_cut=cut,
    )


def _without(
    question: Question, entries: Iterable[log.Entry], known: dict[UUID, list[tasks.Task]]
) -> Iterator[tuple[log.Entry, UUID, Sayable]]:
    """Each case of each reading that nothing gave a reason for, with what the reader's last task on it had been."""
    for entry in entries:
        member = question.names.people.get(entry.actor_id)
        reader = tasks.Reader(entry.actor_id, entry.agency_id, frozenset(member.roles if member else ()))
        for case_id in dict.fromkeys(seen.case_id for seen in entry.cases):
            if case_id not in known:
                yield entry, case_id, NOT_KEPT
            elif tasks.task_at(reader, known[case_id], entry.at) is None:
                yield entry, case_id, _before(tasks.last_task(reader, known[case_id], entry.at))


def _before(task: tasks.Task | None) -> Sayable:
    if task is None or task.until is None:
        return Message("none")
    return Message("%(task)s, over on %(day)s", task=task.kind.label, day=_day(task.until))


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%d.%m.%Y}"


def _seen(entry: log.Entry, shares: dict[UUID, Told]) -> str:
    seen = [one for one in entry.cases if one.categories]
    return "; ".join(f"{categories_said([one])} ({under(one, shares)})" for one in seen)


def _shares(question: Question, entries: Iterable[log.Entry]) -> dict[UUID, Told]:
    ids = {seen.share_id for entry in entries for seen in entry.cases} - {NOBODY}
    return shares_of(question.actor.team_id, ids, question.names)
