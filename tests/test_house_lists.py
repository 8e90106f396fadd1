"""More rules of the house: what is listed in one place is used in another, and nothing is listed that is not.

As in test_house, a checker takes the root of a tree and gives one complaint for each fault.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import icat.audit.models
import icat.cases.models
import icat.files.models
import icat.inquiries.models
import icat.jobs.models
import icat.meetings.models
import icat.members.models
import icat.outbox.models
import icat.plans.models
import icat.retention.models  # noqa: F401 - imported so that their tables are known
from icat.db.base import Base
from tests.test_house import Checker, called, calls, modules, plant, sources

ROOT = Path(__file__).parent.parent
EVENTS = "icat/audit/events.py"
# What every leaf has a place for by itself: no fact of one event.
OF_EVERY_LEAF = {"case", "basis", "recipient", "share", "categories", "words"}
ASKED = ("icat/*/views/*.py", "icat/*/commands/*.py", "icat/*/steps/*.py", "icat/web/*.py")
# Tables that no one team owns, and why.
OF_NO_TEAM = {
    "team": "it is the team",
    "installation": "of all teams",
    "installation_log": "what belongs to no team",
    "account": "one person may be in several teams",
    "auth_session": "of an account",
    "kept_form": "of an account",
    "parcel_key": "one phone may seal for several teams",
    "attempt": "of a name that perhaps nobody has",
    "worker_lease": "one worker serves all teams",
    "job_run": "of the worker",
    "share_recipient": "a part of its share, which names the team",
}


def members(root: Path, file: str, kind: str) -> list[str]:
    """The names in an enumeration."""
    return [
        target.id
        for _name, tree in modules(root, file)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == kind
        for line in node.body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    ]


def named(tree: ast.AST, *kinds: str) -> Iterator[str]:
    """``X`` for every ``Event.X`` below ``tree``."""
    return (
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in kinds
    )


def rows_of(root: Path, file: str, *kinds: str) -> dict[str, ast.AST]:
    """The table in ``file`` whose rows begin with a member of the enumeration: what stands in each row."""
    return {
        key.attr: value
        for _name, tree in modules(root, file)
        for table in ast.walk(tree)
        if isinstance(table, ast.Dict)
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in kinds
    }


@dataclass(frozen=True)
class Recording:
    """One place where an event is recorded, and the facts that are given there; ``might``: and those that perhaps are.

    Where the event passes through a function of the module, its facts are among all that the module hands on.
    """

    place: str
    event: str
    facts: set[str]
    might: set[str]


def recordings(root: Path) -> Iterator[Recording]:
    """Every place where an event is recorded."""
    by_reading = [_given(tree) for _name, tree in modules(root, "icat/audit/reading.py")]
    for name, tree in modules(root, "icat/**/*.py"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and called(node.targets[0]) == "event":  # of the receipt of a reading
                for event in named(node.value, "Event"):
                    yield Recording(f"{name}:{node.lineno}", event, set(), set().union(*by_reading))
            if isinstance(node, ast.Call) and re.fullmatch(r"_?(record|tell)\w*", called(node)):
                here = {word.arg for word in node.keywords if word.arg} - OF_EVERY_LEAF
                is_all = called(node).startswith("record") and all(word.arg for word in node.keywords)
                for event in {event for argument in node.args for event in named(argument, "Event")}:
                    yield Recording(f"{name}:{node.lineno}", event, here, set() if is_all else _given(tree))


def _given(tree: ast.AST) -> set[str]:
    """All names under which a module hands something on: keywords, and keys of mappings."""
    words = {word.arg for call in calls(tree) for word in call.keywords if word.arg}
    return words | {
        key.value
        for table in ast.walk(tree)
        if isinstance(table, ast.Dict)
        for key in table.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


# ---- the rules ---------------------------------------------------------------------------------------------------


def every_event_is_recorded_and_told(root: Path) -> list[str]:
    """An event that nobody records makes the log promise what it cannot show; one without a sentence breaks the log."""
    events = set(members(root, EVENTS, "Event"))
    recorded = {one.event for one in recordings(root)}
    told = set(rows_of(root, EVENTS, "Event"))
    return [f"{EVENTS}: {name} is recorded nowhere" for name in sorted(events - recorded)] + [
        f"{EVENTS}: {name} is told nowhere" for name in sorted(events - told)
    ]


def facts_are_those_of_the_event(root: Path) -> list[str]:
    """A fact that the event does not know stops the work of the person who meets it; one never given is a blank."""
    known = {
        event: {str(word.value) for word in row.args[2:] if isinstance(word, ast.Constant)}
        for event, row in rows_of(root, EVENTS, "Event").items()
        if isinstance(row, ast.Call)
    }
    found = list(recordings(root))
    given = {
        event: set[str]().union(*(one.facts | one.might for one in found if one.event == event)) for event in known
    }
    return [
        f"{one.place}: {one.event} does not know {fact}"
        for one in found
        for fact in sorted(one.facts - known.get(one.event, set()))
    ] + [f"{EVENTS}: {event} is never given {fact}" for event in known for fact in sorted(known[event] - given[event])]


def every_permission_is_granted_and_asked(root: Path) -> list[str]:
    """A permission without a row is denied to everybody, one that nobody asks protects nothing; both look like law."""
    file = "icat/policy/permissions.py"
    permissions = set(members(root, file, "Permission"))
    granted = set(rows_of(root, "icat/policy/grants.py", "P", "Permission"))
    asked = {name for _name, tree in modules(root, *ASKED) for name in named(tree, "Permission")}
    return [f"{file}: {name} has no row in the table" for name in sorted(permissions - granted)] + [
        f"{file}: {name} is asked nowhere" for name in sorted(permissions - asked)
    ]


def no_row_stands_twice(root: Path) -> list[str]:
    """Of two rows with one name the first is dead, and whoever changes that one changes nothing."""
    return [
        f"{name}:{table.lineno}: {key}"
        for name, tree in modules(root, "icat/**/*.py")
        for table in ast.walk(tree)
        if isinstance(table, ast.Dict)
        for key, times in Counter(ast.unparse(key) for key in table.keys if key is not None).items()
        if times > 1
    ]


def tables_name_their_team(root: Path) -> list[str]:
    """Every question to the database can then be kept within one team, and a row of another is never found."""
    complaints = []
    for name, tree in modules(root, "icat/**/*.py"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            lines: dict[str, ast.expr | None] = {}
            for line in node.body:
                if isinstance(line, ast.Assign | ast.AnnAssign):
                    target = line.targets[0] if isinstance(line, ast.Assign) else line.target
                    lines[called(target)] = line.value
            table = lines.get("__tablename__")
            if isinstance(table, ast.Constant) and table.value not in OF_NO_TEAM and "team_id" not in lines:
                complaints.append(f"{name}:{node.lineno}: {table.value!s} has no team_id")
    return complaints


def macros_that_are_fetched_are_used(root: Path) -> list[str]:
    """Whoever reads a page looks up each macro that it names; one that is not used sends them nowhere."""
    complaints = []
    for name, text in sources(root, "templates/**/*.html"):
        text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        for fetched in re.finditer(r"\{%-?\s*from\s+\S+\s+import\s(.*?)-?%\}", text, re.DOTALL):
            rest = text.replace(fetched[0], "")
            words = [part.split()[-1] for part in fetched[1].replace("with context", "").split(",") if part.strip()]
            complaints += [f"{name}: {word}" for word in words if not re.search(rf"\b{word}\b", rest)]
    return complaints


RULES: list[Checker] = [
    every_event_is_recorded_and_told,
    facts_are_those_of_the_event,
    every_permission_is_granted_and_asked,
    no_row_stands_twice,
    tables_name_their_team,
    macros_that_are_fetched_are_used,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_lists(rule: Checker) -> None:
    complaints = rule(ROOT)

    if complaints:
        pytest.fail("\n".join([str(rule.__doc__), *complaints]), pytrace=False)


def test_no_table_is_excused_that_does_not_need_it() -> None:
    tables = {table.name: table for table in Base.metadata.tables.values()}

    assert {name for name in OF_NO_TEAM if "team_id" not in tables[name].columns} == set(OF_NO_TEAM)


# ---- each rule can fail ------------------------------------------------------------------------------------------

COMMAND = "icat/cases/commands/sharing.py"
GRANTS = "icat/policy/grants.py"
GOOD = {
    EVENTS: """
        \"\"\"E.\"\"\"
        class Event(StrEnum):
            CASE_READ = "case:read"
            LOG_READ = "log:read"
            SHARE_RECORDED = "share:recorded"
        TOLD = {
            Event.CASE_READ: _told("Case read", Group.READING, "page"),
            Event.LOG_READ: _told("Log read", Group.READING, "member"),
            Event.SHARE_RECORDED: _told("Shared", Group.SHARE, "mode"),
        }
        """,
    "icat/audit/reading.py": "kept.event = Event.CASE_READ\n_leaf(kept, page=page)",
    "icat/reports/views/log.py": """
        _record(actor, Event.LOG_READ, form)
        def _record(actor, event, form):
            record_event(actor, event, **{"member": form.member})
        """,
    "icat/reports/queries/log.py": "select(LedgerEntry).where(LedgerEntry.event == Event.SHARE_RECORDED)",
    "icat/policy/permissions.py": 'class Permission(StrEnum):\n    SHARE_RECORD = "share:record"',
    GRANTS: "P = Permission\nGRANTS = {P.SHARE_RECORD: row(member=always)}",
    COMMAND: """
        def record_share(actor):
            require(actor, Permission.SHARE_RECORD)
            work.record(Event.SHARE_RECORDED, case=case.id, words={}, mode=mode)
        """,
    "icat/cases/models/sharing.py": """
        class Share(Base):
            __tablename__ = "share"
            team_id: Mapped[UUID] = mapped_column()
        class Account(Base):
            __tablename__ = "account"
        """,
    "templates/a.html": '{% from "components/a.html" import b, c as d %}{# old #}{{ b() }}{% call d() %}{% endcall %}',
}

PLANTED: list[tuple[Checker, str, str, str]] = [
    (every_event_is_recorded_and_told, COMMAND, "found(Event.SHARE_RECORDED)", "SHARE_RECORDED is recorded nowhere"),
    (every_event_is_recorded_and_told, "icat/audit/reading.py", "", "CASE_READ is recorded nowhere"),
    (
        every_event_is_recorded_and_told,
        EVENTS,
        'class Event(StrEnum):\n    LOG_READ = "log:read"\nTOLD = {}',
        "LOG_READ is told nowhere",
    ),
    (facts_are_those_of_the_event, COMMAND, "record(Event.SHARE_RECORDED, mode=1, surname=2)", "not know surname"),
    (facts_are_those_of_the_event, COMMAND, "work.record(Event.SHARE_RECORDED, case=1)", "never given mode"),
    (facts_are_those_of_the_event, "icat/reports/views/log.py", "_record(Event.LOG_READ)", "never given member"),
    (facts_are_those_of_the_event, "icat/audit/reading.py", "kept.event = Event.CASE_READ", "never given page"),
    (every_permission_is_granted_and_asked, GRANTS, "GRANTS = {}", "SHARE_RECORD has no row"),
    (every_permission_is_granted_and_asked, COMMAND, "require(actor)", "SHARE_RECORD is asked nowhere"),
    (
        no_row_stands_twice,
        GRANTS,
        "GRANTS = {P.A: row(),\nP.B: row(),\nP.A: row(), **other, **more}",
        "grants.py:1: P.A",
    ),
    (
        tables_name_their_team,
        "icat/cases/models/x.py",
        'class Old(Base):\n    __tablename__ = "old"\n    case_id: Mapped[UUID]',
        "old has no team_id",
    ),
    (macros_that_are_fetched_are_used, "templates/a.html", '{% from "a" import b, c %}{{ c() }}{# b #}', "a.html: b"),
    (macros_that_are_fetched_are_used, "templates/a.html", '{% from "a" import b as c %}{{ b() }}', "a.html: c"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_lists_have_no_complaints(rule: Checker, tmp_path: Path) -> None:
    plant(tmp_path, GOOD)

    assert rule(tmp_path) == []


@pytest.mark.parametrize(("rule", "file", "text", "told"), PLANTED)
def test_a_fault_planted_in_a_list_is_found(rule: Checker, file: str, text: str, told: str, tmp_path: Path) -> None:
    plant(tmp_path, GOOD | {file: text})

    complaints = rule(tmp_path)

    assert any(told in complaint for complaint in complaints), complaints


def test_every_rule_of_lists_was_seen_to_fail() -> None:
    assert {planted[0] for planted in PLANTED} == set(RULES)
