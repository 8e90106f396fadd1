"""The field catalogue of the meeting."""

from icat.cases.fields import Field
from icat.legal import Category
from icat.meetings import fields


def test_every_field_says_what_it_is_called_and_how_long_it_may_be() -> None:
    found = {name: value for name, value in vars(fields).items() if isinstance(value, Field)}

    assert len(found) >= 10
    assert all(str(field.label) and field.longest > 0 for field in found.values())


def test_what_the_table_decides_is_of_the_minutes() -> None:
    decided = (fields.CONSENSUS_REASON, fields.DISSENT, fields.SURVIVOR_VOICE, fields.MISSING, fields.POSITION_REASON)

    assert {field.category for field in decided} == {Category.MINUTES}
