"""The field catalogue of kept files."""

from icat.crypto import Compartment
from icat.files import fields


def test_the_key_of_a_file_lies_under_the_key_of_the_files_of_its_owner():
    assert fields.KEY.compartment is Compartment.FILES
    assert fields.KEY.info == {"sensitivity": "sensitive", "sealed": True}
