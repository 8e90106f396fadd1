"""Sealed fields: a stolen database shows none of them, and none opens anywhere but in its own place."""

import unicodedata
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import LargeBinary, event, select, text, update
from sqlalchemy.engine import make_url

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Bar, Part, Person, Referral
from icat.crypto.sealing import SealBroken
from icat.db import engine as db
from icat.db.base import Base
from icat.db.sealed import _PENDING
from icat.members.models import Account, KeptForm
from icat.references import new_reference
from tests.make import make_case

CANARY = "Канарейко-7719"
PHONE = "+380509997719"


def test_nothing_sealed_can_be_read_in_the_raw_database(world, database, database_url):
    case = canary_case(world)

    raw = raw_bytes(database_url)

    assert case.reference.encode() in raw, "the search looks in the wrong place"
    for word in (CANARY, PHONE, "пістолет", "Прихована", "Скажи", "Канарейка-барвінок", "kept-7719", "seven-7719"):
        for coded in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode(), word.upper().encode()):
            assert coded not in raw, word


def test_nothing_sealed_can_be_read_in_what_is_left_of_a_changed_or_deleted_row(world, database, database_url):
    case = canary_case(world)
    with change(world.officer.actor) as work:
        work.get(Person, case.survivor_id).surname = "Інша"
        work.session.delete(work.get(Person, case.child_id))
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="soon")

    assert CANARY.encode() not in raw_bytes(database_url)


def test_what_stands_in_for_a_value_until_it_is_sealed_is_never_stored(world, database):
    canary_case(world)

    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                assert not db.session().execute(select(column).where(column == _PENDING)).all(), column


def test_values_of_every_kind_come_back_as_they_were(world, database):
    case = canary_case(world)
    draft = {"surname": [CANARY], "rows": {"a": 1, "b": None}, "text": "рядок\nдругий"}
    with change(world.officer.actor) as work:
        row = work.add(a_referral(world, draft=draft, wants=["shelter", "lawyer"], own_rating_on=date(2026, 3, 1)))
        work.record(Event.REFERRAL_DRAFTED, referral=row.id)

    found = db.session().get_one(Referral, row.id)

    assert (found.draft, found.wants, found.own_rating_on) == (draft, ["shelter", "lawyer"], date(2026, 3, 1))
    assert db.session().get_one(Person, case.survivor_id).surname == CANARY


def test_what_is_empty_is_null_and_comes_back_empty(world, database):
    with change(world.officer.actor) as work:
        row = work.add(a_referral(world, draft={}, wants=[], own_rating_on=None, told=""))
        work.record(Event.REFERRAL_DRAFTED, referral=row.id)

    found = db.session().get_one(Referral, row.id)

    assert (found.draft_sealed, found.wants_sealed, found.own_rating_on_sealed, found.told_sealed) == (None,) * 4
    assert (found.draft, found.wants, found.own_rating_on, found.told) == ({}, [], None, "")


def test_a_value_that_is_emptied_leaves_no_ciphertext(world, database):
    case = canary_case(world)
    with change(world.officer.actor) as work:
        work.get(Person, case.survivor_id).surname = ""
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="soon")

    assert db.session().scalar(select(Person.surname_sealed).where(Person.id == case.survivor_id)) is None


def test_text_is_kept_in_one_normal_form(world, database):
    case = make_case(world, surname=unicodedata.normalize("NFD", "Їжакевич"))

    assert db.session().get_one(Person, case.survivor_id).surname == "Їжакевич"


def test_yes_and_no_take_the_same_room_in_the_table(world, database):
    case = make_case(world)
    with change(world.officer.actor) as work:
        person = work.get(Person, case.survivor_id)
        person.code_word, person.safe_hours = "yes", "no"
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="soon")

    row = db.session().execute(select(Person.code_word_sealed, Person.safe_hours_sealed).where(Person.id == person.id))

    assert len({len(value) for value in row.one()}) == 1


@pytest.mark.parametrize(
    ("to", "what"),
    [("patronymic_sealed", "another column"), ("surname_sealed", "another row"), ("phone_sealed", "another key")],
)
def test_a_ciphertext_moved_by_hand_does_not_open(world, database, to, what):
    case = canary_case(world)
    row = case.perpetrator_id if what == "another row" else case.survivor_id
    with db.writing() as session:
        moved = session.scalar(select(Person.surname_sealed).where(Person.id == case.survivor_id))
        session.execute(update(Person).where(Person.id == row).values({to: moved}))
        session.commit()

    with pytest.raises(SealBroken):
        getattr(db.session().get_one(Person, row), to.removesuffix("_sealed"))


def test_a_row_moved_to_another_case_does_not_open(world, database):
    one, other = canary_case(world), make_case(world)
    with db.writing() as session:
        session.execute(update(Person).where(Person.id == one.survivor_id).values(case_id=other.id))
        session.commit()

    with pytest.raises(SealBroken):
        assert db.session().get_one(Person, one.survivor_id).surname


