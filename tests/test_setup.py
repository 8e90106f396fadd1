"""Setting ICAT up: the locks, the wheel, the command line's root and ./dev."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from icat.cli import COMMANDS, Row, main, terminal_language
from icat.errors import Refusal
from icat.i18n import Message, Words

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


# ---- the locks ---------------------------------------------------------------------------------------------------


def pins(lock: str) -> dict[str, str]:
    """What a lock names, with its version."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", text)}


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["dependencies"] + EXTRAS["build"]),
        ("requirements-dev.lock", PROJECT["dependencies"] + EXTRAS["build"] + EXTRAS["dev"][1:]),
        ("requirements-assets.lock", EXTRAS["assets"]),
    ],
)
def test_a_lock_pins_all_that_the_project_asks_for(lock: str, asked: list[str]) -> None:
    pinned = pins(lock)

    missing = [
        line
        for line in map(Requirement, asked)
        if not line.specifier.contains(pinned.get(canonicalize_name(line.name), "0"))
    ]

    assert missing == [], "run ./dev lock"


def test_developers_run_the_versions_that_are_shipped() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-assets.lock"])
def test_every_pin_has_its_hash(lock: str) -> None:
    pinned = re.split(r"(?m)^(?=\w)", (ROOT / lock).read_text(encoding="utf-8"))[1:]

    assert pinned
    assert [part.partition(" ")[0] for part in pinned if "--hash=sha256:" not in part] == []


# ---- the wheel ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is made of, built parts included, to build in and to take things from."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("icat", "templates", "migrations", "tools"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", ".gitignore"):
        shutil.copy2(ROOT / name, copy)
    return copy


def build(tree: Path) -> subprocess.CompletedProcess[str]:
    """Have hatchling build the wheel in ``tree``."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tree: Path) -> Path:
    """The wheel of this very tree."""
    built = build(tree)
    assert built.returncode == 0, f"(./dev test builds the parts first)\n{built.stdout}{built.stderr}"
    return next((tree / "dist").glob("icat-*.whl"))


def test_the_wheel_holds_all_that_is_needed_and_no_more(wheel: Path, tree: Path) -> None:
    inside = set(ZipFile(wheel).namelist())

    wanted = {path.relative_to(tree).as_posix() for path in (tree / "icat").rglob("*") if path.is_file()}
    for folder in ("templates", "migrations", "tools"):
        files = (path for path in (tree / folder).rglob("*") if path.is_file())
        wanted |= {f"icat/_{path.relative_to(tree).as_posix()}" for path in files}
    surplus = {name for name in inside - wanted if ".dist-info/" not in name}
    assert (wanted - inside, surplus) == (set(), set())
    assert {
        "icat/_templates/base.html",
        "icat/_tools/icat_verify.py",
        "icat/static/manifest.json",
        "icat/locale/uk/LC_MESSAGES/messages.mo",
    } <= inside


def test_an_installed_icat_runs_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", symlinks=True)
    python = tmp_path / "env/bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-index", "--no-deps"]
    subprocess.run([*install, wheel], check=True, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    # Its dependencies are taken from here: a line in a .pth file adds a folder, but not what is there for editing.
    packages = next((tmp_path / "env").glob("lib/python*/site-packages"))
    (packages / "here.pth").write_text(sysconfig.get_path("purelib"))
    told = "import icat.config as c; print(c.TEMPLATES.is_dir(), c.MIGRATIONS.is_dir(), c.STATIC.is_dir(), c.__file__)"
    english = {"LANG": "C", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}

    helped = subprocess.run(
        [tmp_path / "env/bin/icat", "--help"], cwd=tmp_path, env=english, capture_output=True, text=True
    )
    found = subprocess.run([python, "-c", told], cwd=tmp_path, env=english, capture_output=True, text=True)

    assert (helped.returncode, helped.stderr) == (0, "")
    assert "Look after an ICAT server." in helped.stdout
    assert found.stdout.split() == ["True", "True", "True", str(packages / "icat/config.py")], found.stderr


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ("icat/static", "run `icat assets`"),
        ("icat/locale/uk/LC_MESSAGES/messages.mo", "is not compiled"),
        ("migrations", "migrations/ is not there"),
        ("icat/locale", "has no catalogue"),
    ],
)
def test_a_wheel_that_would_not_work_is_not_built(tree: Path, tmp_path: Path, taken: str, told: str) -> None:
    (tree / taken).rename(tmp_path / "taken")

    try:
        built = build(tree)
    finally:
        (tmp_path / "taken").rename(tree / taken)

    assert built.returncode != 0
    assert told in built.stdout + built.stderr


def test_a_catalogue_that_was_changed_must_be_compiled_again(tree: Path) -> None:
    compiled = tree / "icat/locale/uk/LC_MESSAGES/messages.mo"
    before = compiled.stat()
    os.utime(compiled, (0, 0))

    try:
        built = build(tree)
    finally:
        os.utime(compiled, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert "is not compiled" in built.stdout + built.stderr


# ---- the command line's root -------------------------------------------------------------------------------------


@click.command()
def refuse() -> None:
    """Refuse."""
    raise Refusal(Words(uk="Цього не можна.", en="Not this."))


@click.command()
def break_down() -> None:
    """Show a fault."""
    raise ZeroDivisionError


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal, with two commands more."""
    monkeypatch.setitem(COMMANDS, "refuse", Row(f"{__name__}:refuse", Message("Refuse.")))
    monkeypatch.setitem(COMMANDS, "break-down", Row(f"{__name__}:break_down", Message("Break down.")))
    return CliRunner(env={"ICAT_LANGUAGE": None, "LC_ALL": "uk_UA.UTF-8"})


