"""How a log stands, as its readers are told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from icat import clock
from icat.audit.checkpoint import deposit, take_checkpoint
from icat.audit.claims import Doubt
from icat.audit.models import Check, Custody, LedgerVerdict, Occasion
from icat.audit.verify import STATUS, Fault
from icat.crypto.keyring import Keyring
from icat.crypto.signing import create_signing_key
from icat.db import engine as db
from icat.reports.queries import consents, shares
from icat.reports.queries.checkpoints import agencies_to_witness, held, standing
from tests.audit.acting import act, count
from tests.conftest import ROOT_KEY


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[db.Database]:
    create_signing_key(tmp_path / "signing.key")
    connected = db.Database(database_url, Keyring(ROOT_KEY), signing_key_file=tmp_path / "signing.key")
    db.connect(connected)
    yield connected
    db.end()
    connected.dispose()


def give(world, *agency_ids) -> None:  # type: ignore[no-untyped-def]
    head = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert head is not None
    with db.writing() as session:
        for agency_id in agency_ids:
            deposit(session, head.id, Custody.MAIL, agency_id)
        session.commit()


def test_a_log_that_nobody_holds(world, database):
    found = standing(world.team_id)

    assert (found.newest, found.witnessed, found.full, found.doubt) == (None, None, None, None)
    assert found.since == found.size == count(world.team_id)
    assert held(world.team_id) == ()


def test_a_log_that_two_agencies_hold(world, database):
    give(world, world.police)
    assert standing(world.team_id).witnessed is None
    act(world.chair.actor)
    give(world, world.ngo, world.police)
    act(world.chair.actor)
    db.end()

    found = standing(world.team_id)

    assert found.witnessed is not None
    assert found.witnessed.size == count(world.team_id) - 1
    assert found.since == 1
    assert not found.is_late
    newest, older = held(world.team_id)
    assert sorted(holder.partition(":")[0] for holder in newest.holders) == ["Поліція", "Поруч"]
    assert [holder.partition(":")[0] for holder in older.holders] == ["Поліція"]
    assert newest.occasion is Occasion.SCHEDULE


def test_it_is_late_when_nobody_got_anything_for_days_while_the_log_grew(world, database):
    with clock.pretending(clock.now() - timedelta(days=4)):
        give(world, world.police, world.ngo)
    assert not standing(world.team_id).is_late  # nothing was added since
    act(world.chair.actor)
    db.end()

    assert standing(world.team_id).is_late


@pytest.mark.parametrize(
    ("code", "said"), [("gap", "missing"), ("share-no_leaf", "never recorded"), ("doubted", "no longer"), (None, None)]
)
def test_a_verdict_is_said_in_words(world, database, code, said):
    with db.writing() as session:
        for kind in Check:
            session.add(
                LedgerVerdict(team_id=world.team_id, kind=kind, at=clock.now(), checked=3, head="", fault=code, seq=3)
            )
        session.commit()

    found = standing(world.team_id)

    assert found.full is not None
    assert (said is None) is (found.full.why is None) is (found.doubt is None)
    if said:
        assert said in str(found.full.why)


def test_each_code_of_a_verdict_has_a_sentence_of_its_own(world, database):
    codes = [str(one) for one in (*Fault, *Doubt)]
    codes += [f"share-{one}" for one in shares.Mismatch] + [f"consent-{one}" for one in consents.Mismatch]
    said = {}
    with db.writing() as session:
        row = LedgerVerdict(team_id=world.team_id, kind=Check.FULL, at=clock.now(), checked=3, head="", seq=3)
        session.add(row)
        session.commit()
    for code in [*codes, "doubted", "of-a-newer-version"]:
        with db.writing() as session:
            session.get_one(LedgerVerdict, (world.team_id, Check.FULL)).fault = code
            session.commit()
        found = standing(world.team_id).full
        db.end()
        assert found is not None
        said[code] = str(found.why)

    assert len(codes) == len(Fault) + len(Doubt) + len(shares.Mismatch) + len(consents.Mismatch)
    assert len({said[code] for code in codes} | {said["doubted"]}) == len(codes) + 1
    assert all(words.endswith(".") for words in said.values())
    assert said["of-a-newer-version"] == said["doubted"]  # never taken for a log that is whole
    assert set(STATUS) == {*Fault, *Doubt}


def test_an_auditor_appoints_for_all_agencies(world, database):
    assert len(agencies_to_witness(world.auditor.actor)) == 6
    assert [agency.id for agency in agencies_to_witness(world.doctor.actor)] == [world.health]
