"""The field catalogue of the people who work here."""

from icat.crypto import Compartment
from icat.members import fields

ALL = [value for value in vars(fields).values() if isinstance(value, fields.StaffField)]


def test_every_field_of_a_member_is_sealed_under_the_key_of_its_account():
    assert len(ALL) >= 5
    for field in ALL:
        assert field.compartment is Compartment.STAFF
        assert field.info == {"sensitivity": "sensitive", "sealed": True}


def test_every_field_is_called_something():
    assert len({str(field.label) for field in ALL}) == len(ALL)
