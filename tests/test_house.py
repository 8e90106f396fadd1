"""The rules that keep the house, checked by machine: each fails with the reason why it is a rule.

A checker takes the root of a tree and gives one complaint for each fault, so that it can be tried on a planted fault.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parent.parent
Checker = Callable[[Path], list[str]]

# Tables of their own, which only grow.
LONG_TABLES = {"grants.py", "events.py"}
MAY_COMMIT = {
    "icat/audit/recording.py",
    "icat/audit/reading.py",
    "icat/audit/checkpoint.py",  # of the log, not of the work: it tells how far the log has grown
    "icat/db/engine.py",
    "icat/cli/db.py",
}
# Where nobody is anybody yet: there is no actor, and no table to ask.
NOBODY_YET = {"icat/members/commands/founding.py", "icat/members/commands/signing_in.py"}
# What the worker does by itself: nobody acts, so nobody can be asked whether they may.
BY_THE_CLOCK = (
    "icat/members/commands/forgetting.py",
    "icat/outbox/commands/",
    "icat/jobs/commands/",
)
MIRRORED = (
    "outbox",
    "jobs",
    "retention",
    "risk",
    "matching",
    "policy",
    "audit",
    "cases",
    "plans",
    "meetings",
    "inquiries",
    "members",
    "web",
    "pdf",
    "db",
    "crypto",
    "files",
)
NOT_PAGES = {"components", "print", "errors"}
# Names that stand for a number wherever they stand in an address.
NUMBERS = {"number", "version", "page", "sequence", "seq", "year"}

IRREGULAR = {
    "begin": "begun",
    "bring": "brought",
    "choose": "chosen",
    "draw": "drawn",
    "find": "found",
    "forget": "forgotten",
    "give": "given",
    "hide": "hidden",
    "hold": "held",
    "keep": "kept",
    "lead": "led",
    "leave": "left",
    "make": "made",
    "meet": "met",
    "put": "put",
    "read": "read",
    "send": "sent",
    "set": "set",
    "take": "taken",
    "tell": "told",
    "withdraw": "withdrawn",
    "write": "written",
}
# Stressed on the last syllable, so the last letter is doubled.
DOUBLED = {"admit", "commit", "defer", "permit", "refer", "submit", "transfer"}


def past(verb: str) -> str:
    """The form that an event's name has: ``submit`` gives ``submitted``."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb in DOUBLED or re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


# ---- reading a tree ----------------------------------------------------------------------------------------------


def sources(root: Path, *patterns: str) -> Iterator[tuple[str, str]]:
    """Each file that fits one of the patterns: its path below the root, and its text."""
    for path in sorted({found for pattern in patterns for found in root.glob(pattern) if found.is_file()}):
        name = path.relative_to(root).as_posix()
        if "node_modules" not in name and "__pycache__" not in name:
            yield name, path.read_text(encoding="utf-8")


def modules(root: Path, *patterns: str) -> Iterator[tuple[str, ast.Module]]:
    """The same, for Python modules, read into trees."""
    for name, text in sources(root, *patterns):
        yield name, _tree(text)


_tree = cache(ast.parse)  # nearly every rule reads the same modules


def called(node: ast.AST) -> str:
    """The last word of what is called: ``change`` for ``change(...)``, ``commit`` for ``session.commit()``."""
    function = node.func if isinstance(node, ast.Call) else node
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call below ``tree``."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def commands(root: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every command: a public function in a package's ``commands``."""
    for name, tree in modules(root, "icat/*/commands/*.py"):
        for node in tree.body if name not in NOBODY_YET and not name.startswith(BY_THE_CLOCK) else []:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield name, node


