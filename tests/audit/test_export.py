"""The export holds every byte of the log, and whatever is done to its text is noticed or harmless."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icat.audit import leaves
from icat.audit.checkpoint import signing_vkey, take_checkpoint
from icat.audit.export import exported
from icat.audit.models import Occasion
from icat.db import engine as db
from tests.audit.acting import act, spoil
from tests.make import World
from tools import icat_verify


def export_of(world: World) -> bytes:
    with db.database().open_reading() as session:
        return b"".join(exported(session, world.team_id))


def said_of(raw: bytes, folder: Path, *more: str) -> int:
    (folder / "export.txt").write_bytes(raw)
    with contextlib.redirect_stdout(io.StringIO()):
        return icat_verify.main([str(folder / "export.txt"), *more])


def test_it_is_lines_of_text_with_every_entry(world: World) -> None:
    head = take_checkpoint(world.team_id, Occasion.EXPORT)
    assert head is not None
    lines = export_of(world).split(b"\n")

    with db.database().open_reading() as session:
        rows = [row for chunk in leaves.rows_of(session, world.team_id) for row in chunk]
    assert lines[:2] == [b"icat log export 1", f"team {world.team_id}".encode()]
    assert lines[2].startswith(b"checkpoint ")
    assert lines[3 : 3 + len(rows)] == [b"%d %s %s" % (r[0], r[3].hex().encode(), r[1]) for r in rows]
    assert lines[3 + len(rows) :] == [b"end %d %s" % (len(rows), rows[-1][3].hex().encode()), b""]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("delete from ledger where team_id = :team and seq = 3", icat_verify.GAP),
        ("update ledger set payload = 'x' where team_id = :team and seq = 3", icat_verify.CHAIN),
        ("update ledger set chain = leaf_hash where team_id = :team and seq = 3", icat_verify.CHAIN),
        ("update ledger_head set seq = seq + 1 where team_id = :team", icat_verify.END),
        ("delete from checkpoint where team_id = :team", icat_verify.UNPROVED),
    ],
)
def test_nothing_is_mended_on_the_way_out(world: World, tmp_path: Path, change: str, status: int) -> None:
    take_checkpoint(world.team_id, Occasion.EXPORT)
    spoil(change, team=world.team_id)

    assert said_of(export_of(world), tmp_path, "--vkey", str(signing_vkey())) == status


@pytest.fixture
def raw(world: World) -> bytes:
    """An export of a log that was signed."""
    take_checkpoint(world.team_id, Occasion.SCHEDULE)
    act(world.chair.actor)
    take_checkpoint(world.team_id, Occasion.EXPORT)
    return export_of(world)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(data=st.data())
def test_a_changed_export_is_never_ok(raw: bytes, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(raw) - 1))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from([b"\n", b"\n1 ", b"end 1 ", b"checkpoint "])))
    changed = raw[:place] + put + raw[place + cut :]

    status = said_of(changed, tmp_path, "--vkey", str(signing_vkey()))

    assert (status == 0) == (changed == raw), changed
