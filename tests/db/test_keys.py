"""The vault: from a case to its keys with one statement, and nothing opens once a key is gone."""

from uuid import uuid4

import pytest
from sqlalchemy import event, select, text, update

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Person
from icat.crypto import Compartment
from icat.crypto.keyring import Keyring
from icat.crypto.sealing import SealBroken, version_of
from icat.db import engine as db
from icat.db.keys import DataKey, TeamKey, Vault, vault
from icat.errors import ConfigError
from tests.conftest import ROOT_KEY
from tests.make import make_case


def test_the_keys_of_many_cases_are_opened_with_one_statement(world, database):
    cases = [make_case(world, surname=f"Прізвище{number}") for number in range(5)]
    people = db.session().scalars(select(Person).where(Person.surname_sealed.is_not(None))).all()
    vault(db.session())._team_key(world.team_id, 1)
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *of: said.append(of[2]))

    vault(db.session()).load(case.id for case in cases)
    names = {person.surname for person in people}
    vault(db.session()).load([cases[0].id])

    assert len(names) == 6
    assert len(said) == 1


def test_each_compartment_of_a_case_has_a_key_of_its_own(world, database):
    case = make_case(world)

    rows = db.session().execute(select(DataKey.compartment, DataKey.wrapped).where(DataKey.owner_id == case.id)).all()

    kinds = {compartment for compartment, _ in rows}
    assert {Compartment.CORE, Compartment.CONTACT, Compartment.SAFE_ADDRESS} <= kinds
    assert len({wrapped for _, wrapped in rows}) == len(rows) == len(kinds)


def test_a_destroyed_key_makes_its_compartment_unreadable_and_no_other(world, database):
    case = make_case(world)
    with db.writing() as session:
        session.execute(
            text("delete from data_key where owner_id = :id and compartment = 'safe_address'"),
            {"id": case.id.hex if database.is_sqlite else case.id},
        )
        session.commit()

    person = db.session().get_one(Person, case.survivor_id)

    assert person.surname == "Ґалаґан"
    with pytest.raises(SealBroken, match="no key"):
        assert person.address_now


def test_a_value_says_which_version_sealed_it_and_older_versions_still_open(world, database):
    case = make_case(world)
    with db.writing() as session:
        place = (case.id, Compartment.CORE)
        old = session.scalars(
            select(DataKey).where(DataKey.owner_id == place[0], DataKey.compartment == place[1])
        ).one()
        wrapped = rewrapped(session, old, world.team_id, version=7)
        session.add(DataKey(team_id=old.team_id, owner_id=case.id, compartment=place[1], version=7,
                            team_key_version=1, wrapped=wrapped))  # fmt: skip
        session.commit()
    with change(world.officer.actor) as work:
        work.get(Person, case.survivor_id).given_name = "Нова"
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="soon")

    person = db.session().get_one(Person, case.survivor_id)

    assert (version_of(person.surname_sealed), version_of(person.given_name_sealed)) == (1, 7)
    assert (person.surname, person.given_name) == ("Ґалаґан", "Нова")


def test_a_wrapped_key_moved_to_another_case_does_not_open(world, database):
    one, other = make_case(world), make_case(world)
    with db.writing() as session:
        stolen = session.scalar(
            select(DataKey.wrapped).where(DataKey.owner_id == one.id, DataKey.compartment == "core")
        )
        session.execute(
            update(DataKey).where(DataKey.owner_id == other.id, DataKey.compartment == "core").values(wrapped=stolen)
        )
        session.commit()

    with pytest.raises(SealBroken, match="changed or moved"):
        vault(db.session()).load([other.id])


def test_teams_have_keys_of_their_own(world, database):
    make_case(world)

    rows = db.session().execute(select(TeamKey.team_id, TeamKey.wrapped)).all()

    assert world.team_id in {team_id for team_id, _ in rows}
    assert len({wrapped for _, wrapped in rows}) == len(rows) >= 2


def test_a_team_whose_key_is_gone_has_no_cases_any_more(world, database):
    case = make_case(world)
    with db.writing() as session:
        session.execute(text("delete from team_key"))
        session.commit()

    with pytest.raises(SealBroken, match="no key for this team"):
        vault(db.session()).load([case.id])


def test_the_root_key_of_another_installation_opens_nothing(world, database, database_url):
    case = make_case(world)
    other = db.Database(database_url, Keyring(ROOT_KEY[::-1]))

    with other.open_reading() as session, pytest.raises(ConfigError, match="does not belong to this database"):
        assert session.get_one(Person, case.survivor_id).surname
    other.dispose()


def test_a_case_that_nobody_has_sealed_anything_for_has_no_key(world, database):
    session = db.session()

    vault(session).load([uuid4()])

    assert vault(session) is vault(session)
    with pytest.raises(SealBroken, match="no key"):
        Vault(session).key(uuid4(), Compartment.CORE, 1)


def rewrapped(session, old: DataKey, team_id, *, version: int) -> bytes:  # type: ignore[no-untyped-def]
    """A new key of the same compartment, as a rotation would make it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only here

    place = f"v1|key|{old.owner_id}|{old.compartment}|{version}".encode()
    nonce = bytes(11) + b"\1"
    return nonce + vault(session)._team_key(team_id, 1).encrypt(nonce, AESGCM.generate_key(256), place)
