"""Witnesses of a log: appointed by those who watch over it, each for one agency; only what is right is kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.checkpoint import take_checkpoint, witnessed_until
from icat.audit.models import Cosignature, Custody, Occasion, Witness
from icat.audit.note import COSIGNATURE, Signature, VerifierKey, parse_note
from icat.audit.note import cosignature as cosigned
from icat.crypto.keyring import Keyring
from icat.crypto.signing import SigningKey, create_signing_key, read_signing_key
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.members.commands import founding
from icat.members.commands.witnesses import appoint_witness, end_witness, keep_cosignature
from icat.members.queries.signed_in import actor_of
from icat.policy.actor import Actor
from icat.policy.roles import Role
from tests.audit.acting import act, newest
from tests.conftest import ROOT_KEY


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[db.Database]:
    create_signing_key(tmp_path / "signing.key")
    connected = db.Database(database_url, Keyring(ROOT_KEY), signing_key_file=tmp_path / "signing.key")
    db.connect(connected)
    yield connected
    db.end()
    connected.dispose()


@pytest.fixture
def machine(tmp_path: Path) -> SigningKey:
    """An agency's witness."""
    create_signing_key(tmp_path / "witness.key")
    return read_signing_key(tmp_path / "witness.key")


def vkey(machine: SigningKey, kind: int = COSIGNATURE) -> str:
    return str(VerifierKey(machine.name, kind, machine.public))


def officer(world, agency_id=None) -> Actor:  # type: ignore[no-untyped-def]
    account_id = founding.open_account("dpo", "Олег Ґрунт", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    made = founding.appoint(
        world.team_id, "KHM", account_id, agency_id or world.ngo, [Role.DPO], position="", from_on=date(2026, 1, 12)
    )
    found = actor_of(made)
    db.end()
    return found


def signed_note(world, machine: SigningKey) -> tuple[str, Signature, int]:  # type: ignore[no-untyped-def]
    act(world.chair.actor)
    head = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert head is not None
    note = parse_note(head.note.encode())
    line = cosigned(machine, note.text, int(clock.now().timestamp()))
    return str(note.signed_also([line])), line, head.size


def appointed(world, machine: SigningKey) -> Witness:  # type: ignore[no-untyped-def]
    appoint_witness(world.auditor.actor, agency_id=world.ngo, name="Кімната 12", vkey=vkey(machine))
    with db.database().open_reading() as session:
        return session.scalars(select(Witness)).one()


def test_an_auditor_appoints_for_any_agency_and_the_log_tells_it(world, database, machine):
    row = appointed(world, machine)

    assert (row.agency_id, row.name, row.vkey) == (world.ngo, "Кімната 12", vkey(machine))
    leaf = newest(world.team_id)
    assert leaf["k"] == "witness:appointed"
    assert leaf["f"] == {"witness": str(row.id), "key": vkey(machine), "agency": str(world.ngo)}


def test_an_officer_appoints_and_releases_for_the_own_agency_only(world, database, machine):
    who = officer(world)
    with pytest.raises(NotAllowed):
        appoint_witness(who, agency_id=world.police, name="x", vkey=vkey(machine))

    appoint_witness(who, agency_id=world.ngo, name="x", vkey=vkey(machine))

    other = officer_of_police(world)
    with db.database().open_reading() as session:
        made = session.scalars(select(Witness.id)).one()
    with pytest.raises(NotAllowed):
        end_witness(other, made)
    end_witness(who, made)


def officer_of_police(world) -> Actor:  # type: ignore[no-untyped-def]
    account_id = founding.open_account("dpo2", "Ґеник Олег", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    made = founding.appoint(
        world.team_id, "KHM", account_id, world.police, [Role.DPO], position="", from_on=date(2026, 1, 12)
    )
    found = actor_of(made)
    db.end()
    return found


def test_nobody_else_appoints(world, database, machine):
    for who in (world.chair, world.coordinator, world.supervisor):
        with pytest.raises(NotAllowed):
            appoint_witness(who.actor, agency_id=who.actor.agency_id, name="x", vkey=vkey(machine))


@pytest.mark.parametrize("wrong", ["", "x", "a+b+c", "signer"])
def test_what_is_no_public_key_of_a_witness_is_refused(world, database, machine, wrong):
    text = vkey(machine, kind=1) if wrong == "signer" else wrong

    with pytest.raises(RuleBroken, match="not the public key"):
        appoint_witness(world.auditor.actor, agency_id=world.ngo, name="x", vkey=text)


def test_one_machine_is_not_two_witnesses(world, database, machine):
    appointed(world, machine)

    with pytest.raises(RuleBroken, match="known already"):
        appoint_witness(world.auditor.actor, agency_id=world.police, name="x", vkey=vkey(machine))


@pytest.mark.parametrize("whole", [True, False])
def test_a_signature_is_kept_from_the_whole_note_or_from_its_line(world, database, machine, whole):
    witness = appointed(world, machine)
    note, line, size = signed_note(world, machine)
    signed_note(world, machine)  # a newer checkpoint meanwhile

    assert keep_cosignature(world.auditor.actor, text=note if whole else f"  {line}\r\n") == size

    with db.database().open_reading() as session:
        kept = session.scalars(select(Cosignature)).one()
    assert (kept.agency_id, kept.kind, kept.witness_id) == (world.ngo, Custody.COSIGNATURE, witness.id)
    assert newest(world.team_id)["f"] == {"witness": str(witness.id), "size": size}
    assert witnessed_until(world.team_id) is None  # one agency is not two
    db.end()
    with pytest.raises(RuleBroken, match="here already"):
        keep_cosignature(world.auditor.actor, text=note)


@pytest.mark.parametrize("how", ["nothing", "stranger", "forged", "other log", "released"])
def test_what_no_known_witness_has_signed_is_refused(world, database, machine, how):
    witness = appointed(world, machine)
    note, line, _size = signed_note(world, machine)
    text = note
    if how == "nothing":
        text = "hello"
    elif how == "stranger":
        other = SigningKey("icat-00000000", b"\1" * 32)
        text = str(cosigned(other, parse_note(note.encode()).text, 1))
    elif how == "forged":
        text = str(Signature(line.name, line.key_id, line.body[:-1] + bytes([line.body[-1] ^ 1])))
    elif how == "other log":
        act(world.strange_chair.actor)
        head = take_checkpoint(world.stranger.actor.team_id, Occasion.SCHEDULE)
        assert head is not None
        text = str(cosigned(machine, parse_note(head.note.encode()).text, 1))
    else:
        end_witness(world.auditor.actor, witness.id)

    with pytest.raises(RuleBroken, match="No witness that is known here"):
        keep_cosignature(world.auditor.actor, text=text)


def test_a_witness_is_released_once_and_one_of_another_team_not_at_all(world, database, machine):
    witness = appointed(world, machine)
    end_witness(world.auditor.actor, witness.id)

    with pytest.raises(RuleBroken, match="released already"):
        end_witness(world.auditor.actor, witness.id)
    stranger = Actor(
        **{
            **{name: getattr(world.auditor.actor, name) for name in Actor.__slots__},
            "team_id": world.stranger.actor.team_id,
        }
    )
    with pytest.raises(NotFound):
        end_witness(stranger, witness.id)