def codes(root: Path, pattern: str, kind: str) -> set[str]:
    """The values of an enumeration such as ``Permission``."""
    return {
        constant.value
        for _name, tree in modules(root, pattern)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == kind
        for assignment in node.body
        if isinstance(assignment, ast.Assign)
        for constant in ast.walk(assignment.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and ":" in constant.value
    }


# ---- the rules ---------------------------------------------------------------------------------------------------


def modules_are_short_and_introduced(root: Path) -> list[str]:
    """A module that cannot be read at one sitting, or does not say what it is for, is not found by who needs it."""
    complaints = []
    for name, text in sources(
        root, "icat/**/*.py", "tools/*.py", "migrations/**/*.py", "bench/**/*.py", "tests/**/*.py"
    ):
        file = name.rpartition("/")[2]
        most = 200 if file == "conftest.py" else 600 if name.startswith(("tests/", "tools/")) else 400
        lines = text.count("\n")
        # A tool is carried to another machine as one file.
        # A migration is written once, mostly by machine, and then never touched.
        if lines > most and file not in LONG_TABLES and not name.startswith("migrations/versions/"):
            complaints.append(f"{name}: {lines} lines, at most {most}")
        if ast.get_docstring(ast.parse(text, name)) is None:
            complaints.append(f"{name}: does not say what it is for")
    return complaints


def only_the_record_commits(root: Path) -> list[str]:
    """A commit anywhere else keeps something that the log does not tell."""
    return [
        f"{name}:{call.lineno}: {called(call)}()"
        for name, tree in modules(root, "icat/**/*.py")
        if name not in MAY_COMMIT
        for call in calls(tree)
        if called(call) in ("commit", "rollback")
    ]


def only_a_command_begins_a_change(root: Path) -> list[str]:
    """One command is one change. A step takes part in it; were it to begin one, half of the work could be kept."""
    return [
        f"{name}:{call.lineno}: {called(call)}()"
        for name, tree in modules(root, "icat/**/*.py")
        if not re.match(r"icat/(\w+/commands/|demo/|cli/|audit/recording\.py)", name)
        for call in calls(tree)
        if called(call) == "change"
    ]


def commands_have_one_shape(root: Path) -> list[str]:
    """Who acts comes first, permission is asked where the data changes, and the change is recorded or not made."""
    complaints = []
    for name, command in commands(root):
        place = f"{name}:{command.lineno}: {command.name}"
        positional = [argument.arg for argument in command.args.posonlyargs + command.args.args]
        if positional[:1] != ["actor"]:
            complaints.append(f"{place}: the first parameter is not actor")
        if len(positional) > 3 or command.args.vararg:
            complaints.append(f"{place}: after actor, the thing acted on and its version, the rest is keyword-only")
        within = {called(call) for call in calls(command)}
        if "require" not in within:
            complaints.append(f"{place}: does not ask require()")
        if not any(word == "change" or word.endswith("_change") for word in within):
            complaints.append(f"{place}: does not use change()")
    return complaints


def the_case_is_locked_first(root: Path) -> list[str]:
    """Two changes that lock the same rows in another order wait for each other: held_part() has the one order."""
    complaints = []
    for name, tree in modules(root, "icat/*/commands/*.py", "icat/*/steps/*.py"):
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            locked = {
                ast.unparse(node.targets[0])
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and called(node.value) == "lock"
            }
            complaints += [
                f"{name}:{call.lineno}: {function.name}: locks the case after {part}"
                for call in calls(function)
                for part in locked
                if called(call) == "held" and f"{part}.case_id" in ast.unparse(call)
            ]
    return complaints


def names_of_a_change_rhyme(root: Path) -> list[str]:
    """Who knows one of command, permission and event knows the other two."""
    permissions = codes(root, "icat/policy/**/*.py", "Permission")
    events = codes(root, "icat/audit/**/*.py", "Event")
    complaints = []
    for name, command in commands(root):
        verb, _, noun = command.name.replace("_", "-").partition("-")
        place = f"{name}:{command.lineno}: {command.name}"
        if not noun:
            complaints.append(f"{place}: not verb_noun")
            continue
        if f"{noun}:{verb}" not in permissions:
            complaints.append(f"{place}: no permission {noun}:{verb}")
        if f"{noun}:{past(verb)}" not in events:
            complaints.append(f"{place}: no event {noun}:{past(verb)}")
    return complaints


def pages_and_views_are_the_same_set(root: Path) -> list[str]:
    """A page without a view is dead, a view without a page breaks when somebody needs it."""
    wanted = {}
    for name, tree in modules(root, "icat/*/views.py", "icat/*/views/*.py"):
        folder = name.removeprefix("icat/").removesuffix(".py").replace("/views", "").removesuffix("/__init__")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and _draws_a_page(node):
                wanted[f"templates/{folder}/{node.name}.html"] = f"{name}:{node.lineno}: {node.name}"
    there = {
        name
        for name, _text in sources(root, "templates/*/**/*.html")
        if name.split("/")[1] not in NOT_PAGES and not name.rpartition("/")[2].startswith("_")
    }
    return [f"{wanted[page]}: no {page}" for page in sorted(wanted.keys() - there)] + [
        f"{page}: no view" for page in sorted(there - wanted.keys())
    ]


def _draws_a_page(function: ast.FunctionDef) -> bool:
    """Whether a template belongs to it: not where it only takes a post, nor where it says that it gives a file."""
    decorators = function.decorator_list
    options = [word for node in decorators if isinstance(node, ast.Call) for word in node.keywords]
    methods = {ast.unparse(word.value) for word in options if word.arg == "methods"}
    only_posts = bool(methods) and all("GET" not in text for text in methods)
    gives_a_file = function.returns is not None and ast.unparse(function.returns).endswith("Response")
    is_page = any(called(node) == "page" or called(node).endswith("_page") for node in decorators)
    return is_page and not only_posts and not gives_a_file


def modules_have_their_tests(root: Path) -> list[str]:
    """One knows where the test of a module is without looking, and that it is there."""
    complaints = []
    for name, tree in modules(root, *(f"icat/{package}/**/*.py" for package in MIRRORED)):
        folder, _, file = name.removeprefix("icat/").rpartition("/")
        says_something = any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body)
        if file == "__init__.py" and not says_something:
            continue
        mirror = f"tests/{folder}/test_{file.replace('__init__', folder.rpartition('/')[2])}"
        if not (root / mirror).exists():
            complaints.append(f"{name}: no {mirror}")
    return complaints


