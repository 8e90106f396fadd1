"""Room for the day when the disk is full: made once, let go once, made again when there is room."""

import shutil
from collections import namedtuple

import pytest

from icat.db import ballast as under_test
from icat.db.ballast import Ballast

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def ballast(tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(under_test, "SIZE", 4 * 1024 * 1024)
    return Ballast(tmp_path / "x-ballast")


def test_it_is_made_of_bytes_that_take_room_and_is_for_the_server_only(ballast, tmp_path):
    assert ballast.make()
    assert ballast.make()

    file = tmp_path / "x-ballast"
    assert ballast.is_there
    assert not ballast.is_gone
    assert file.stat().st_size == 4 * 1024 * 1024
    assert file.stat().st_blocks * 512 >= 4 * 1024 * 1024
    assert file.stat().st_mode & 0o077 == 0
    assert len(set(file.read_bytes()[:1000])) > 100


def test_it_is_let_go_once_and_then_says_so_until_it_is_made_again(ballast):
    assert not ballast.let_go()
    assert not ballast.is_gone
    ballast.make()

    assert ballast.let_go()
    assert (ballast.is_there, ballast.is_gone) == (False, True)
    assert not ballast.let_go()
    assert ballast.make()
    assert not ballast.is_gone


def test_it_is_not_made_where_there_is_hardly_room(ballast, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 10, 5 * 1024 * 1024))

    assert not ballast.make()
    assert list(tmp_path.iterdir()) == []


def test_half_a_ballast_is_none(ballast, monkeypatch, tmp_path):
    def full(_count: int) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("secrets.token_bytes", full)

    assert not ballast.make()
    assert list(tmp_path.iterdir()) == []