def test_a_list_that_was_handed_out_can_be_changed_without_changing_what_others_get(world, database):
    mine, hers = a_referral(world), a_referral(world)

    mine.wants.append(CANARY)
    mine.draft["surname"] = CANARY

    assert (mine.wants, hers.wants, a_referral(world).wants) == ([], [], [])
    assert (mine.draft, hers.draft) == ({}, {})


def test_a_list_that_was_handed_in_can_be_changed_without_changing_what_is_kept(world, database):
    wants = ["shelter"]
    row = a_referral(world, wants=wants)

    wants.append(CANARY)

    assert row.wants == ["shelter"]


def test_a_row_that_is_read_again_shows_what_somebody_else_wrote_meanwhile(world, database):
    case = canary_case(world)
    with database.open_writing() as session:
        mine = session.get_one(Person, case.survivor_id)
        assert mine.surname == CANARY
        with database.engine.connect() as elsewhere:
            other = elsewhere.scalar(select(Person.surname_sealed).where(Person.id == case.perpetrator_id))
        session.execute(update(Person).where(Person.id == mine.id).values(surname_sealed=None))
        assert other

        session.get(Person, mine.id, populate_existing=True)

        assert mine.surname == ""


def test_an_undone_change_is_undone_in_the_row_too(world, database):
    case = canary_case(world)
    with database.open_writing() as session:
        row = session.get_one(Person, case.survivor_id)
        row.surname = "Інша"
        session.flush()
        session.rollback()

        assert row.surname == CANARY


def test_a_value_can_be_read_back_before_and_after_it_is_written(world, database):
    case = canary_case(world)
    with database.open_writing() as session:
        row = session.get_one(Person, case.survivor_id)
        row.surname = "Інша"
        assert row.surname == "Інша"
        session.flush()
        assert row.surname == "Інша"
        session.commit()
        assert row.surname == "Інша"


def test_a_sealed_field_of_a_row_without_a_session_cannot_be_opened(world, database):
    case = canary_case(world)
    row = db.session().get_one(Person, case.survivor_id)
    db.end()

    with pytest.raises(RuntimeError, match="outside a session"):
        assert row.surname


def test_an_account_and_its_kept_forms_lie_under_a_key_of_their_own(world, database):
    with db.writing() as session:
        session.add(KeptForm(account_id=world.chair.account_id, path="/x", kept_at=clock.now(), typed={"a": ["b"]}))
        session.commit()
        session.execute(text("delete from data_key where owner_id <> :id"), {"id": in_table(database, world.chair)})
        session.commit()

    assert db.session().get_one(Account, world.chair.account_id).name == "Мирослава Гайдук"
    assert db.session().scalars(select(KeptForm)).one().typed == {"a": ["b"]}
    with pytest.raises(SealBroken):
        assert db.session().get_one(Account, world.doctor.account_id).name


def test_reading_a_row_asks_the_database_only_for_its_keys(world, database):
    case = canary_case(world)
    session = db.session()
    row = session.get_one(Person, case.survivor_id)
    said = []
    event.listen(database.engine, "before_cursor_execute", lambda *said_of: said.append(said_of[2]))

    assert all([row.surname, row.given_name, row.phone, row.address_now])

    assert len(said) == 1  # the keys of the case, with the key of its team
    assert "data_key" in said[0]
    assert "team_key" in said[0]


def canary_case(world):  # type: ignore[no-untyped-def]
    case = make_case(world, surname=CANARY)
    with change(world.officer.actor) as work:
        survivor = work.get(Person, case.survivor_id)
        survivor.phone, survivor.code_word, survivor.safe_hours = PHONE, "Канарейка-барвінок", "seven-7719"
        work.add(a_referral(world, draft={"kept": ["kept-7719"]}, own_view="Скажи їй"))
        work.add(
            Bar(team_id=world.team_id, case_id=case.id, set_at=work.at, set_by_id=world.chair.member_id, name=CANARY)
        )
        person = Person(team_id=world.team_id, case_id=case.id, owner_id=world.police, part=Part.OTHER, surname=CANARY)
        work.add(person)
        work.record(
            Event.REFERRAL_SUBMITTED,
            case=case.id,
            referral=case.id,
            urgency="soon",
            words={"note": f"{CANARY} kept-7719"},
        )
    db.end()
    return case


def a_referral(world, **values):  # type: ignore[no-untyped-def]
    return Referral(
        team_id=world.team_id,
        case_id=uuid4(),
        owner_id=world.police,
        author_id=world.officer.member_id,
        reference=new_reference(world.code, 2026),
        started_at=clock.now(),
        saved_at=clock.now(),
        **values,
    )


def raw_bytes(url: str) -> bytes:
    """All that a thief gets: the file with what lies beside it, or every row of every table."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))
    found = []
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        names = [
            name for (name,) in cursor.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        ]
        for name in names:
            with cursor.copy(sql.SQL("copy {} to stdout (format binary)").format(sql.Identifier(name))) as rows:
                found += [bytes(part) for part in rows]
    return b"".join(found)


def in_table(database: db.Database, person):  # type: ignore[no-untyped-def]
    return person.account_id.hex if database.is_sqlite else person.account_id