def addresses_are_kebab_case(root: Path) -> list[str]:
    """An address is read aloud and typed; a number in it that is not one is a 404, not a fault."""
    complaints = []
    for name, tree in modules(root, "icat/**/*.py"):
        for call in calls(tree):
            rules = [word.value for word in call.keywords if word.arg == "url_prefix"]
            if called(call) in ("route", "get", "post") and isinstance(call.func, ast.Attribute):
                rules += call.args[:1]
            for rule in rules:
                address = ast.literal_eval(rule) if isinstance(rule, ast.Constant) else ""
                complaints += [f"{name}:{call.lineno}: {address}: {why}" for why in _faults_of(str(address))]
    return complaints


def _faults_of(rule: str) -> list[str]:
    if not rule.startswith("/"):
        return []
    parameters = re.findall(r"<([^>]+)>", rule)
    fixed = re.sub(r"<[^>]+>", "x", rule)
    wrong = [part for part in fixed.split("/") if not re.fullmatch(r"(\.?[a-z0-9]+([-.][a-z0-9]+)*)?", part)]
    return [f"not kebab-case: {part}" for part in wrong] + [
        f"<{parameter}> is a number and does not say so" for parameter in parameters if parameter in NUMBERS
    ]


FORBIDDEN_IN_TEMPLATES = {
    r"\|\s*safe\b": "|safe turns off the escaping",
    r"<style\b": "a style within the page",
    r"\sstyle\s*=": "a style within the page",
    r"['\"]style['\"]\s*:": "a style within the page",
    r"<script(?![^>]*\ssrc=)": "a script within the page",
    r"\son[a-z]+\s*=\s*['\"]": "a script within the page",
    r"javascript:": "a script within the page",
    r"autoescape\s+false": "escaping turned off",
}


