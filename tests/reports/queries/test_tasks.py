"""Who had a task on a case: each rule begins and ends where it says, and is of nobody else."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from icat.policy.roles import Role
from icat.reports.queries import tasks
from icat.reports.queries.tasks import Reader, Task, TaskKind, last_task, task_at

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)
ME, MINE, OTHERS = uuid4(), uuid4(), uuid4()


def reader(*roles: Role, member=ME, agency=MINE) -> Reader:
    return Reader(member, agency, frozenset(roles or (Role.MEMBER,)))


COLLEAGUE, STRANGER = reader(member=uuid4()), reader(member=uuid4(), agency=OTHERS)
NAMED, AGENCY, ROLE = "named", "agency", "role"


@pytest.mark.parametrize(
    ("task", "whose", "first", "last"),
    [
        (tasks.author(ME, AT, None), NAMED, AT, None),
        (tasks.author(ME, AT, AT + 3 * DAY), NAMED, AT, AT + 10 * DAY),
        (tasks.office(AT, None), ROLE, AT, None),
        (tasks.office(AT, AT + DAY), ROLE, AT, AT + 8 * DAY),
        (tasks.asked(MINE, AT, date(2026, 3, 4), AT + DAY), AGENCY, AT, AT + 8 * DAY),
        (tasks.asked(MINE, AT, date(2026, 3, 4), None), AGENCY, AT, datetime(2026, 4, 3, 20, tzinfo=UTC)),
        (tasks.question(MINE, AT, date(2026, 3, 4), AT + DAY), AGENCY, AT, AT + 8 * DAY),
        (tasks.listed([MINE], AT, AT + DAY, None), AGENCY, AT, AT + 8 * DAY),
        (tasks.listed([MINE], AT, AT + DAY, AT + 2 * DAY), AGENCY, AT, AT + 9 * DAY),
        (tasks.attended([ME], AT, AT + DAY, AT + 2 * DAY), NAMED, AT, AT + 9 * DAY),
        (tasks.promised(MINE, None, AT, None), AGENCY, AT, None),
        (tasks.promised(MINE, ME, AT, AT + DAY), NAMED, AT, AT + 8 * DAY),
        (tasks.informing(ME, AT, None), NAMED, AT, AT + 30 * DAY),
        (tasks.informing(ME, AT, date(2026, 3, 4)), NAMED, AT, datetime(2026, 3, 11, 20, tzinfo=UTC)),
        (
            tasks.review([MINE], date(2026, 3, 20)),
            AGENCY,
            datetime(2026, 3, 13, 22, tzinfo=UTC),
            datetime(2026, 3, 27, 20, tzinfo=UTC),
        ),
        (tasks.support([ME], AT, None), NAMED, AT, None),
        (tasks.acted(ME, AT), NAMED, AT - DAY, AT + DAY),
    ],
    ids=lambda value: value.kind if isinstance(value, Task) else None,
)
def test_a_task_is_of_whom_it_says_from_when_until_when(task, whose, first, last):
    me = reader(Role.COORDINATOR) if whose == ROLE else reader()

    assert task_at(me, [task], first) is task
    assert (
        task_at(me, [task], first - timedelta(seconds=1) - (DAY if task.kind is TaskKind.REVIEW else DAY * 0)) is None
    )
    if last is None:
        assert task_at(me, [task], AT + 1000 * DAY) is task
    else:
        assert task_at(me, [task], last) is task
        assert task_at(me, [task], last + timedelta(hours=2)) is None
    during = first + timedelta(seconds=1)
    assert (task_at(COLLEAGUE, [task], during) is task) is (whose == AGENCY)
    assert task_at(STRANGER, [task], during) is None


def test_every_kind_of_task_has_its_rule_and_its_words():
    assert {str(kind.label) for kind in TaskKind}
    assert all(getattr(tasks, kind.value) for kind in TaskKind)


def test_a_supervisor_answers_for_whom_an_action_names_and_for_nobody_elses():
    task = tasks.promised(MINE, uuid4(), AT, None)

    assert task_at(reader(Role.SUPERVISOR), [task], AT) is task
    assert task_at(reader(Role.MEMBER), [task], AT) is None
    assert task_at(reader(Role.SUPERVISOR, agency=OTHERS), [task], AT) is None


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.CHAIR)])
def test_no_other_role_is_a_task_by_itself(role):
    assert task_at(reader(role), [tasks.office(AT, None)], AT) is None


def test_the_task_that_was_over_last_is_the_one_to_ask_about():
    early, late = tasks.acted(ME, AT), tasks.acted(ME, AT + 5 * DAY)
    lasting, strangers = tasks.author(ME, AT + 30 * DAY, None), tasks.acted(uuid4(), AT + 8 * DAY)

    assert last_task(reader(), [late, early, lasting, strangers], AT + 20 * DAY) is late
    assert last_task(reader(), [late, early], AT + 3 * DAY) is early
    assert last_task(reader(), [late], AT) is None
