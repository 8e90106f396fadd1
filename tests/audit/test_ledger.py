"""The ledger itself: its bytes, its order, and what is left of it when the machine is killed."""

import hashlib
import json
import threading
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.audit import ledger
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen, Leaf
from icat.audit.verify import verify
from icat.db import engine as db
from tests.audit.acting import act, leaves
from tests.make import World


def leaf(**more: object) -> Leaf:
    return Leaf(Event.CASE_READ, uuid4(), uuid4(), "0" * 16, "1" * 16, **more)  # type: ignore[arg-type]


def test_a_leaf_is_spelt_the_same_in_every_order_of_its_keys() -> None:
    assert ledger.canonical({"b": 1, "a": {"d": 2, "c": "й"}}) == ledger.canonical({"a": {"c": "й", "d": 2}, "b": 1})
    assert ledger.canonical({"a": "й"}) == '{"a":"й"}'.encode()


@pytest.mark.parametrize("content", [{"a": 1.0}, {"a": [1, 2.5]}, {"a": {"b": float("nan")}}])
def test_a_float_is_refused_wherever_it_stands(content: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        ledger.canonical(content)


def test_a_float_among_the_facts_of_a_leaf_is_refused() -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        ledger.payload(leaf(facts=(("level", 0.5),)), 1)


def test_the_hash_and_the_chain_are_those_of_rfc_6962() -> None:
    body = ledger.payload(leaf(), 5)

    hashed = hashlib.sha256(b"\x00" + bytes([0, 0, 0, 0, 0, 0, 1, 4]) + body).digest()
    assert ledger.leaf_hash(260, body) == hashed
    assert ledger.chained(ledger.GENESIS, hashed) == hashlib.sha256(b"\x02" + ledger.GENESIS + hashed).digest()


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=6, unique=True), st.data())
def test_no_two_orders_of_the_same_entries_have_one_chain(bodies: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.permutations(bodies))

    def chain(of: list[bytes]) -> bytes:
        found = ledger.GENESIS
        for seq, body in enumerate(of, 1):
            found = ledger.chained(found, ledger.leaf_hash(seq, body))
        return found

    assert (chain(bodies) == chain(other)) == (bodies == other)


def test_a_leaf_says_nothing_that_it_was_not_given() -> None:
    assert set(json.loads(ledger.payload(leaf(), 1))) == {"v", "k", "t", "a", "g", "q", "n", "c"}


def test_many_at_once_leave_one_line_without_a_gap(world: World, database: db.Database) -> None:
    people = [world.officer, world.doctor, world.coordinator, world.chair]
    before = len(leaves(world.team_id))
    faults: list[BaseException] = []

    def work(place: int) -> None:
        try:
            for _ in range(6):
                act(people[place % 4].actor)
        except BaseException as error:  # noqa: BLE001 - told to the test below
            faults.append(error)
        finally:
            db.end()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    found = leaves(world.team_id)
    assert [seq for seq, _content in found] == list(range(1, before + 48 + 1))
    with database.open_reading() as session:
        assert verify(session, world.team_id).is_intact


def test_time_in_the_ledger_never_runs_back(world: World) -> None:
    last = leaves(world.team_id)[-1][1]["t"]
    assert isinstance(last, int)

    with db.writing() as session:
        ledger.append(session, world.team_id, [leaf(), leaf()], last - 60_000_000)
        session.commit()

    assert [content["t"] for _seq, content in leaves(world.team_id)[-2:]] == [last, last]


def test_each_case_of_a_leaf_is_in_the_index(world: World, database: db.Database) -> None:
    cases = tuple(CaseSeen(uuid4(), uuid4(), 5) for _ in range(3))

    with db.writing() as session:
        ledger.append(session, world.team_id, [leaf(cases=cases)], 2**52)
        session.commit()

    with database.open_reading() as session:
        assert verify(session, world.team_id).is_intact
    assert leaves(world.team_id)[-1][1]["c"] == [[str(c.case_id), str(c.share_id), 5] for c in cases]