def templates_hold_nothing_that_could_run(root: Path) -> list[str]:
    """The content policy forbids styles and scripts within a page, and what people typed is never markup."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {why}"
        for name, text in sources(root, "templates/**/*.html", "templates/**/*.svg")
        for pattern, why in FORBIDDEN_IN_TEMPLATES.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def statements_are_not_put_together(root: Path) -> list[str]:
    """What people typed goes to the database as a parameter, never as a piece of the statement."""
    complaints = []
    for name, tree in modules(root, "icat/**/*.py", "migrations/**/*.py"):
        for call in calls(tree):
            statement = call.args[0] if call.args else None
            put_together = (
                isinstance(statement, ast.JoinedStr)
                or (isinstance(statement, ast.BinOp) and isinstance(statement.op, (ast.Add, ast.Mod)))
                or (isinstance(statement, ast.Call) and called(statement) == "format")
            )
            # Pragmas, names of tables and names of roles cannot be parameters.
            about_names = name.startswith("icat/db/") and re.search(
                r"f['\"](pragma|grant|revoke) ", ast.unparse(call), re.I
            )
            if (
                called(call) in ("text", "execute", "executemany", "exec_driver_sql")
                and put_together
                and not about_names
            ):
                complaints.append(f"{name}:{call.lineno}: {ast.unparse(call)[:80]}")
    return complaints


def nothing_is_left_for_later(root: Path) -> list[str]:
    """A note to oneself in the code is read by nobody; do it now, or say it where work is listed."""
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in sources(
            root, "*.toml", "*.py", "dev", ".ci/run", *(f"{top}/**/*.{kind}" for top in TOPS for kind in KINDS)
        )
        if name != "tests/test_house.py" and not name.startswith("icat/static/")
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX)\b", line)
    ]


TOPS = ("icat", "templates", "migrations", "tests", "tools", "bench", "assets", "docs")
KINDS = ("py", "html", "toml", "css", "md", "po")


def locks_name_no_registry(root: Path) -> list[str]:
    """Each installation asks its own registry; a lock says what, with its hash, and not where, nor on whose machine."""
    requirements = r"://|^\s*-(-|[ifr]\b)|(^|\s)(@\s|/(home|opt|root|tmp|work)/)"
    packages = r'"resolved"\s*:\s*"(?!file:)|^\s*registry\s*='
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in sources(root, "*.lock", "*.txt", "**/package-lock.json", "**/.npmrc", ".npmrc")
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(requirements if name.endswith((".lock", ".txt")) else packages, line) and "--hash=" not in line
    ]


RULES: list[Checker] = [
    modules_are_short_and_introduced,
    only_the_record_commits,
    only_a_command_begins_a_change,
    commands_have_one_shape,
    the_case_is_locked_first,
    names_of_a_change_rhyme,
    pages_and_views_are_the_same_set,
    modules_have_their_tests,
    addresses_are_kebab_case,
    templates_hold_nothing_that_could_run,
    statements_are_not_put_together,
    nothing_is_left_for_later,
    locks_name_no_registry,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Checker) -> None:
    complaints = rule(ROOT)

    if complaints:
        pytest.fail("\n".join([str(rule.__doc__), *complaints]), pytrace=False)


# ---- each rule can fail ------------------------------------------------------------------------------------------

COMMAND = "icat/cases/commands/sharing.py"
VIEW = "icat/cases/views/sharing.py"
GOOD = {
    "icat/policy/permissions.py": '"""P."""\nclass Permission(StrEnum):\n    SHARE_RECORD = "share:record"\n',
    "icat/audit/events.py": '"""E."""\nclass Event(StrEnum):\n    SHARE_RECORDED = "share:recorded"\n' + "#\n" * 500,
    "icat/audit/recording.py": '"""R."""\nsession.commit()\n',
    "icat/members/commands/signing_in.py": '"""S."""\ndef begin(actor):\n    """Sign in."""\n',
    "icat/db/engine.py": '"""E."""\nconnection.execute(f"pragma {name}")\n',
    COMMAND: """
        \"\"\"Sharing.\"\"\"
        def record_share(actor, case_id, version, *, to):
            with change(actor) as work:
                require(actor, Permission.SHARE_RECORD, work)
        def _part(case):
            return case
        """,
    VIEW: """
        \"\"\"Pages.\"\"\"
        bp = Blueprint("sharing", __name__, url_prefix="/cases/<reference>/shares")
        @bp.route("/new", methods=["GET", "POST"])
        @case_page(Permission.SHARE_RECORD)
        def new(case):
            return {}
        @bp.route("/<int:number>/withdraw", methods=["POST"])
        @case_page(Permission.SHARE_WITHDRAW)
        def withdraw(case, number):
            return redirect("/")
        @bp.get("/paper.pdf")
        @case_page(Permission.SHARE_RECORD)
        def paper(case) -> Response:
            return pdf()
        """,
    "templates/cases/sharing/new.html": '<h1 class="style">{{ _("on = 1") }}</h1><script src="/a.js"></script>',
    "icat/members/views/session.py": '"""S."""\n@bp.route("/sign-in")\n@open_page\ndef enter(): pass',
    "templates/members/session/enter.html": "",
    "tests/members/views/test_session.py": '"""T."""\n',
    "templates/cases/sharing/_row.html": "",
    "templates/components/form.html": "",
    "templates/base.html": "",
    "tests/audit/test_events.py": '"""T."""\n',
    "tests/audit/test_recording.py": '"""T."""\n',
    "tests/db/test_engine.py": '"""T."""\n',
    "tests/policy/test_permissions.py": '"""T."""\n',
    "tests/members/commands/test_signing_in.py": '"""T."""\n',
    "tests/cases/commands/test_sharing.py": '"""T."""\n',
    "tests/cases/views/test_sharing.py": '"""T."""\n',
    "requirements.lock": "flask==3.1.3 \\\n    --hash=sha256:00\n    # via icat (pyproject.toml)\n",
    "assets/package-lock.json": '{"funding": {"url": "https://example.org"}, "integrity": "sha512-x"}',
}

PLANTED: list[tuple[Checker, str, str, str]] = [
    (modules_are_short_and_introduced, "icat/names.py", '"""N."""\n' + "a = 1\n" * 400, "401 lines"),
    (modules_are_short_and_introduced, "tests/conftest.py", '"""N."""\n' + "a = 1\n" * 200, "201 lines"),
    (modules_are_short_and_introduced, "icat/names.py", "a = 1\n", "does not say"),
    (only_the_record_commits, "icat/cases/steps/x.py", "session.commit()", "commit()"),
    (only_the_record_commits, "icat/cases/steps/x.py", "work.session.rollback()", "rollback()"),
    (only_a_command_begins_a_change, "icat/cases/steps/x.py", "with change(actor): pass", "change()"),
    (commands_have_one_shape, COMMAND, "def record_share(case_id, actor): require(); change()", "not actor"),
    (commands_have_one_shape, COMMAND, "def record_share(actor, a, b, c): require(); change()", "keyword-only"),
    (commands_have_one_shape, COMMAND, "def record_share(actor, *a): require(); change()", "keyword-only"),
    (commands_have_one_shape, COMMAND, "def record_share(actor): change()", "require()"),
    (commands_have_one_shape, COMMAND, "def record_share(actor): require()", "change()"),
    (
        the_case_is_locked_first,
        COMMAND,
        "def f(work):\n    share = work.lock(Share, id)\n    return held(work, share.case_id)",
        "f: locks the case after share",
    ),
    (names_of_a_change_rhyme, COMMAND, "def open_share(actor): pass", "share:opened"),
    (names_of_a_change_rhyme, COMMAND, "def open_share(actor): pass", "share:open"),
    (names_of_a_change_rhyme, COMMAND, "def share(actor): pass", "not verb_noun"),
    (pages_and_views_are_the_same_set, VIEW, "@page(P.X)\ndef other(): pass", "no templates/cases/sharing/other.html"),
    (pages_and_views_are_the_same_set, "templates/cases/sharing/old.html", "", "old.html: no view"),
    (
        pages_and_views_are_the_same_set,
        "icat/audit/views.py",
        "@page(P.X)\ndef log(): pass",
        "templates/audit/log.html",
    ),
    (modules_have_their_tests, "icat/risk/scoring.py", "a = 1", "no tests/risk/test_scoring.py"),
    (modules_have_their_tests, "icat/pdf/__init__.py", "def render(): pass", "no tests/pdf/test_pdf.py"),
    (addresses_are_kebab_case, VIEW, '@bp.route("/new_share")\ndef new(): pass', "new_share"),
    (addresses_are_kebab_case, VIEW, '@bp.get("/x/<number>")\ndef new(): pass', "does not say so"),
    (addresses_are_kebab_case, VIEW, 'Blueprint("x", url_prefix="/Cases")', "Cases"),
    (templates_hold_nothing_that_could_run, "templates/a.html", "<p>\n{{ text | safe }}", "a.html:2: |safe"),
    (templates_hold_nothing_that_could_run, "templates/a.html", '<p style="x">', "a style"),
    (templates_hold_nothing_that_could_run, "templates/a.html", "<style>", "a style"),
    (templates_hold_nothing_that_could_run, "templates/a.html", '{{ f(attributes={"style": "x"}) }}', "a style"),
    (templates_hold_nothing_that_could_run, "templates/a.html", "<script>x</script>", "a script"),
    (templates_hold_nothing_that_could_run, "templates/a.html", '<b onclick="x">', "a script"),
    (statements_are_not_put_together, "icat/db/x.py", 'text(f"select {a}")', "select"),
    (statements_are_not_put_together, "icat/db/x.py", 'session.execute("select " + a)', "select"),
    (statements_are_not_put_together, "migrations/versions/0001_x.py", 'op.execute("drop %s" % a)', "drop"),
    (nothing_is_left_for_later, "icat/names.py", "# TODO later", "later"),
    (nothing_is_left_for_later, "templates/a.html", "{# FIXME #}", "FIXME"),
    (locks_name_no_registry, "requirements.lock", "--index-url https://example.org/simple", "index-url"),
    (locks_name_no_registry, "requirements.lock", "flask @ https://example.org/f.whl", "example.org"),
    (locks_name_no_registry, "requirements.lock", "    # via -c /tmp/freeze.txt", "freeze"),
    (locks_name_no_registry, "assets/package-lock.json", '"resolved": "https://example.org/a.tgz"', "example.org"),
    (locks_name_no_registry, "assets/.npmrc", "registry=https://example.org", "example.org"),
]


def plant(root: Path, files: dict[str, str]) -> None:
    """Write a small house."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_house_has_no_complaints(rule: Checker, tmp_path: Path) -> None:
    plant(tmp_path, GOOD)

    assert rule(tmp_path) == []


@pytest.mark.parametrize(("rule", "file", "text", "told"), PLANTED)
def test_a_planted_fault_is_found(rule: Checker, file: str, text: str, told: str, tmp_path: Path) -> None:
    plant(tmp_path, GOOD | {file: text})

    complaints = rule(tmp_path)

    assert any(told in complaint for complaint in complaints), complaints


def test_every_rule_was_seen_to_fail() -> None:
    assert {planted[0] for planted in PLANTED} == set(RULES)


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("submit", "submitted"),
        ("record", "recorded"),
        ("withdraw", "withdrawn"),
        ("carry", "carried"),
        ("close", "closed"),
    ]
    + [
        ("plan", "planned"),
        ("bar", "barred"),
        ("open", "opened"),
        ("raise", "raised"),
        ("lift", "lifted"),
        ("add", "added"),
    ]
    + [("show", "showed"), ("review", "reviewed"), ("seal", "sealed"), ("appoint", "appointed")],
)
def test_the_past_of_a_verb_is_english(verb: str, form: str) -> None:
    assert past(verb) == form
