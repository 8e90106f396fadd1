"""The index says what the leaves say; what is found when it does not is in the tests of the whole check."""

import msgspec
import pytest

from icat.audit import leaves
from icat.audit.index import Content, Index, read
from icat.db import engine as db
from tests.audit.acting import act, spoil
from tests.make import World, make_case


@pytest.fixture
def contents(world: World) -> list[Content]:
    """What the leaves of a busy team say."""
    make_case(world, seats=[world.social])
    for _ in range(3):
        act(world.chair.actor)
    with db.database().open_reading() as session:
        return [read(row[1]) for rows in leaves.rows_of(session, world.team_id) for row in rows]


def test_the_first_wrong_row_is_named_wherever_it_lies(world: World, contents: list[Content]) -> None:
    assert Index(db.session(), world.team_id).first_wrong(0, contents) is None
    assert Index(db.session(), world.team_id).first_wrong(4, contents[4:9]) is None

    spoil("update ledger_entry set event = 'case:listed' where team_id = :team and seq in (4, 7)", team=world.team_id)
    db.end()
    assert Index(db.session(), world.team_id).first_wrong(0, contents) == 4
    assert Index(db.session(), world.team_id).first_wrong(4, contents[4:]) == 7
    assert Index(db.session(), world.team_id).first_wrong(7, contents[7:]) is None


def test_a_row_put_in_between_is_found(world: World, contents: list[Content]) -> None:
    last = len(contents)
    spoil(
        "insert into ledger_case (team_id, seq, case_id, share_id, categories) values (:team, :n, :team, :team, 1)",
        team=world.team_id,
        n=last,
    )

    assert Index(db.session(), world.team_id).first_wrong(0, contents) == last


def test_a_payload_in_another_form_is_not_read() -> None:
    for payload in (b"{}", b"[]", b"1", b'{"v":1,"k":2}', b"\xff", b'{"v":1,"k":"x","t":1.5,"a":"","g":"","c":[]}'):
        with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
            read(payload)


def test_facts_are_read_where_they_are_asked_for() -> None:
    content = read(b'{"a":"","c":[],"f":{"epoch":2},"g":"","k":"x","t":1,"v":1}')

    assert content.facts == {"epoch": 2}
    assert read(b'{"a":"","c":[],"g":"","k":"x","t":1,"v":1}').facts == {}
