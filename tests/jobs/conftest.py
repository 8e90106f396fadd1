"""A world whose log can be signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from icat.crypto.keyring import Keyring
from icat.crypto.signing import create_signing_key
from icat.db import engine as db
from tests.conftest import ROOT_KEY


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[db.Database]:
    """A connected copy of the world, with a signing key."""
    create_signing_key(tmp_path / "icat-signing.key")
    connected = db.Database(
        database_url, Keyring(ROOT_KEY), pool_size=4, signing_key_file=tmp_path / "icat-signing.key"
    )
    db.connect(connected)
    yield connected
    db.end()
    connected.dispose()
