"""``icat serve`` becomes the web server; and every command tells what it is for, in both languages."""

import os
import sys

import pytest

from icat.cli import COMMANDS, terminal_language

WORDS = [[], *([name] for name in COMMANDS), ["members", "found"], ["db", "upgrade"]]


class Became(Exception):
    """The process is another program from here on."""


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What this process would have become: the edge of the program."""
    found: list[list[str]] = []

    def execv(program: str, arguments: list[str]) -> None:
        found.append(arguments)
        raise Became(program)

    monkeypatch.setattr(os, "execv", execv)
    return found


def test_it_becomes_the_web_server_of_its_settings(icat, became, tmp_path):
    (tmp_path / "icat.toml").write_text('bind = "127.0.0.1:8123"\nworkers = 3\nthreads = 5\n')

    with pytest.raises(Became, match=sys.executable):
        icat("serve")

    said = " ".join(became[0])
    assert "--bind=127.0.0.1:8123" in said
    assert "--workers=3 --threads=5" in said
    assert "--worker-class=gthread" in said
    assert became[0][-1] == "icat.app:served()"
    assert os.environ["ICAT_CONFIG"] == str(tmp_path / "icat.toml")


def test_settings_that_are_wrong_are_told_before_anything_is_served(icat, became, tmp_path):
    (tmp_path / "icat.toml").write_text('bindd = "127.0.0.1:8123"\n')

    done = icat("serve")

    assert done.exit_code == 1
    assert "bindd" in done.output
    assert not became


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_command_tells_what_it_is_for(icat, language):
    for words in WORDS:
        done = icat(*words, "--help", language=language)
        assert done.exit_code == 0, words
        assert len(done.output.splitlines()) > 3


def test_the_list_of_commands_is_in_the_language_of_the_terminal(icat):
    english, ukrainian = icat("--help").output, icat("--help", language="uk").output

    assert all(name in english and name in ukrainian for name in COMMANDS)
    assert "Serve the pages." in english
    assert "Serve the pages." not in ukrainian


def test_an_unknown_command_is_refused(icat):
    assert icat("sevre").exit_code == 2


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "pl_PL.UTF-8"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "uk_UA"}, "uk"),
        ({"ICAT_LANGUAGE": "uk", "LC_ALL": "en_US.UTF-8"}, "uk"),
    ],
)
def test_the_terminal_speaks_as_its_owner_set_it(environ, language):
    assert terminal_language(environ) == language
