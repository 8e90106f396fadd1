"""The ledger's tables outlive what they speak of."""

from icat.audit.models import (
    Checkpoint,
    Cosignature,
    Custody,
    InstallationEntry,
    LedgerCase,
    LedgerEntry,
    LedgerHead,
    LedgerLeaf,
    Occasion,
    Witness,
)


def test_the_log_refers_to_nothing_that_could_be_deleted_under_it() -> None:
    for table in (
        LedgerLeaf,
        LedgerHead,
        LedgerEntry,
        LedgerCase,
        Checkpoint,
        Witness,
        Cosignature,
        InstallationEntry,
    ):
        assert not table.__table__.foreign_keys, table.__tablename__


def test_the_log_of_the_installation_has_no_room_for_a_name() -> None:
    assert set(InstallationEntry.__table__.columns.keys()) == {"id", "at", "event"}


def test_every_occasion_and_every_custody_has_its_words() -> None:
    for kind in (Occasion, Custody):
        assert len({str(one.label) for one in kind}) == len(kind)
