"""What of an import lies sealed."""

from icat.crypto import Compartment
from icat.imports import fields


def test_every_field_is_sealed_under_the_key_of_the_table() -> None:
    for field in (fields.TABLE, fields.CHOICES, fields.FILE_NAME):
        assert field.info["sealed"]
        assert field.compartment is Compartment.CORE
        assert str(field.label)
        assert field.longest > 0
