"""Reports on what left the house and on what was refused."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from icat import codes
from icat.audit.events import TOLD, Group
from icat.audit.queries import log
from icat.i18n import Message, Sayable
from icat.policy.permissions import Permission
from icat.reports.queries.answer import Report, Row, counted, found
from icat.reports.queries.asking import Question
from icat.reports.queries.log import basis_label, references_of, shares_of

# So many refusals of one person within a day are a pattern; one alone is a slip (settled with practice: alert on a
# pattern, not on one).
OFTEN = 3
A_DAY = timedelta(days=1)


def exports(question: Question) -> Report:
    """Everything that was exported in a period: papers with their copy and holder, files of the log, packs."""
    entries, cut = found(question.asked(groups=frozenset({Group.EXPORT})))
    shares = shares_of(question.actor.team_id, {one.share_id for one in entries if one.share_id}, question.names)
    references = _references(question, entries)
    rows = []
    for entry in entries:
        told = shares.get(entry.share_id) if entry.share_id else None
        basis = entry.basis or (told.basis_code if told else None)
        cells = (
            question.names.person(entry.actor_id),
            question.names.agency(entry.agency_id),
            TOLD[entry.event].sentence,
            _cases(entry, references),
            str(entry.fact("copy") or ""),
            _word("plan_holder", entry.fact("holder")) or (told.recipient if told else ""),
            (told.purpose.words if told else "") or _word("report_use", entry.fact("use")),
            basis_label(basis) if basis else "",
        )
        rows.append(Row(entry.seq, entry.at, cells))
    return Report(
        question.code,
        (
            Message("Time"),
            Message("Who"),
            Message("Agency"),
            Message("What left"),
            Message("Case"),
            Message("Copy number"),
            Message("Given to"),
            Message("Purpose"),
            Message("Legal basis"),
        ),
        tuple(rows),
        totals=counted(TOLD[entry.event].sentence for entry in entries),
        is_cut=cut,
    )


def refusals(question: Question) -> Report:
    """Everything that was refused in a period; above it, who was refused so often within a day that it is a pattern."""
    entries, cut = found(question.asked(groups=frozenset({Group.REFUSAL})))
    references = _references(question, entries)
    rows = []
    moments: dict[UUID, list[datetime]] = defaultdict(list)
    for entry in entries:
        moments[entry.actor_id].append(entry.at)
        cells = (
            question.names.person(entry.actor_id),
            question.names.agency(entry.agency_id),
            _refused(entry),
            _cases(entry, references) or (Message("no such case") if entry.cases else ""),
        )
        rows.append(Row(entry.seq, entry.at, cells))
    patterns = [(_pattern(question, who, at), len(at)) for who, at in moments.items() if _most_in_a_day(at) >= OFTEN]
    by_kind = counted(row.cells[2] for row in rows)
    return Report(
        question.code,
        (Message("Time"), Message("Who"), Message("Agency"), Message("What was refused"), Message("Case")),
        tuple(rows),
        totals=(*sorted(patterns, key=lambda pair: -pair[1]), *by_kind),
        notes=(
            Message(
                "Somebody with %(n)s refusals or more within a day stands above. A name that nobody has is not in this "
                "log: sign-ins with one are kept for the whole installation.",
                n=OFTEN,
            ),
        ),
        is_cut=cut,
    )


def _pattern(question: Question, who: UUID, moments: list[datetime]) -> Sayable:
    member = question.names.people.get(who)
    return Message(
        "%(person)s, %(agency)s: up to %(n)s refusals within one day",
        person=question.names.person(who),
        agency=member.agency if member else "–",
        n=_most_in_a_day(moments),
    )


def _most_in_a_day(moments: list[datetime]) -> int:
    """The most that lie within any twenty-four hours."""
    ordered, first, most = sorted(moments), 0, 0
    for place, moment in enumerate(ordered):
        while moment - ordered[first] > A_DAY:
            first += 1
        most = max(most, place - first + 1)
    return most


def _refused(entry: log.Entry) -> Sayable:
    code = entry.fact("permission")
    known = {permission.value for permission in Permission}
    return Permission(str(code)).label if code in known else TOLD[entry.event].sentence


def _references(question: Question, entries: list[log.Entry]) -> dict[UUID, str]:
    return references_of(question.actor.team_id, {seen.case_id for entry in entries for seen in entry.cases})


def _cases(entry: log.Entry, references: dict[UUID, str]) -> str:
    known = (references.get(seen.case_id, "") for seen in entry.cases)
    return ", ".join(dict.fromkeys(reference for reference in known if reference))


def _word(list_name: str, code: object) -> Sayable:
    known = {option.code: option for option in codes.options(list_name, with_retired=True)}
    return known[str(code)].words if code in known else ""
