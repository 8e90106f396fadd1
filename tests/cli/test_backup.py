"""``icat backup`` and ``icat restore``: an installation comes back on an empty machine, and only there."""

import json
from pathlib import Path

import pytest

from icat import clock
from icat.backup.archive import reading
from icat.crypto.keyring import Keyring, read_key_file
from icat.files import store


@pytest.fixture
def demo(icat, tmp_path: Path) -> Path:
    """A small installation with a kept file."""
    assert icat("demo", "--no-serve", "--cases", "2", "--data", "here").exit_code == 0
    kept = tmp_path / "here" / "data" / "files" / "ab" / ("ab" + "0" * 30)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"sealed")
    assert store.is_name(kept.name)
    return tmp_path / "here"


def backed_up(icat, demo: Path) -> list[str]:
    done = icat("backup", "copies", "--config", demo / "icat.toml")
    assert done.exit_code == 0, done.output
    return sorted(str(path) for path in Path("copies").glob("*.sealed"))


def emptied(demo: Path) -> Path:
    """Another machine: the settings and the key were carried over, nothing else."""
    other = Path("there")
    other.mkdir()
    for name in ("icat.toml", "demo.key"):
        (other / name).write_bytes((demo / name).read_bytes())
        (other / name).chmod(0o600)
    return other / "icat.toml"


def test_what_was_backed_up_comes_back_on_an_empty_machine(icat, demo: Path) -> None:
    data, keys = backed_up(icat, demo)
    settings = emptied(demo)

    restored = icat("restore", data, keys, "--config", settings)

    assert restored.exit_code == 0, restored.output
    assert "KHM: OK" in restored.output
    assert "What was done since then is lost" in restored.output
    assert icat("audit", "verify", "--config", settings).exit_code == 0
    assert (settings.parent / "data" / "files" / "ab" / ("ab" + "0" * 30)).read_bytes() == b"sealed"
    assert not (settings.parent / "data" / "restore-in-progress").exists()


def test_a_backup_is_in_the_log(icat, demo: Path) -> None:
    before = icat("audit", "verify", "--team", "KHM", "--config", demo / "icat.toml").output
    backed_up(icat, demo)
    after = icat("audit", "verify", "--team", "KHM", "--config", demo / "icat.toml").output

    assert before.split(" entries")[0] != after.split(" entries")[0]


def test_nothing_is_restored_over_an_installation(icat, demo: Path) -> None:
    data, keys = backed_up(icat, demo)

    refused = icat("restore", data, keys, "--config", demo / "icat.toml")

    assert refused.exit_code == 1
    assert "already" in refused.output


def test_the_two_files_cannot_be_taken_for_one_another_and_a_damaged_one_leaves_nothing(icat, demo: Path) -> None:
    data, keys = backed_up(icat, demo)
    settings = emptied(demo)

    assert "no backup of this kind" in icat("restore", keys, data, "--config", settings).output
    spoilt = bytearray(Path(data).read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    Path(data).write_bytes(spoilt)
    refused = icat("restore", data, keys, "--config", settings)

    assert refused.exit_code == 1
    assert "is damaged" in refused.output
    assert list((settings.parent / "data").iterdir()) == []


def test_older_copies_are_removed_and_the_newest_never(icat, demo: Path) -> None:
    old = backed_up(icat, demo)
    with clock.pretending(clock.now().replace(year=clock.now().year + 1)):
        kept = backed_up(icat, demo)

    assert len(kept) == 2
    assert not set(old) & set(kept)


def test_a_copy_names_the_checkpoint_of_each_log(icat, demo: Path) -> None:
    data, _keys = backed_up(icat, demo)

    with reading(Path(data), "data", Keyring(read_key_file(demo / "demo.key"))) as parts:
        about = next(json.loads(content.read()) for name, content in parts if name == "about.json")

    assert set(about["checkpoints"]) == {"KHM", "SHP"}
    assert all("\n\n— " in note for note in about["checkpoints"].values())
