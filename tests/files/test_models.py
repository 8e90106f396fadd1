"""The row of a kept file: kinds as browsers and people call them, and a size that can be."""

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.db import engine as db
from icat.files.models import FileKind, Looked, StoredFile
from tests.make import World


def test_each_kind_has_the_name_that_browsers_know_and_words_for_people():
    assert {kind: (kind.media_type, kind.extension) for kind in FileKind} == {
        FileKind.PDF: ("application/pdf", "pdf"),
        FileKind.JPEG: ("image/jpeg", "jpg"),
        FileKind.PNG: ("image/png", "png"),
    }
    assert all(str(kind.label) for kind in FileKind)
    assert str(Looked.UNSCANNED.label) == "Not checked for viruses"


def test_a_file_of_no_size_cannot_be_kept(world: World) -> None:
    row = StoredFile(
        team_id=world.team_id,
        owner_id=world.team_id,
        name="0" * 32,
        kind=FileKind.PDF,
        looked=Looked.UNSCANNED,
        size=0,
        salt="",
        digest="",
        stored_at=clock.now(),
        stored_by_id=world.advocate.member_id,
        key=b"k" * 32,
    )

    with db.writing() as session:
        session.add(row)
        with pytest.raises(IntegrityError):
            session.flush()
