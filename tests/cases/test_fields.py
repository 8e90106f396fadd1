"""The field catalogues: what each sealed field is called, how delicate it is, and under which key it lies."""

from collections import defaultdict
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete

import icat.audit.models  # noqa: F401 - imported so that its tables are known
from icat.cases import fields as of_cases
from icat.cases.fields import Field
from icat.cases.models import Case, Level, Part, Person, Share
from icat.crypto import Compartment
from icat.crypto.sealing import SealBroken
from icat.db import engine as db
from icat.db.base import Base
from icat.db.keys import DataKey
from icat.files import fields as of_files
from icat.files import models as _files  # noqa: F401 - imported so that its table is known
from icat.files.fields import FileField
from icat.i18n import Message, speaking
from icat.inquiries import fields as of_inquiries
from icat.inquiries import models as _inquiries  # noqa: F401 - imported so that its tables are known
from icat.legal import Category
from icat.meetings import fields as of_meetings
from icat.meetings.models import Consensus, Meeting
from icat.members import fields as of_members
from icat.members.fields import StaffField
from icat.plans import fields as of_plans
from icat.plans.models import SafetyPlan, SafetySection
from icat.retention import fields as of_retention
from icat.retention import models as _retention  # noqa: F401 - imported so that its tables are known
from tests.make import World, make_case

CATALOGUES = (of_cases, of_plans, of_meetings, of_members, of_files, of_inquiries, of_retention)
MODELS: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if getattr(mapper.class_, "__sealed__", None)),
    key=lambda model: str(model.__tablename__),
)
# Whose key it is: the case's, unless the row stands for somebody or something that is no part of one case.
OTHER_OWNERS = {
    "account": "id",
    "case": "id",
    "duty_shift": "team_id",
    "inquiry": "id",
    "kept_form": "account_id",
    "ledger_detail": "owner_id",
    "meeting": "id",
    "parcel_key": "id",
    "stored_file": "owner_id",
}
# A category that has a key of its own has it in every row; all others lie under the key of the case's core.
KEYS_OF_THEIR_OWN = {
    Category.CONTACT: Compartment.CONTACT,
    Category.SAFE_ADDRESS: Compartment.SAFE_ADDRESS,
    Category.PLAN: Compartment.PLAN,
    Category.SAFETY_PLAN: Compartment.SAFETY_PLAN,
}


def catalogued(catalogue: ModuleType) -> dict[str, Field | StaffField | FileField]:
    found = {
        name: value for name, value in vars(catalogue).items() if isinstance(value, Field | StaffField | FileField)
    }
    assert found, catalogue
    return found


def sealed() -> list[tuple[Any, str, Any]]:
    """Every sealed field: its model, its name there, its entry in a catalogue."""
    return [(model, name, one.field) for model in MODELS for name, one in model.__sealed__.items()]


def test_every_entry_of_a_catalogue_is_a_field_of_a_table_and_every_field_has_its_entry() -> None:
    used = {id(field) for _model, _name, field in sealed()}
    entries = {id(field) for catalogue in CATALOGUES for field in catalogued(catalogue).values()}

    assert {
        f"{catalogue.__name__}.{name}"
        for catalogue in CATALOGUES
        for name, field in catalogued(catalogue).items()
        if id(field) not in used
    } == {"icat.meetings.fields.FACT_SOURCE"}, "which is a code of a list, and no text"
    assert {f"{model.__tablename__}.{name}" for model, name, field in sealed() if id(field) not in entries} == {
        "ledger_detail.words"  # shown by no page
    }


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda catalogue: catalogue.__name__)
def test_every_entry_has_words_in_both_languages_and_a_limit(catalogue: ModuleType) -> None:
    for name, field in catalogued(catalogue).items():
        assert isinstance(field.label, Message), name
        with speaking("en"):
            english = str(field.label)
        with speaking("uk"):
            assert str(field.label) not in ("", english), name
        # A draft, a kept form and a report hold a whole page.
        assert 0 < field.longest <= (200_000 if name in ("DRAFT", "TYPED", "REPORT_CONTENT") else of_cases.LONG), name


