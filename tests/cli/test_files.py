"""``icat files sweep``: takes away what no record names."""

import os
from uuid import uuid4

from icat.cli.settings import connected
from icat.files import store
from icat.files.checking import Sound
from icat.files.models import FileKind, Looked


def test_it_takes_away_what_is_old_and_named_by_nothing(icat, tmp_path):
    icat("init")
    connected(tmp_path / "icat.toml")
    laid = store.lay_down(Sound(b"%PDF", FileKind.PDF, Looked.UNSCANNED), uuid4(), uuid4())
    path = tmp_path / "data" / "files" / laid.name[:2] / laid.name

    assert "0 files were removed" in icat("files", "sweep").output
    os.utime(path, (0, 0))
    assert "1 file was removed" in icat("files", "sweep").output
    assert not path.exists()