def test_a_refusal_is_one_sentence_and_a_failure(runner: CliRunner) -> None:
    result = runner.invoke(main, ["refuse"])

    assert (result.exit_code, result.stderr, result.stdout) == (1, "Цього не можна.\n", "")


def test_a_refusal_is_said_in_the_language_that_was_asked_for(runner: CliRunner) -> None:
    assert runner.invoke(main, ["refuse"], env={"ICAT_LANGUAGE": "en"}).stderr == "Not this.\n"


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal(runner: CliRunner) -> None:
    assert isinstance(runner.invoke(main, ["break-down"]).exception, ZeroDivisionError)


def test_an_unknown_command_is_named(runner: CliRunner) -> None:
    result = runner.invoke(main, ["nonsense"])

    assert result.exit_code == 2
    assert "nonsense" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])

    assert result.exit_code == 0, result.output


def test_help_imports_no_command() -> None:
    script = (
        "import sys; from icat.cli import main; main(['--help'], standalone_mode=False);"
        "sys.exit(str([name for name in sys.modules if name.startswith(('icat.cli.', 'flask', 'sqlalchemy'))]))"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert all(name in done.stdout for name in COMMANDS)
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "pl_PL.UTF-8"}, "uk"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "C", "ICAT_LANGUAGE": "uk"}, "uk"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(environ: dict[str, str], language: str) -> None:
    assert terminal_language(environ) == language


# ---- ./dev -------------------------------------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout on a machine that has a shell and little else."""
    (tmp_path / "bin").mkdir()
    for tool in ("cat", "cksum", "dirname", "id", "rm", "sh", "uname"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    for name in ("dev", "requirements.lock", "pyproject.toml", "hatch_build.py"):
        shutil.copy2(ROOT / name, tmp_path)
    return tmp_path


def dev(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ./dev with the tools of that folder."""
    path = {"PATH": str(folder / "bin")}
    return subprocess.run([folder / "dev", *arguments], env=path, capture_output=True, text=True, check=False)


def test_dev_names_the_line_that_brings_python(bare: Path) -> None:
    done = dev(bare, "demo")

    assert done.returncode == 1
    assert re.search(r"(apt|brew) install python", done.stderr), done.stderr


def test_dev_does_not_take_a_python_that_is_too_old(bare: Path) -> None:
    old = bare / "bin/python3"
    old.write_text('#!/bin/sh\necho "I was asked" >&2\nexit 1\n')
    old.chmod(0o755)

    assert "install python" in dev(bare, "demo").stderr


def test_dev_explains_itself(bare: Path) -> None:
    for arguments, code in (((), 2), (("--help",), 0), (("nonsense",), 1)):
        done = dev(bare, *arguments)

        assert done.returncode == code
        assert "./dev check" in done.stdout + done.stderr