def test_no_two_fields_of_one_row_are_called_the_same() -> None:
    for model in MODELS:
        called = defaultdict(set)
        for one in model.__sealed__.values():
            if isinstance(one.field, Field):
                called[str(one.field.label)].add(id(one.field))

        assert {label for label, of in called.items() if len(of) > 1} == set(), model.__tablename__


def test_every_entry_names_its_category_in_its_column() -> None:
    for model, name, field in sealed():
        info = model.__table__.columns[f"{name}_sealed"].info
        assert info["sensitivity"] == "sensitive", (model, name)
        if isinstance(field, Field):
            assert isinstance(field.category, Category)
            assert info["category"] is field.category, (model, name)


def test_a_category_and_its_key_belong_together() -> None:
    for model, name, field in sealed():
        if not isinstance(field, Field):
            continue
        wanted = KEYS_OF_THEIR_OWN.get(field.category, Compartment.CORE)
        if field.category is Category.MINUTES and field.compartment is Compartment.DETAIL:
            continue  # why something was shared lies apart from what was shared
        assert field.compartment is wanted, (model.__tablename__, name)


def test_a_protected_address_has_a_key_that_opens_nothing_else() -> None:
    under = {
        (model.__tablename__, name) for model, name, field in sealed() if field.compartment is Compartment.SAFE_ADDRESS
    }

    assert under == {("person", "address_now"), ("correction", "said_address")}


def test_her_safety_plan_has_a_key_that_opens_nothing_else() -> None:
    models = {model for model, _name, field in sealed() if field.compartment is Compartment.SAFETY_PLAN}

    assert models == {SafetyPlan, SafetySection}
    for model in models:
        assert {one.field.compartment for one in model.__sealed__.values()} == {Compartment.SAFETY_PLAN}


def test_every_compartment_holds_something() -> None:
    assert {field.compartment for _model, _name, field in sealed()} == set(Compartment)


def test_the_key_of_a_row_is_that_of_its_case_or_of_whom_it_stands_for() -> None:
    owners = {model.__tablename__: model.__sealed_owner__ for model in MODELS}

    assert {table: owner for table, owner in owners.items() if owner != "case_id"} == OTHER_OWNERS
    for model in MODELS:
        assert not model.__table__.columns[model.__sealed_owner__].nullable, "a key without an owner"


@pytest.mark.parametrize("model", [Case, Person, Share, Level, Consensus, Meeting], ids=lambda model: model.__name__)
def test_what_staff_know_of_themselves_is_under_no_key_of_a_case(model: Any) -> None:
    assert Compartment.STAFF not in {one.field.compartment for one in model.__sealed__.values()}


FILLED = {
    Compartment.CORE: ("surname", "weapons", "witnessed", "needs"),
    Compartment.CONTACT: ("phone", "safe_number", "code_word", "address_home"),
    Compartment.SAFE_ADDRESS: ("address_now",),
}


def test_a_destroyed_key_closes_its_compartment_and_no_other(world: World) -> None:
    case = make_case(world)
    with db.writing() as session:
        names = [name for filled in FILLED.values() for name in filled]
        person = Person(team_id=world.team_id, case_id=case.id, owner_id=world.police, part=Part.OTHER)
        for name in names:
            setattr(person, name, ["x"] if name == "needs" else "x")
        session.add(person)
        session.commit()
    destroyed: set[str] = set()

    for compartment in (Compartment.SAFE_ADDRESS, Compartment.CONTACT, Compartment.CORE):
        with db.writing() as session:
            session.execute(delete(DataKey).where(DataKey.owner_id == case.id, DataKey.compartment == compartment))
            session.commit()
        destroyed.update(FILLED[compartment])
        for name in names:
            assert opens(person.id, name) is (name not in destroyed), (compartment, name)


def opens(person_id: Any, name: str) -> bool:
    db.end()
    try:
        return bool(getattr(db.session().get_one(Person, person_id), name))
    except SealBroken:
        return False
